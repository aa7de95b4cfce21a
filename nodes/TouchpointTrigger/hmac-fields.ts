import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const showForGeneric: IDisplayOptions = { show: { source: ['generic'] } };

/** How a sender of the source "Any signed JSON" signs. */
export const hmacFields: INodeProperties[] = [
	{
		displayName: 'Signature Header',
		name: 'signatureHeader',
		type: 'string',
		default: 'x-signature',
		required: true,
		placeholder: 'e.g. X-Hub-Signature-256',
		description: 'The header that holds the signature',
		displayOptions: showForGeneric,
	},
	{
		displayName: 'Algorithm',
		name: 'algorithm',
		type: 'options',
		options: [
			{ name: 'HMAC SHA-1', value: 'sha1' },
			{ name: 'HMAC SHA-256', value: 'sha256' },
			{ name: 'HMAC SHA-512', value: 'sha512' },
		],
		default: 'sha256',
		displayOptions: showForGeneric,
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		options: [
			{ name: 'Base64', value: 'base64' },
			{ name: 'Hexadecimal', value: 'hex' },
		],
		default: 'hex',
		description: 'How the signature is written in the header',
		displayOptions: showForGeneric,
	},
	{
		displayName: 'Signed Text',
		name: 'signedText',
		type: 'string',
		default: '{body}',
		required: true,
		description: 'What the sender signs',
		hint: '{body}, {timestamp}, {id} and {url} stand for those parts of the request',
		displayOptions: showForGeneric,
	},
	{
		displayName: 'Signature Options',
		name: 'signatureOptions',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: showForGeneric,
		options: [
			{
				displayName: 'ID Header',
				name: 'idHeader',
				type: 'string',
				default: '',
				placeholder: 'e.g. X-Delivery-ID',
				description: 'The header with the ID of the delivery, where it is signed',
			},
			{
				displayName: 'Separator',
				name: 'separator',
				type: 'string',
				default: '',
				placeholder: 'e.g. ,',
				description: 'The text between the parts of the signature header, where it holds several',
			},
			{
				displayName: 'Signature Prefix',
				name: 'prefix',
				type: 'string',
				default: '',
				placeholder: 'e.g. sha256=',
				description: 'The text before the signature in its header',
			},
			{
				displayName: 'Timestamp Header',
				name: 'timestampHeader',
				type: 'string',
				default: '',
				placeholder: 'e.g. X-Timestamp',
				description:
					'The header with the time of signing, in seconds or milliseconds since 1970. Without a time, old requests cannot be told from new ones.',
			},
			{
				displayName: 'Timestamp Prefix',
				name: 'timestampPrefix',
				type: 'string',
				default: '',
				placeholder: 'e.g. t=',
				description: 'The text before the time of signing, where it stands in the signature header',
			},
			{
				displayName: 'Tolerance (Seconds)',
				name: 'toleranceSeconds',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 300,
				description: 'How old or how far ahead the time of signing may be',
			},
		],
	},
];
