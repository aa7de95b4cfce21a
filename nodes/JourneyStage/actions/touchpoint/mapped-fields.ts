import type { INodeProperties } from 'n8n-workflow';
import { EXPERIENCE_METRICS } from '../../../../journey/experience';
import { channelOptions } from '../../../shared/channel-options';
import { customerFields } from '../../../shared/customer-fields';

const METRIC_NAMES: Readonly<Record<(typeof EXPERIENCE_METRICS)[number], string>> = {
	nps: 'NPS (0 to 10)',
	csat: 'CSAT (1 to 5)',
	ces: 'CES (1 to 7)',
	rating: 'Rating (1 to 5)',
	sentiment: 'Sentiment (-1 to 1)',
};

/** Gives the fields for a touchpoint that is put together on the canvas; `show` says when they are there. */
export function mappedFields(show: Record<string, string[]>): INodeProperties[] {
	return [
		{
			displayName: 'Type',
			name: 'type',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. email_sent',
			description: 'What happened, in snake case',
			displayOptions: { show },
		},
		{
			displayName: 'Channel',
			name: 'channel',
			type: 'options',
			options: channelOptions,
			default: 'email',
			description: 'Where it happened',
			displayOptions: { show },
		},
		...customerFields(show, ['item', 'email', 'phone', 'externalId']),
		{
			displayName: 'More Fields',
			name: 'moreFields',
			type: 'collection',
			placeholder: 'Add field',
			default: {},
			displayOptions: { show },
			options: moreFields,
		},
	];
}

/** By name, as n8n sorts optional fields. */
const moreFields: INodeProperties[] = [
	{
		displayName: 'Account ID',
		name: 'accountId',
		type: 'string',
		default: '',
		placeholder: 'e.g. acme',
		description: 'The company or household whose journey it is, where several people share one',
	},
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'number',
		default: 0,
		description: "The customer's answer, on the scale of the metric",
	},
	{
		displayName: 'Attributes',
		name: 'attributes',
		type: 'json',
		default: '{}',
		description: 'What is known of the customer now, like language, segment or city',
	},
	{ displayName: 'Cart ID', name: 'cartId', type: 'string', default: '' },
	{
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		placeholder: 'e.g. EUR',
		description: 'Three-letter code of the currency of the value',
	},
	{
		displayName: 'Default Phone Country',
		name: 'defaultPhoneCountry',
		type: 'string',
		default: '',
		placeholder: 'e.g. GR',
		description: 'Two-letter ISO 3166 code of the country for phone numbers without a country code',
	},
	{
		displayName: 'Event ID',
		name: 'eventId',
		type: 'string',
		default: '',
		placeholder: 'e.g. row-1024',
		description:
			'What makes this touchpoint the same one when it comes again. Without it, two touchpoints with the same fields and time are one.',
	},
	{
		displayName: 'Metric',
		name: 'metric',
		type: 'options',
		options: EXPERIENCE_METRICS.map((value) => ({ name: METRIC_NAMES[value], value })),
		default: 'nps',
		description: 'What the answer was measured by',
	},
	{
		displayName: 'Occurred At',
		name: 'occurredAt',
		type: 'dateTime',
		default: '',
		description: 'When it happened. Without it: now.',
	},
	{ displayName: 'Order ID', name: 'orderId', type: 'string', default: '' },
	{
		displayName: 'Properties',
		name: 'properties',
		type: 'json',
		default: '{}',
		description: 'Anything else that happened with it',
	},
	{
		displayName: 'System Name',
		name: 'source',
		type: 'string',
		default: 'canvas',
		placeholder: 'e.g. survey_sheet',
		description: 'Who reports the touchpoint, in snake case',
	},
	{ displayName: 'Ticket ID', name: 'ticketId', type: 'string', default: '' },
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		placeholder: 'e.g. 49.90',
		description: 'What it was worth, in units of the currency',
	},
];
