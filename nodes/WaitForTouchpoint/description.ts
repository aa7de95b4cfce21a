import type { IBuilderHint, INodeProperties } from 'n8n-workflow';
import { customerFields } from '../shared/customer-fields';
import { eventTypeOptions } from '../shared/event-type-options';
import { conditionFields } from './condition-fields';
import { deadlineFields } from './deadline-fields';
import { exitFields } from './exit-fields';

/** What goes on when a wait ends. */
export const CONTINUATIONS = ['execution', 'moment'] as const;

/** From when on touchpoints count. */
export const LOOK_BACKS = ['item', 'now', 'time'] as const;

export const properties: INodeProperties[] = [
	...customerFields({}),
	{
		displayName: 'Wait For',
		name: 'types',
		type: 'multiOptions',
		options: eventTypeOptions,
		default: ['order_completed'],
		description: 'The first touchpoint of any of these types ends the wait',
	},
	conditionFields,
	...deadlineFields,
	exitFields,
	{
		displayName: 'Look Back To',
		name: 'lookBack',
		type: 'options',
		options: [
			{ name: 'A Time', value: 'time', description: 'From the time in the field below' },
			{
				name: 'Now Only',
				value: 'now',
				description: 'Only what happens from now on ends the wait',
			},
			{
				name: 'The Touchpoint That Came In',
				value: 'item',
				description: 'What has happened since then ends the wait at once, so nothing is missed',
			},
		],
		default: 'item',
		description: 'From when on touchpoints count',
	},
	{
		displayName: 'From',
		name: 'lookBackTime',
		type: 'dateTime',
		default: '',
		required: true,
		description: 'Touchpoints from this time on count',
		displayOptions: { show: { lookBack: ['time'] } },
	},
	{
		displayName: 'Continue By',
		name: 'continueBy',
		type: 'options',
		options: [
			{
				name: 'Journey Moment Trigger',
				value: 'moment',
				description:
					'For very many customers: no execution is kept waiting, and nothing leaves this node. Each wait goes on at a Journey Moment Trigger that listens for Wait Resolved.',
			},
			{
				name: 'This Execution',
				value: 'execution',
				description: 'The execution is kept waiting and goes on at one of the outputs',
			},
		],
		default: 'execution',
		description: 'What goes on when the wait ends',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Longest Wait (Days)',
				name: 'longestDays',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 30,
				description: 'A deadline further away than this is refused',
			},
			{
				displayName: 'Other Types',
				name: 'otherTypes',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Type' },
				default: [],
				placeholder: 'e.g. warranty_registered',
				description:
					'Types, in snake case, that are not in the list of Wait For and end the wait too',
			},
			{
				displayName: 'Quiet Hours From',
				name: 'quietFrom',
				type: 'string',
				default: '21:00',
				placeholder: 'e.g. 21:00',
				description:
					'A deadline in the quiet hours is put off to their end, on the clock of the customer',
			},
			{
				displayName: 'Quiet Hours Until',
				name: 'quietUntil',
				type: 'string',
				default: '09:00',
				placeholder: 'e.g. 09:00',
				description: 'When a deadline that was put off is reached',
			},
			{
				displayName: 'Time Zone',
				name: 'timeZone',
				type: 'string',
				default: '',
				placeholder: 'e.g. Europe/Athens',
				description:
					'The IANA zone for dates and times of day. Without it: that of the customer, else of the workflow.',
			},
			{
				displayName: 'Wait Name',
				name: 'waitName',
				type: 'string',
				default: '',
				placeholder: 'e.g. order after the offer',
				description:
					'By which a Journey Moment Trigger and the items call it. Without it: the name of the node.',
			},
		],
	},
];

/** What it waits for, under the node on the canvas: n8n cuts long subtitles off. Only the editor evaluates it. */
export const subtitle =
	'={{ ($parameter["types"][0] ?? "").replace(/_/g, " ") + ($parameter["types"].length > 1 ? " + " + ($parameter["types"].length - 1) + " more" : "") }}';

export const builderHint: IBuilderHint = {
	searchHint:
		'Waits for what one customer does next, or for a deadline; its outputs are Timed Out, Touchpoint and Exited. It parks one item an execution: start it by a Journey Moment Trigger with Batch Size 1, or continue by Journey Moment Trigger',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-customer-journey.journeyStage',
			relationHint: 'Records the touchpoints that end a wait, so every source must lead into one',
		},
		{
			nodeType: 'n8n-nodes-customer-journey.journeyMomentTrigger',
			relationHint: 'Goes on with waits of very many customers, by Wait Resolved',
		},
	],
};
