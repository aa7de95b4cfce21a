import type { INodeProperties } from 'n8n-workflow';

/** Fields of a touchpoint that stand by themselves; the other ones need a name. */
const FIELD_OPTIONS = [
	{ name: 'Amount', value: 'amount', description: 'What it is worth, in units of its currency' },
	{
		name: 'Attribute of the Customer',
		value: 'attributes',
		description: 'What it says of the customer',
	},
	{ name: 'Channel', value: 'channel', description: 'Where it happened, like email or store' },
	{ name: 'Currency', value: 'currency', description: 'Three-letter code, like EUR' },
	{ name: 'Experience Score', value: 'score', description: 'From 0 to 100' },
	{ name: 'Key', value: 'keys', description: 'What it belongs to: order, cart or ticket' },
	{ name: 'Product IDs', value: 'products', description: 'The products it is about' },
	{ name: 'Property', value: 'properties', description: 'Anything else its source says' },
	{ name: 'Source', value: 'source', description: 'Who reported it, like shopify' },
];

/** The fields that are looked up by a name. */
export const NAMED_FIELDS = ['attributes', 'keys', 'properties'] as const;

const OPERATOR_OPTIONS = [
	{ name: 'Contains', value: 'contains' },
	{ name: 'Is', value: 'eq' },
	{ name: 'Is at Least', value: 'gte' },
	{ name: 'Is at Most', value: 'lte' },
	{ name: 'Is Known', value: 'exists' },
	{ name: 'Is Not', value: 'ne' },
	{ name: 'Is One Of', value: 'in' },
];

/** The operators that a condition on the canvas can have. */
export const CONDITION_CHOICES = ['contains', 'eq', 'gte', 'lte', 'exists', 'ne', 'in'] as const;

/** Which touchpoints of the chosen types are meant. */
export const conditionFields: INodeProperties = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add condition',
	default: {},
	description: 'Only touchpoints for which all of these hold',
	options: [
		{
			displayName: 'Condition',
			name: 'condition',
			values: [
				{
					displayName: 'Field',
					name: 'field',
					type: 'options',
					options: FIELD_OPTIONS,
					default: 'channel',
				},
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. order',
					description: 'Which key, property or attribute; points lead into objects',
					displayOptions: { show: { field: [...NAMED_FIELDS] } },
				},
				{
					displayName: 'Operator',
					name: 'operator',
					type: 'options',
					options: OPERATOR_OPTIONS,
					default: 'eq',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. email',
					description: 'For Is One Of: several, with commas between them',
					displayOptions: { hide: { operator: ['exists'] } },
				},
			],
		},
	],
};
