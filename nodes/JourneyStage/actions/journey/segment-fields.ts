import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Gives the fifths of the customers to choose from; the first and the last say in words who is in them. */
function fifths(first: string, last: string): INodePropertyOptions[] {
	return [1, 2, 3, 4, 5].map((value) => ({
		name: value === 1 ? `1 (${first})` : value === 5 ? `5 (${last})` : String(value),
		value,
	}));
}

/** Who belongs to a segment: what is added must all hold. By name, as n8n sorts optional fields. */
const conditionFields: INodeProperties[] = [
	{
		displayName: 'Condition',
		name: 'when',
		type: 'json',
		default: '{ "field": "attributes.city", "op": "eq", "value": "Athens" }',
		description:
			'Anything else. Fields are orders, spent.EUR, daysSinceOrder, touchpoints, touchpoints.ticket_opened, lastScore, lowestScore, rfm.recency, rfm.frequency, rfm.monetary and attributes.city; all, any and not join conditions.',
	},
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		placeholder: 'e.g. EUR',
		description: 'Three-letter code of the currency that Spent at Least is in',
	},
	{
		displayName: 'Days Since Order at Least',
		name: 'minDaysSinceOrder',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 90,
		description: 'Customers whose last order was so many days ago or more',
	},
	{
		displayName: 'Days Since Order at Most',
		name: 'maxDaysSinceOrder',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 30,
		description: 'Customers whose last order was so many days ago or fewer',
	},
	{
		displayName: 'Frequency',
		name: 'frequency',
		type: 'multiOptions',
		options: fifths('Fewest Orders', 'Most Orders'),
		default: [],
		description:
			'In which fifth of all customers who have ordered they are, by the number of orders',
	},
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		default: '',
		placeholder: 'e.g. champions',
		description:
			'In snake case; made from the name when left out. It is what a segment is known by in items.',
	},
	{
		displayName: 'Last Score at Most',
		name: 'maxLastScore',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 40,
		description: 'Customers whose last answer was this or worse, from 0 to 100',
	},
	{
		displayName: 'Lowest Score at Most',
		name: 'maxLowestScore',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 20,
		description: 'Customers who were ever as unhappy as this or more, from 0 to 100',
	},
	{
		displayName: 'Money',
		name: 'monetary',
		type: 'multiOptions',
		options: fifths('Least Spent', 'Most Spent'),
		default: [],
		description:
			'In which fifth of all customers who have ordered they are, by what they spent, among those who mostly pay in the same currency',
	},
	{
		displayName: 'Orders at Least',
		name: 'minOrders',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 3,
		description: 'Customers with so many orders or more; cancelled ones do not count',
	},
	{
		displayName: 'Recency',
		name: 'recency',
		type: 'multiOptions',
		options: fifths('Longest Ago', 'Most Recent'),
		default: [],
		description:
			'In which fifth of all customers who have ordered they are, by the time of their last order',
	},
	{
		displayName: 'Spent at Least',
		name: 'minSpent',
		type: 'number',
		default: 300,
		description: 'Customers who spent so much or more, refunds taken off; Currency says in what',
	},
	{
		displayName: 'Touchpoint',
		name: 'type',
		type: 'string',
		default: '',
		placeholder: 'e.g. ticket_opened',
		description: 'Customers who had a touchpoint of this type; Touchpoints at Least says how often',
	},
	{
		displayName: 'Touchpoints at Least',
		name: 'minTouchpoints',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 2,
		description: 'How often they had it, or without a type, how many touchpoints of any kind',
	},
];

/** Gives the field with the segments of a journey, in their order; `show` says when it is there. */
export function segmentsField(show: Record<string, string[]>): INodeProperties {
	return {
		displayName: 'Segments',
		name: 'segments',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Segment', sortable: true },
		placeholder: 'Add segment',
		default: {},
		description:
			'The first one that fits is stamped on each touchpoint, by what was known at its time. When the journey starts from another one, a segment that is there already is changed, and others are added at the end.',
		displayOptions: { show },
		options: [
			{
				displayName: 'Segment',
				name: 'segment',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. Champions',
						description: 'What people call the segment',
					},
					{
						displayName: 'Who Belongs to It',
						name: 'members',
						type: 'collection',
						placeholder: 'Add condition',
						default: {},
						description: 'What is added here must all hold',
						options: conditionFields,
					},
				],
			},
		],
	};
}
