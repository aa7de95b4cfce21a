import type { IBuilderHint, INodeProperties } from 'n8n-workflow';
import { SOURCES } from '../../sources/catalogue';
import { hmacFields } from './hmac-fields';

/** The sources that any system may use, so that it has to be said which one this is. */
const NAMED_BY_USER = ['standard_webhooks', 'generic'];

const SOURCE_NAMES = Object.fromEntries(
	SOURCES.map(({ name, displayName }) => [name, displayName]),
);

/** The source by the name that people know, under the node on the canvas. */
export const subtitle = `={{ ${JSON.stringify(SOURCE_NAMES)}[$parameter["source"]] }}`;

/** All fields of the Touchpoint Trigger. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: SOURCES.map(({ name, displayName }) => ({ name: displayName, value: name })),
		default: 'shopify',
		description: 'The system that sends the touchpoints',
	},
	{
		displayName:
			'Give Segment the production URL above as its host: its libraries add /v1/batch by themselves. The signing secret is the write key.',
		name: 'segmentNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { source: ['segment'] } },
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		default: '',
		placeholder: 'e.g. shop-7f3c1e9a',
		description: 'The last part of the address to give to the sender',
		hint: 'Leave empty for an address that nobody can guess',
	},
	{
		displayName: 'System Name',
		name: 'sender',
		type: 'string',
		default: '',
		placeholder: 'e.g. survey_tool',
		description:
			'A name in snake case for the system that sends, so that its events are not taken for those of another one',
		displayOptions: { show: { source: NAMED_BY_USER } },
	},
	...hmacFields,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Default Phone Country',
				name: 'defaultPhoneCountry',
				type: 'string',
				default: '',
				placeholder: 'e.g. GR',
				description:
					'Two-letter ISO 3166 code of the country for phone numbers that come without a country code. Without it such numbers are kept as attributes and recognise nobody.',
			},
			{
				displayName: 'Maximum Body Size (KB)',
				name: 'maxBodyKilobytes',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 16384 },
				default: 1024,
				description: 'Larger deliveries are refused. 1 KB is 1024 bytes.',
			},
			{
				displayName: 'Only These Types',
				name: 'onlyTypes',
				type: 'string',
				typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Type' },
				default: [],
				placeholder: 'e.g. order_completed',
				description: 'Touchpoints of other types are answered and not kept',
			},
			{
				displayName: 'Public Address',
				name: 'publicAddress',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://hooks.example.com/shop',
				description:
					'The address that the sender calls, without its query. Needed only where the sender signs it and a proxy changes it on the way.',
			},
		],
	},
];

export const builderHint: IBuilderHint = {
	searchHint:
		'Verified, deduplicated webhooks of shops, CRMs and surveys; connect Journey Stage after it',
	relatedNodes: [
		{
			nodeType: 'n8n-nodes-customer-journey.journeyStage',
			relationHint: 'Records the touchpoint and says how the customer moved',
		},
	],
};
