import { BrokenBody } from './delivery-errors';
import { fieldsOf, isFields, listOf, textOf, type Fields } from './payload-fields';

const KINDS = ['message', 'status', 'preference', 'call', 'page_message', 'other'] as const;

/** One thing that a delivery of Meta tells, with what the levels above it say. */
export interface MetaEvent {
	readonly kind: (typeof KINDS)[number];
	/** The subscribed field, as in `messages`. */
	readonly field: string;
	/** The business account, page or Instagram account. */
	readonly account: string;
	readonly item: Fields;
	/** The contact card of the customer, where one came with it. */
	readonly contact: Fields;
	readonly metadata: Fields;
}

const LISTS = [
	['messages', 'message'],
	['statuses', 'status'],
	['user_preferences', 'preference'],
	['calls', 'call'],
] as const;

/**
 * Takes a delivery of Meta apart: entries × changes × messages, statuses, preferences and calls, or entries × messaging
 * for Messenger and Instagram. A change without any of these is one event of the kind `other`. Throws `BrokenBody` when
 * there is no list of entries.
 */
export function metaEvents(body: unknown): readonly MetaEvent[] {
	if (!isFields(body) || !Array.isArray(body.entry)) {
		throw new BrokenBody('entry: expected a list, as the webhooks of Meta have it');
	}
	return body.entry.map(fieldsOf).flatMap((entry) => {
		const account = textOf(entry.id) ?? 'unknown';
		return [
			...listOf(entry.changes).flatMap((change) => eventsOfChange(fieldsOf(change), account)),
			...listOf(entry.messaging).map((item) => ({
				...EMPTY,
				kind: 'page_message' as const,
				field: textOf(body.object) ?? 'page',
				account,
				item: fieldsOf(item),
			})),
		];
	});
}

const EMPTY = { contact: {}, metadata: {} } as const;

/** Gives what `metaEvents` gave as what it is; from anything else, an event that says nothing. */
export function metaEventOf(event: unknown): MetaEvent {
	const { kind, field, account, item, contact, metadata } = fieldsOf(event);
	return {
		kind: KINDS.find((known) => known === kind) ?? 'other',
		field: textOf(field) ?? 'unknown',
		account: textOf(account) ?? 'unknown',
		item: fieldsOf(item),
		contact: fieldsOf(contact),
		metadata: fieldsOf(metadata),
	};
}

function eventsOfChange(change: Fields, account: string): MetaEvent[] {
	const value = fieldsOf(change.value);
	const field = textOf(change.field) ?? 'unknown';
	const metadata = fieldsOf(value.metadata);
	const contacts = listOf(value.contacts).map(fieldsOf);
	const events = LISTS.flatMap(([list, kind]) =>
		listOf(value[list])
			.map(fieldsOf)
			.map((item) => ({ kind, field, account, item, metadata, contact: cardOf(item, contacts) })),
	);
	return events.length > 0 ? events : [{ ...EMPTY, kind: 'other', field, account, item: value }];
}

/** A delivery may hold messages of several customers, with one card for each. */
function cardOf(item: Fields, contacts: readonly Fields[]): Fields {
	const id = textOf(item.from) ?? textOf(item.recipient_id) ?? textOf(item.wa_id);
	return contacts.find((contact) => textOf(contact.wa_id) === id) ?? {};
}
