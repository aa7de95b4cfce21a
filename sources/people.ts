import {
	anonymousIdentity,
	emailIdentity,
	externalIdentity,
	phoneIdentity,
} from '../journey/identity-normal-form';
import { identityKey, type Identity } from '../journey/identity';
import { textOf } from './payload-fields';

/** An id of a sender with the namespace in which it means something. */
export type NamespacedId = readonly [namespace: string, id: unknown];

/** Everything in one event that may recognise the customer, as the sender wrote it; what is missing is passed over. */
export interface PersonFields {
	readonly external?: readonly NamespacedId[];
	readonly emails?: readonly unknown[];
	readonly phones?: readonly unknown[];
	readonly anonymous?: readonly NamespacedId[];
}

export interface Person {
	/** In normal form, each once. */
	readonly identities: Identity[];
	/** `email` or `phone` as written, where it is not good enough to recognise anybody by. */
	readonly attributes: Record<string, unknown>;
}

/** Gives the identities of a person, and what only looked like one as attributes. `defaultCountry` is for phones. */
export function readPerson(fields: PersonFields, defaultCountry: string | undefined): Person {
	const identities = new Map<string, Identity>();
	const attributes: Record<string, unknown> = {};
	const keep = (identity: Identity | null): boolean => {
		if (identity !== null) identities.set(identityKey(identity), identity);
		return identity !== null;
	};
	for (const [namespace, id] of fields.external ?? []) {
		const text = textOf(id);
		if (text !== undefined) keep(externalIdentity(namespace, text));
	}
	for (const text of distinctTexts(fields.emails)) {
		if (!keep(emailIdentity(text))) attributes.email = text;
	}
	for (const text of distinctTexts(fields.phones)) {
		if (!keep(phoneIdentity(text, defaultCountry))) attributes.phone = text;
	}
	for (const [namespace, id] of fields.anonymous ?? []) {
		const text = textOf(id);
		if (text !== undefined) keep(anonymousIdentity(namespace, text));
	}
	return { identities: [...identities.values()], attributes };
}

/** One request often says the same number three times, and reading a number is the slowest step of all. */
function distinctTexts(values: readonly unknown[] = []): Set<string> {
	return new Set(values.flatMap((value) => textOf(value) ?? []));
}
