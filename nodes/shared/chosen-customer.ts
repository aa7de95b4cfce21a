import type { IDataObject } from 'n8n-workflow';
import type { CustomerContext } from '../../journey/customer-context';
import { identityKey, identitySchema, type Identity } from '../../journey/identity';
import { emailIdentity, externalIdentity, phoneIdentity } from '../../journey/identity-normal-form';
import type { JourneyStore } from '../../store/journey-store';
import { CUSTOMER_CHOICES } from './customer-fields';
import { textOf, type Fields } from './fields';
import { Misconfiguration } from './misconfiguration';

/** What a node knows of the customer that is meant: the id in the store, or identities, the most reliable first. */
export interface ChosenCustomer {
	readonly customerId: string | null;
	readonly identities: readonly Identity[];
}

/** Gives the customer that the fields of `customerFields` and the incoming item mean. */
export function chosenCustomer(
	fields: Pick<Fields, 'choice' | 'requiredText'>,
	json: IDataObject,
	defaultCountry?: string,
): ChosenCustomer {
	const choice = fields.choice('customer', 'Customer', CUSTOMER_CHOICES);
	switch (choice) {
		case 'item':
			return customerOfItem(json, defaultCountry);
		case 'email': {
			const text = fields.requiredText('email', 'Email', 'Enter the address of the customer.');
			return only(
				emailIdentity(text),
				"'Email' is not one email address",
				'Enter it as in nathan@example.com.',
			);
		}
		case 'phone': {
			const text = fields.requiredText('phone', 'Phone', 'Enter the number of the customer.');
			return only(
				phoneIdentity(text, defaultCountry),
				"'Phone' is not a valid phone number",
				'Enter it with its country code, as in +30 210 123 4567.',
			);
		}
		case 'externalId': {
			const id = fields.requiredText('externalId', 'External ID', 'Enter the ID of the customer.');
			const namespace = fields.requiredText(
				'externalNamespace',
				'External ID Of',
				'Enter the system that gave the ID, like segment.',
			);
			return only(
				externalIdentity(namespace, id),
				"'External ID' names nobody",
				'Enter the ID of one customer; values like null, 0 or guest are no IDs.',
			);
		}
		case 'customerId': {
			const nextStep = 'Enter the customer ID that Journey Stage gave.';
			return {
				customerId: fields.requiredText('customerId', 'Customer ID', nextStep),
				identities: [],
			};
		}
	}
}

/**
 * Gives everything known of the chosen customer, found by the id, else by the first identity that the store knows; null
 * when there is no such customer. `workspaceZone` is the IANA zone of customers who tell none.
 */
export async function contextOfCustomer(
	store: JourneyStore,
	chosen: ChosenCustomer,
	touchpointLimit: number,
	now: number,
	workspaceZone?: string,
): Promise<CustomerContext | null> {
	return await firstKnown(
		chosen,
		async (who) => await store.getContext(who, touchpointLimit, now, workspaceZone),
	);
}

/**
 * Gives what `find` gives for the chosen customer, by the id, else by the first identity for which it gives something;
 * null when it gives nothing.
 */
export async function firstKnown<Result>(
	{ customerId, identities }: ChosenCustomer,
	find: (who: Identity | { readonly customerId: string }) => Promise<Result | null>,
): Promise<Result | null> {
	if (customerId !== null) return await find({ customerId });
	for (const identity of identities) {
		const found = await find(identity);
		if (found !== null) return found;
	}
	return null;
}

function customerOfItem(json: IDataObject, defaultCountry?: string): ChosenCustomer {
	const customerId = textOf(json.customerId, 'customerId') || null;
	const listed = identitySchema
		.array()
		.safeParse(Array.isArray(json.identities) ? json.identities : []);
	const found = [
		...(listed.success ? listed.data : []),
		emailIdentity(textOf(json.email, 'email')),
		phoneIdentity(textOf(json.phone, 'phone'), defaultCountry),
	].filter((identity) => identity !== null);
	const identities = [
		...new Map(found.map((identity) => [identityKey(identity), identity])).values(),
	];
	if (customerId === null && identities.length === 0) {
		throw new Misconfiguration(
			'The incoming item names no customer: it has no customer ID, identity, email or phone',
			"Connect a Touchpoint Trigger or Journey Stage node before this one, or choose another way in 'Customer'.",
		);
	}
	return { customerId, identities };
}

function only(identity: Identity | null, message: string, nextStep: string): ChosenCustomer {
	if (identity === null) throw new Misconfiguration(message, nextStep);
	return { customerId: null, identities: [identity] };
}
