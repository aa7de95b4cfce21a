import { accountOfOwner } from '../../journey/context/account';
import type { Person } from '../../journey/customer-context';
import type { Profile, Word } from '../../journey/profile';
import { NO_SEGMENT } from '../../journey/stages/journey-state';
import type { Dialect, Row, Transaction } from '../database';

/** Gives who these customers are, by the id each was asked for by; one that the store does not know is left out. */
export async function getPeople(
	transaction: Transaction,
	dialect: Dialect,
	customerIds: readonly string[],
): Promise<ReadonlyMap<string, Person>> {
	const ids = customerIds.filter((id) => accountOfOwner(id) === null);
	if (ids.length === 0) return new Map();
	const customers = await transaction.all(
		`SELECT a.id AS asked, c.id, c.profile FROM customer a JOIN customer c ON c.id = COALESCE(a.merged_into, a.id)
			WHERE a.id IN ${dialect.listOfTexts}`,
		[JSON.stringify([...new Set(ids)])],
	);
	const identities = await transaction.all(
		`SELECT customer_id, kind, namespace, value FROM identity WHERE customer_id IN ${dialect.listOfTexts}
			ORDER BY identity_key`,
		[JSON.stringify([...new Set(customers.map(({ id }) => String(id)))])],
	);
	const byCustomer = Map.groupBy(identities, (row) => String(row.customer_id));
	return new Map(
		customers.map((row) => [
			String(row.asked),
			personOf(row, byCustomer.get(String(row.id)) ?? []),
		]),
	);
}

/** Gives who a customer is from the customer's row and the rows of the customer's identities, in their order. */
export function personOf(customer: Row, identities: readonly Row[]): Person {
	const profile = JSON.parse(String(customer.profile)) as Profile;
	const attributes = latestWords(profile.attributes);
	return {
		customerId: String(customer.id),
		identities: identities.map((row) => ({
			kind: String(row.kind),
			namespace: row.namespace === null ? null : String(row.namespace),
			value: String(row.value),
		})),
		attributes,
		segment: textOrNull(attributes.segment) ?? NO_SEGMENT,
		language: textOrNull(attributes.language),
		timeZone: textOrNull(attributes.timeZone),
	};
}

function latestWords<T>(words: Readonly<Record<string, Word<T>>>): Record<string, T> {
	return Object.fromEntries(Object.entries(words).map(([subject, { value }]) => [subject, value]));
}

function textOrNull(value: unknown): string | null {
	return typeof value === 'string' && value !== '' ? value : null;
}
