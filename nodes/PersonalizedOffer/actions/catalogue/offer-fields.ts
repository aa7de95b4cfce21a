import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { channelOptions } from '../../../shared/channel-options';
import { jsonObjectOf, objectOf, type Fields } from '../../../shared/fields';

/** The kinds of benefit, in the order in which people see them. */
const BENEFITS = ['percentage', 'amount', 'free_delivery', 'gift'] as const;

/** Gives the fields in which an offer is put together; `show` says when they are there. */
export function offerFields(show: Record<string, string[]>): INodeProperties[] {
	return [
		{
			displayName: 'Offer ID',
			name: 'offerId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. wishlist-10',
			description: 'Lower-case letters, digits, - and _. An offer with the same ID is replaced.',
			displayOptions: { show },
		},
		{
			displayName: 'Title (English)',
			name: 'title',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 10% off your wishlist',
			description: 'What the customer reads, unless there is a title in their language',
			displayOptions: { show },
		},
		{
			displayName: 'Benefit',
			name: 'benefit',
			type: 'options',
			options: [
				{ name: 'Percentage Off', value: 'percentage' },
				{ name: 'Amount Off', value: 'amount' },
				{ name: 'Free Delivery', value: 'free_delivery' },
				{ name: 'Gift', value: 'gift' },
			],
			default: 'percentage',
			description: 'What the customer gets',
			displayOptions: { show },
		},
		{
			displayName: 'Percent',
			name: 'percent',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
			default: 10,
			displayOptions: { show: { ...show, benefit: ['percentage'] } },
		},
		{
			displayName: 'Amount',
			name: 'amount',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 5.00',
			description: 'In units of the currency, with a point before decimals',
			displayOptions: { show: { ...show, benefit: ['amount'] } },
		},
		{
			displayName: 'Currency',
			name: 'currency',
			type: 'string',
			default: 'EUR',
			required: true,
			description: 'Three-letter code of the currency',
			displayOptions: { show: { ...show, benefit: ['amount'] } },
		},
		{
			displayName: 'Product',
			name: 'product',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Tea sampler',
			description: 'What is given',
			displayOptions: { show: { ...show, benefit: ['gift'] } },
		},
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
		displayName: 'Channels',
		name: 'channels',
		type: 'multiOptions',
		options: channelOptions,
		default: [],
		description: 'Where the offer may be made. Without any: everywhere.',
	},
	{
		displayName: 'Code Life (Days)',
		name: 'codeLifeDays',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 3 },
		default: 14,
		description: 'How long a code can be redeemed; it never outlives the offer',
	},
	{
		displayName: 'Codes in Total',
		name: 'total',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1000,
		description:
			'How many codes may be live or redeemed over all customers. Without it: any number.',
	},
	{
		displayName: 'Codes per Customer',
		name: 'perCustomer',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description: 'How many codes one customer may hold or have redeemed',
	},
	{
		displayName: 'Eligibility',
		name: 'eligibility',
		type: 'json',
		default: '{ "field": "stage", "op": "eq", "value": "consideration" }',
		description:
			'A condition on the customer. Fields are stage, segment, language, attributes.city, value.orders, rfm.monetary, openCases and the like; all, any and not join conditions.',
	},
	{
		displayName: 'Ends At',
		name: 'endsAt',
		type: 'dateTime',
		default: '',
		description: 'Without it: a year after it starts',
	},
	{
		displayName: 'Only if Nothing Else Fits',
		name: 'fallback',
		type: 'boolean',
		default: false,
		description: 'Whether this offer is made only when no other one fits',
	},
	{
		displayName: 'Priority',
		name: 'priority',
		type: 'number',
		default: 0,
		description: 'Of several offers that fit as well, the one with the larger number is made',
	},
	{
		displayName: 'Starts At',
		name: 'startsAt',
		type: 'dateTime',
		default: '',
		description: 'Without it: now',
	},
	{
		displayName: 'Titles in Other Languages',
		name: 'titles',
		type: 'json',
		default: '{ "el": "", "fa": "" }',
		description: 'Language tags with what customers of that language read',
	},
];

/** Gives the fields of an offer as an item that `offerOfItem` reads; fields not added are not there. */
export function offerOfFields(fields: Fields): IDataObject {
	const more = fields.collection('moreFields');
	const { total, perCustomer = 1, titles, eligibility, channels, ...rest } = more;
	const others = Object.entries(jsonObjectOf(titles, 'Titles in Other Languages')).filter(
		([, title]) => title !== '',
	);
	return {
		id: fields.requiredText('offerId', 'Offer ID', 'Enter a short name, like wishlist-10.'),
		title: {
			...Object.fromEntries(others),
			en: fields.requiredText('title', 'Title (English)', 'Enter what the customer is to read.'),
		},
		benefit: benefitIn(fields),
		...rest,
		caps: { perCustomer, ...(total !== undefined && { total }) },
		...(Array.isArray(channels) && channels.length > 0 && { channels }),
		...(Object.keys(objectOf(jsonObjectOf(eligibility, 'Eligibility'))).length > 0 && {
			eligibility: jsonObjectOf(eligibility, 'Eligibility'),
		}),
	};
}

function benefitIn(fields: Fields): IDataObject {
	const kind = fields.choice('benefit', 'Benefit', BENEFITS);
	switch (kind) {
		case 'percentage':
			return { kind, percent: fields.number('percent', 'Percent') };
		case 'amount':
			return {
				kind,
				money: {
					amount: fields.requiredText('amount', 'Amount', 'Enter digits, like 5.00.'),
					currency: fields.requiredText('currency', 'Currency', 'Enter a code like EUR.'),
				},
			};
		case 'free_delivery':
			return { kind };
		case 'gift':
			return { kind, product: fields.requiredText('product', 'Product', 'Enter what is given.') };
	}
}
