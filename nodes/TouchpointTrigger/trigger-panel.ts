import type { TriggerPanelDefinition } from 'n8n-workflow';

/** What the editor says beside a trigger that waits. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Wait for a signed test delivery',
	executionsHelp: {
		inactive:
			'Touchpoint triggers have two addresses. <b>While building</b>, choose "Execute step" and have the sender post to the test URL: the touchpoints are marked as tests and are not counted. <b>When ready</b>, publish the workflow and give the sender the production URL.',
		active:
			'<b>While building</b>, choose "Execute step" and have the sender post to the test URL: the touchpoints are marked as tests and are not counted. <b>Deliveries to the production URL</b> run the workflow by themselves; see them in the <a data-key="executions">executions list</a>.',
	},
	activationHint:
		'Once the workflow is published, signed deliveries to the production URL start it. Keep the Touchpoint Source credential in step with the sender.',
};
