import { identityKey } from '../../journey/identity';
import { resolveIdentities, type Resolution } from '../../journey/identity-resolution';
import type { KnownIdentities } from '../../journey/people';
import {
	addToProfile,
	EMPTY_PROFILE,
	mergeProfiles,
	speaksOfCustomer,
	type Profile,
} from '../../journey/profile';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Dialect, Transaction } from '../database';

interface Customer {
	firstSeen: number;
	profile: Profile;
}

/** The customer of each touchpoint after the batch, and which customers were merged away. */
export type Customers = Pick<Resolution, 'customers' | 'conflicts' | 'merged'>;

/**
 * Finds or makes the customer of each touchpoint and writes down what the touchpoints say about them. Merged
 * customers stay as aliases of the survivor; their journeys are joined by `mergeJourneys`.
 */
export async function settleCustomers(
	transaction: Transaction,
	dialect: Dialect,
	touchpoints: readonly Touchpoint[],
	newId: () => string,
): Promise<Customers> {
	const known = await readKnown(transaction, dialect, touchpoints);
	const resolution = resolveIdentities(touchpoints, known.identities, newId);
	const written = await writeProfiles(transaction, touchpoints, resolution, known.customers);
	await transaction.runMany(
		'INSERT INTO identity (identity_key, kind, namespace, value, customer_id) VALUES (?, ?, ?, ?, ?)',
		[...resolution.linked].map(([key, { identity, customerId }]) => [
			key,
			identity.kind,
			'namespace' in identity ? identity.namespace : null,
			identity.value,
			customerId,
		]),
	);
	const moves = [...resolution.merged].map(([loser, winner]) => [winner, loser]);
	if (moves.length > 0) {
		for (const table of ['identity', 'touchpoint', 'issued_offer']) {
			await transaction.runMany(`UPDATE ${table} SET customer_id = ? WHERE customer_id = ?`, moves);
		}
		await transaction.runMany('UPDATE customer SET merged_into = ? WHERE merged_into = ?', moves);
		await transaction.runMany(
			'UPDATE customer SET merged_into = ?, profile = ? WHERE id = ?',
			moves.map(([winner, loser]) => [
				winner ?? null,
				JSON.stringify(EMPTY_PROFILE),
				loser ?? null,
			]),
		);
	}
	return { customers: written, conflicts: resolution.conflicts, merged: resolution.merged };
}

async function readKnown(
	transaction: Transaction,
	dialect: Dialect,
	touchpoints: readonly Touchpoint[],
): Promise<{ identities: KnownIdentities; customers: Map<string, Customer> }> {
	const keys = [...new Set(touchpoints.flatMap(({ identities }) => identities.map(identityKey)))];
	const owners = new Map<string, string>();
	const customers = new Map<string, Customer>();
	const externals = new Map<string, Map<string, string>>();
	if (keys.length > 0) {
		const rows = await transaction.all(
			`SELECT i.identity_key, c.id, c.first_seen, c.profile
				FROM identity i JOIN customer c ON c.id = i.customer_id
				WHERE i.identity_key IN ${dialect.listOfTexts}`,
			[JSON.stringify(keys)],
		);
		for (const row of rows) {
			const id = String(row.id);
			owners.set(String(row.identity_key), id);
			if (!customers.has(id)) {
				customers.set(id, {
					firstSeen: Number(row.first_seen),
					profile: JSON.parse(String(row.profile)) as Profile,
				});
			}
		}
	}
	if (customers.size > 0) {
		const rows = await transaction.all(
			`SELECT customer_id, namespace, value FROM identity
				WHERE customer_id IN ${dialect.listOfTexts} AND kind = 'external'`,
			[JSON.stringify([...customers.keys()])],
		);
		for (const row of rows) {
			const id = String(row.customer_id);
			const own = externals.get(id) ?? new Map<string, string>();
			externals.set(id, own.set(String(row.namespace), String(row.value)));
		}
	}
	const firstSeen = new Map([...customers].map(([id, customer]) => [id, customer.firstSeen]));
	return { identities: { owners, externals, firstSeen }, customers };
}

/** Writes new and changed customers and gives the customer of each touchpoint. */
async function writeProfiles(
	transaction: Transaction,
	touchpoints: readonly Touchpoint[],
	resolution: Resolution,
	customers: Map<string, Customer>,
): Promise<readonly (string | null)[]> {
	const changed = new Set<string>(resolution.created);
	for (const [loser, winner] of resolution.merged) {
		const from = customers.get(loser);
		const into = customers.get(winner);
		if (!from) continue;
		customers.set(winner, {
			firstSeen: Math.min(from.firstSeen, into?.firstSeen ?? from.firstSeen),
			profile: mergeProfiles(into?.profile ?? EMPTY_PROFILE, from.profile),
		});
		changed.add(winner);
	}
	touchpoints.forEach((touchpoint, index) => {
		const id = resolution.customers[index];
		if (!id) return;
		const customer = customers.get(id) ?? {
			firstSeen: touchpoint.occurredAt,
			profile: EMPTY_PROFILE,
		};
		customers.set(id, customer);
		if (touchpoint.occurredAt < customer.firstSeen) {
			customer.firstSeen = touchpoint.occurredAt;
			changed.add(id);
		}
		if (speaksOfCustomer(touchpoint)) {
			customer.profile = addToProfile(customer.profile, touchpoint);
			changed.add(id);
		}
	});
	await transaction.runMany(
		`INSERT INTO customer (id, first_seen, profile) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen, profile = excluded.profile`,
		[...changed].flatMap((id) => {
			const customer = customers.get(id);
			return customer ? [[id, customer.firstSeen, JSON.stringify(customer.profile)]] : [];
		}),
	);
	return resolution.customers;
}
