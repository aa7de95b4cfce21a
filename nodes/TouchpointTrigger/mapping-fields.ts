import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { MappedField } from '../../sources/field-mapping';
import { ANY_SYSTEM } from './source-fields';

/** The fields of a touchpoint, by the names that people read. */
export const MAPPED_FIELD_NAMES: Readonly<Record<MappedField, string>> = {
	accountId: 'Account ID',
	amount: 'Amount',
	anonymousId: 'Anonymous ID',
	attributes: 'Attributes of the Customer (Object)',
	bestScore: 'Best Score',
	cartId: 'Cart ID',
	channel: 'Channel',
	currency: 'Currency',
	customerId: 'Customer ID',
	email: 'Email',
	id: 'Event ID',
	metric: 'Metric',
	occurredAt: 'Occurred At',
	orderId: 'Order ID',
	phone: 'Phone',
	properties: 'Properties (Object)',
	score: 'Score',
	ticketId: 'Ticket ID',
	type: 'Type',
	worstScore: 'Worst Score',
};

const fieldOptions: INodePropertyOptions[] = Object.entries(MAPPED_FIELD_NAMES)
	.map(([value, name]) => ({ name, value }))
	.sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** What stands where in a payload that is not in our own words. */
export const mappingFields: INodeProperties[] = [
	{
		displayName: 'Payload',
		name: 'payload',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Map Fields Below',
				value: 'mapped',
				description: 'Say for each field of a touchpoint where it stands in the payload',
			},
			{
				name: 'Touchpoint in Our Own Words',
				value: 'canonical',
				description: 'The sender writes type, email, occurredAt and so on, as the docs name them',
			},
		],
		default: 'canonical',
		description: 'What the sender writes into its deliveries',
		displayOptions: { show: { source: ANY_SYSTEM } },
	},
	{
		displayName:
			'Choose "Execute step" and have the sender post: the item shows the touchpoint as mapped, and below <b>raw</b> the payload as it came. A field path is the names on the way to a value with points between them, like order.items.0.sku.',
		name: 'mappingNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { source: ANY_SYSTEM, payload: ['mapped'] } },
	},
	{
		displayName: 'Mapping',
		name: 'mapping',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field', sortable: true },
		placeholder: 'Add field',
		default: { lines: [{ field: 'type', from: 'path', path: '' }] },
		description:
			'Where each field of the touchpoint comes from. Of several lines for one field the first that gives something counts; what no line points at is not kept.',
		displayOptions: { show: { source: ANY_SYSTEM, payload: ['mapped'] } },
		options: [
			{
				displayName: 'Field',
				name: 'lines',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'options',
						noDataExpression: true,
						options: fieldOptions,
						default: 'type',
						description: 'The field of the touchpoint',
					},
					{
						displayName: 'From',
						name: 'from',
						type: 'options',
						noDataExpression: true,
						options: [
							{ name: 'Field Path', value: 'path' },
							{ name: 'Fixed Value', value: 'value' },
						],
						default: 'path',
					},
					{
						displayName: 'Field Path',
						name: 'path',
						type: 'string',
						noDataExpression: true,
						requiresDataPath: 'single',
						default: '',
						placeholder: 'e.g. customer.email',
						displayOptions: { show: { from: ['path'] } },
					},
					{
						displayName: 'Fixed Value',
						name: 'value',
						type: 'string',
						noDataExpression: true,
						default: '',
						placeholder: 'e.g. survey_answered',
						displayOptions: { show: { from: ['value'] } },
					},
				],
			},
		],
	},
];
