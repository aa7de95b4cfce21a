import type { INodeProperties } from 'n8n-workflow';
import type { ChosenCustomer } from '../../../shared/chosen-customer';
import { chosenCustomer } from '../../../shared/chosen-customer';
import { customerFields } from '../../../shared/customer-fields';
import type { Fields } from '../../../shared/fields';

/** Gives the name of the field that says of the other customer what `name` says of the first: `otherEmail`. */
function otherName(name: string): string {
	return `other${name[0]?.toUpperCase()}${name.slice(1)}`;
}

/** Gives the fields in which people say which other customer is meant; `show` says for which operations. */
export function otherCustomerFields(show: Record<string, string[]>): INodeProperties[] {
	const choices = ['email', 'phone', 'externalId', 'customerId'] as const;
	return customerFields(show, choices).map((field) => {
		const { customer, ...shown } = field.displayOptions?.show ?? {};
		return {
			...field,
			displayName: `Other ${field.displayName}`,
			name: otherName(field.name),
			displayOptions: { show: customer ? { ...shown, otherCustomer: customer } : shown },
			...(field.name === 'customer' && {
				default: 'email',
				description: 'How to find the customer who is the same person',
			}),
		};
	});
}

/** Gives the customer that the fields of `otherCustomerFields` mean. */
export function chosenOtherCustomer(fields: Fields): ChosenCustomer {
	return chosenCustomer(
		{
			choice: (name, displayName, options) =>
				fields.choice(otherName(name), `Other ${displayName}`, options),
			requiredText: (name, displayName, nextStep) =>
				fields.requiredText(otherName(name), `Other ${displayName}`, nextStep),
		},
		{},
	);
}
