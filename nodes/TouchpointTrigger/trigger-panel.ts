import type { INodeTypeDescription } from 'n8n-workflow';

/** What the editor says beside a trigger that waits. */
export const triggerTexts = {
	eventTriggerDescription: 'Waiting for a delivery to the test URL',
	activationMessage: 'Deliveries to the production URL now start this workflow.',
	triggerPanel: {
		header: 'Wait for a test delivery',
		executionsHelp: {
			inactive:
				'Touchpoint triggers have two addresses. <b>While building</b>, choose "Execute step" and have the sender post to the test URL: the touchpoints are marked as tests and are not counted. <b>When ready</b>, publish the workflow and give the sender the production URL.',
			active:
				'<b>While building</b>, choose "Execute step" and have the sender post to the test URL: the touchpoints are marked as tests and are not counted. <b>Deliveries to the production URL</b> run the workflow by themselves; see them in the <a data-key="executions">executions list</a>.',
		},
		activationHint:
			'Once the workflow is published, deliveries to the production URL start it. What was refused, and why, stands at the end of the parameters.',
	},
} satisfies Partial<INodeTypeDescription>;
