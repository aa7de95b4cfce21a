import type { INodeProperties } from 'n8n-workflow';

/** The ways in which a node can be told which customer is meant. */
export const CUSTOMER_CHOICES = ['item', 'email', 'phone', 'externalId', 'customerId'] as const;

export type CustomerChoice = (typeof CUSTOMER_CHOICES)[number];

const NAMES: Readonly<
	Record<CustomerChoice, { readonly name: string; readonly description: string }>
> = {
	item: {
		name: 'Incoming Item',
		description: 'The customer of the touchpoint, movement or offer that comes in',
	},
	email: { name: 'Email', description: 'The customer with this email address' },
	phone: { name: 'Phone', description: 'The customer with this phone number' },
	externalId: {
		name: 'External ID',
		description: 'The customer with this ID in a shop, CRM or other system',
	},
	customerId: {
		name: 'Customer ID',
		description: 'The customer with this ID in the journey store',
	},
};

/** Gives the fields in which people say which customer is meant; `show` says for which operations. */
export function customerFields(
	show: Record<string, string[]>,
	choices: readonly CustomerChoice[] = CUSTOMER_CHOICES,
): INodeProperties[] {
	const showFor = (choice: CustomerChoice) => ({ show: { ...show, customer: [choice] } });
	const fields: Partial<Record<CustomerChoice, INodeProperties[]>> = {
		email: [
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				placeholder: 'e.g. nathan@example.com',
				default: '',
				required: true,
				displayOptions: showFor('email'),
			},
		],
		phone: [
			{
				displayName: 'Phone',
				name: 'phone',
				type: 'string',
				placeholder: 'e.g. +30 210 123 4567',
				default: '',
				required: true,
				description: 'With the country code, as in +30',
				displayOptions: showFor('phone'),
			},
		],
		externalId: [
			{
				displayName: 'External ID',
				name: 'externalId',
				type: 'string',
				placeholder: 'e.g. 207119551',
				default: '',
				required: true,
				displayOptions: showFor('externalId'),
			},
			{
				displayName: 'External ID Of',
				name: 'externalNamespace',
				type: 'string',
				placeholder: 'e.g. shopify:my-shop.myshopify.com',
				default: 'segment',
				required: true,
				description:
					"The system that gave the ID, as 'namespace' says in the identities of its touchpoints",
				displayOptions: showFor('externalId'),
			},
		],
		customerId: [
			{
				displayName: 'Customer ID',
				name: 'customerId',
				type: 'string',
				placeholder: 'e.g. 0198c5f2-6c1e-7cc0-9d3c-3a2f0f3c1b52',
				default: '',
				required: true,
				displayOptions: showFor('customerId'),
			},
		],
	};
	return [
		{
			displayName: 'Customer',
			name: 'customer',
			type: 'options',
			options: choices.map((value) => ({ value, ...NAMES[value] })),
			default: 'item',
			description: 'How to find the customer',
			displayOptions: { show },
		},
		...choices.flatMap((choice) => fields[choice] ?? []),
	];
}
