import type { IBuilderHint, INodeProperties } from 'n8n-workflow';
import { stageFields } from './stage-fields';

/** All fields of the Journey Moment Trigger. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Customer Stalled',
				value: 'customer_stalled',
				description: 'A customer has been in one stage for longer than usual',
			},
			{
				name: 'Offer Expiring',
				value: 'offer_expiring',
				description: 'A code that can still be redeemed is about to end',
			},
			{
				name: 'Stage Entered',
				value: 'stage_entered',
				description: 'A touchpoint has taken a customer into a stage',
			},
			{
				name: 'Touchpoint Not Applied',
				value: 'touchpoint_not_applied',
				description:
					'A touchpoint was accepted but never recorded in a journey, as after a crash; connect Journey Stage to record it',
			},
			{
				name: 'Wait Resolved',
				value: 'wait_resolved',
				description: 'A wait that continues here has ended',
			},
		],
		default: 'stage_entered',
	},
	...stageFields,
	{
		displayName: 'Wait Name',
		name: 'wait',
		type: 'string',
		default: '',
		placeholder: 'e.g. wait-for-first-order',
		description: "As the 'Wait for Touchpoint' node calls it",
		hint: 'Every wait when left empty',
		displayOptions: { show: { triggerOn: ['wait_resolved'] } },
	},
	{
		displayName: 'Outcomes',
		name: 'outcomes',
		type: 'multiOptions',
		noDataExpression: true,
		options: [
			{ name: 'Exited', value: 'exited', description: 'A reason to leave came first' },
			{ name: 'Timed Out', value: 'timed_out', description: 'The deadline passed' },
			{ name: 'Touchpoint', value: 'touchpoint', description: 'What was waited for happened' },
		],
		default: [],
		description: 'Only waits that ended this way',
		hint: 'Any way when none is chosen',
		displayOptions: { show: { triggerOn: ['wait_resolved'] } },
	},
	{
		displayName: 'Hours Before the End',
		name: 'hours',
		type: 'number',
		typeOptions: { minValue: 0.1, maxValue: 720, numberPrecision: 1 },
		default: 24,
		description:
			'How long before its end a code is told of; codes that live no longer are left out',
		displayOptions: { show: { triggerOn: ['offer_expiring'] } },
	},
	{
		displayName: 'Not Recorded After (Minutes)',
		name: 'minutes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10_080 },
		default: 15,
		description: 'For how long a touchpoint may be on its way to its journey',
		displayOptions: { show: { triggerOn: ['touchpoint_not_applied'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Batch Size',
				name: 'batchSize',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 500 },
				default: 50,
				description:
					'How many moments start the workflow together, one item each, when many are due',
			},
		],
	},
];

const NAMES = {
	customer_stalled: 'Customer Stalled',
	offer_expiring: 'Offer Expiring',
	stage_entered: 'Stage Entered',
	touchpoint_not_applied: 'Touchpoint Not Applied',
	wait_resolved: 'Wait Resolved',
};

/** The moment under the node on the canvas; only the editor evaluates it. */
export const subtitle = `={{ ${JSON.stringify(NAMES)}[$parameter["triggerOn"]] }}`;

/** What the editor says beside a trigger that waits. */
export const triggerTexts = {
	eventTriggerDescription: 'Looking in the journey store for an example',
	activationMessage: 'Moments from now on start this workflow.',
	triggerPanel: {
		header: 'Try it with an example',
		executionsHelp: {
			inactive:
				'<b>While building</b>, choose "Execute step": the trigger takes a real example from the journey store and marks nothing as told. <b>When ready</b>, publish the workflow; moments from then on start it, each once.',
			active:
				'<b>While building</b>, choose "Execute step": the trigger takes a real example from the journey store and marks nothing as told. <b>Moments</b> run the workflow by themselves; see them in the <a data-key="executions">executions list</a>.',
		},
		activationHint: 'Once the workflow is published, each moment starts it once.',
	},
};

export const builderHint: IBuilderHint = {
	searchHint:
		'Starts a workflow when a customer enters or stalls in a stage, a wait ends, or a code is about to expire',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-customer-journey.personalizedOffer',
			relationHint: 'Chooses an offer for the customer of the moment',
		},
		{
			nodeType: 'n8n-nodes-customer-journey.journeyStage',
			relationHint: 'Records touchpoints that were not applied',
		},
	],
};
