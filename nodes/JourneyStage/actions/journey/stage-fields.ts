import type { INodeProperties } from 'n8n-workflow';
import { channelOptions } from '../../../shared/channel-options';
import { eventTypeOptions } from '../../../shared/event-type-options';

/** Conditions on the touchpoints that lead into a stage, and what else is planned for it; by name, as n8n sorts them. */
const moreStageFields: INodeProperties[] = [
	{
		displayName: 'After Stage',
		name: 'visited',
		type: 'string',
		default: '',
		placeholder: 'e.g. purchase',
		description: 'Entered only by customers who have been in the stage with this ID',
	},
	{
		displayName: 'Channels',
		name: 'channels',
		type: 'multiOptions',
		options: channelOptions,
		default: [],
		description: 'Entered only by touchpoints on these channels',
	},
	{
		displayName: 'Condition',
		name: 'when',
		type: 'json',
		default: '{ "field": "properties.plan", "op": "eq", "value": "yearly" }',
		description:
			'Entered only by touchpoints for which this holds. Fields are properties.plan, keys.order, attributes.city, amount and the like; all, any and not join conditions.',
	},
	{
		displayName: 'Content',
		name: 'content',
		type: 'json',
		default: '[{ "title": "How to begin", "url": "https://example.com/begin", "language": "en" }]',
		description:
			'What to show a customer next in this stage: a list with titles, and where it matters addresses, languages and segments',
	},
	{
		displayName: 'Count What Machines Do',
		name: 'byMachines',
		type: 'boolean',
		default: false,
		description:
			'Whether opens and clicks by mail scanners and privacy proxies let customers in too',
	},
	{
		displayName: 'Critical Needs',
		name: 'criticalNeeds',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Need' },
		default: [],
		placeholder: 'e.g. Knows when the parcel comes',
		description: 'What customers need here above all, in your own words',
	},
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		placeholder: 'e.g. EUR',
		description: 'Three-letter code of the currency that Value at Least is in',
	},
	{
		displayName: 'From Stages',
		name: 'from',
		type: 'string',
		default: '',
		placeholder: 'e.g. none, awareness',
		description:
			'Entered only from the stages with these IDs, with commas between them; none is a journey that has not begun',
	},
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		default: '',
		placeholder: 'e.g. first_purchase',
		description:
			'In snake case; made from the name when left out. It is what a stage is known by in items.',
	},
	{
		displayName: 'Score at Least',
		name: 'minScore',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 60,
		description: 'Entered only with an experience of at least this, from 0 to 100',
	},
	{
		displayName: 'Score at Most',
		name: 'maxScore',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 40,
		description: 'Entered only with an experience of at most this, from 0 to 100',
	},
	{
		displayName: 'Sources',
		name: 'sources',
		type: 'string',
		default: '',
		placeholder: 'e.g. shopify, woocommerce',
		description: 'Entered only by touchpoints that these sources reported, with commas between',
	},
	{
		displayName: 'Value at Least',
		name: 'minValue',
		type: 'number',
		default: 0,
		description: 'Entered only by touchpoints worth at least this, in units of the currency',
	},
];

/** Gives the field with the stages of a journey, in their order; `show` says when it is there. */
export function stagesField(show: Record<string, string[]>): INodeProperties {
	return {
		displayName: 'Stages',
		name: 'stages',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Stage', sortable: true },
		placeholder: 'Add stage',
		default: {},
		description:
			'In the order in which customers usually pass them. When the journey starts from another one, a stage that is there already is changed where fields are filled in, and others are added at the end.',
		displayOptions: { show },
		options: [
			{
				displayName: 'Stage',
				name: 'stage',
				// What a stage is called stands first, not what comes first in the alphabet.
				// eslint-disable-next-line n8n-nodes-base/node-param-fixed-collection-type-unsorted-items
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. Trial',
						description: 'What people call the stage',
					},
					{
						displayName: 'Owner',
						name: 'owner',
						type: 'string',
						default: '',
						placeholder: 'e.g. Marketing',
						description: 'The role in the organisation that answers for it',
					},
					{
						displayName: 'Entered By',
						name: 'types',
						type: 'multiOptions',
						options: eventTypeOptions,
						default: [],
						description: 'The touchpoints that lead into it',
					},
					{
						displayName: 'Entered By Other Types',
						name: 'otherTypes',
						type: 'string',
						default: '',
						placeholder: 'e.g. trial_started, demo_watched',
						description: 'Types in snake case that are not in the list, with commas between them',
					},
					{
						displayName: 'Expected Days',
						name: 'expectedDays',
						type: 'number',
						typeOptions: { minValue: 0, numberPrecision: 2 },
						default: 0,
						description: 'How long a customer usually stays. 0 when nobody can say.',
					},
					{
						displayName: 'Target',
						name: 'target',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 100 },
						default: 0,
						description: 'The experience promised here, from 1 to 100. 0 without a promise.',
					},
					{
						displayName: 'More Fields',
						name: 'more',
						type: 'collection',
						placeholder: 'Add field',
						default: {},
						options: moreStageFields,
					},
				],
			},
		],
	};
}
