import type { INodeProperties } from 'n8n-workflow';

/** What most triggers can leave as it is. */
export const optionFields: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Allowed IP Addresses',
			name: 'allowedAddresses',
			type: 'string',
			default: '',
			placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24, 2001:db8::/32',
			description:
				'Only these IPv4 and IPv6 addresses and ranges may send, with commas between them. Behind a proxy, set N8N_PROXY_HOPS so that n8n sees the address of the sender.',
		},
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
			displayName: 'Drop Unknown Types',
			name: 'dropUnknownTypes',
			type: 'boolean',
			default: true,
			description:
				'Whether events that are not understood (types that begin with other:) are answered and not kept',
		},
		{
			displayName: 'Maximum Backlog',
			name: 'maxBacklog',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 10000,
			description:
				'When the store holds more touchpoints than this that no Journey Stage node has applied yet, senders are asked to try again later (429)',
		},
		{
			displayName: 'Maximum Body Size (KB)',
			name: 'maxBodyKilobytes',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 16384 },
			default: 1024,
			description:
				'Larger deliveries are refused. 1 KB is 1024 bytes, counted after decompression.',
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
			displayName: 'Output Rejected Elements',
			name: 'outputRejected',
			type: 'boolean',
			default: true,
			description:
				'Whether each element of a delivery that could not become a touchpoint leaves by a second output, with the reason',
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
};
