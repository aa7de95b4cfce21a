import type { INodeProperties } from 'n8n-workflow';
import { journeyField } from '../../../shared/journey-field';
import { segmentsField } from './segment-fields';
import { stagesField } from './stage-fields';

/** Where the definition begins that is saved. */
export const STARTS = ['nothing', 'journey', 'item', 'json'] as const;

/** What tells one journey of a customer from another; all but the first are kinds of a touchpoint's keys. */
export const JOURNEY_KEYS = ['customer', 'account', 'cart', 'order', 'ticket'] as const;

/** Gives the fields in which a journey is put together; `show` says when they are there. */
export function journeyFields(show: Record<string, string[]>): INodeProperties[] {
	const byFields = { ...show, startFrom: ['nothing', 'journey'] };
	return [
		{
			displayName: 'Start From',
			name: 'startFrom',
			type: 'options',
			options: [
				{
					name: 'Another Journey',
					value: 'journey',
					description:
						'What is filled in below changes it; without a name it is a new version of it',
				},
				{
					name: 'Incoming Item',
					value: 'item',
					description: 'Each item is one journey, with the fields that Get returns',
				},
				{ name: 'JSON', value: 'json', description: 'Everything, as Get returns it' },
				{ name: 'Nothing', value: 'nothing', description: 'Only the stages below' },
			],
			default: 'nothing',
			description: 'What the journey is made of',
			displayOptions: { show },
		},
		{ ...journeyField, displayOptions: { show: { ...show, startFrom: ['journey'] } } },
		{
			displayName: 'Journey (JSON)',
			name: 'definition',
			type: 'json',
			default: '{}',
			description: 'The whole definition, with the fields that Get returns',
			displayOptions: { show: { ...show, startFrom: ['json'] } },
		},
		{
			displayName: 'Name',
			name: 'journeyName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Subscription',
			description: 'What people call the journey',
			displayOptions: { show: byFields },
		},
		stagesField(byFields),
		segmentsField(byFields),
		{
			displayName: 'Journeys Under Way',
			name: 'underWay',
			type: 'options',
			options: [
				{
					name: 'Move to the New Version',
					value: 'move',
					description: 'Their whole histories are read again by the new stages; nothing is sent',
				},
				{
					name: 'Stay',
					value: 'stay',
					description: 'They keep the version they began with; only new journeys go by the new one',
				},
			],
			default: 'stay',
			description: 'What becomes of the journeys of an older version',
			displayOptions: { show },
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			displayOptions: { show: byFields },
			options: journeyOptions,
		},
	];
}

/** By name, as n8n sorts optional fields. */
const journeyOptions: INodeProperties[] = [
	{
		displayName: 'Cool-Down (Minutes)',
		name: 'coolDownMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 5,
		description: 'For how long after its end a journey cannot begin anew',
	},
	{
		displayName: 'Exits',
		name: 'exits',
		type: 'string',
		default: '',
		placeholder: 'e.g. subscription_cancelled, customer_lost',
		description:
			'Types of the touchpoints that end the journey without its goal, with commas between them',
	},
	{
		displayName: 'Goals',
		name: 'goals',
		type: 'string',
		default: '',
		placeholder: 'e.g. order_completed',
		description:
			'Types of the touchpoints that end the journey with its goal reached, with commas between them',
	},
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		default: '',
		placeholder: 'e.g. subscription',
		description:
			'In snake case; made from the name when left out. A journey with the same ID gets a new version.',
	},
	{
		displayName: 'Loops',
		name: 'loops',
		type: 'boolean',
		default: false,
		description: 'Whether the way from the last stage to the first is part of the plan',
	},
	{
		displayName: 'Movement',
		name: 'movement',
		type: 'options',
		options: [
			{
				name: 'Forward Only',
				value: 'forward',
				description: 'An earlier stage is never entered again',
			},
			{ name: 'Free', value: 'free', description: 'Customers may return to earlier stages' },
		],
		default: 'free',
		description: 'Which ways customers can go',
	},
	{
		displayName: 'One Journey Per',
		name: 'journeyKey',
		type: 'options',
		options: [
			{ name: 'Account', value: 'account' },
			{ name: 'Cart', value: 'cart' },
			{ name: 'Customer', value: 'customer' },
			{ name: 'Order', value: 'order' },
			{ name: 'Ticket', value: 'ticket' },
		],
		default: 'customer',
		description:
			'What tells one journey of a customer from another. A touchpoint without such a key belongs to the journey of the customer.',
	},
	{
		displayName: 'Re-Entry',
		name: 'reEntry',
		type: 'options',
		options: [
			{
				name: 'After Exit',
				value: 'after_exit',
				description: 'An ended journey may begin anew, after the cool-down',
			},
			{ name: 'Never', value: 'never', description: 'A journey that has ended stays ended' },
		],
		default: 'after_exit',
		description: 'Whether customers can go through the journey again',
	},
];
