import type { IdentityKind } from '../../journey/identity';
import type { IdentityCounts } from '../../journey/identity-limits';
import type { IdentityRule } from '../../journey/identity-use';
import type { KnownIdentities } from '../../journey/people';
import type { Profile } from '../../journey/profile';
import type { Dialect, Row, Transaction } from '../database';
import type { IdentityRules } from './identity-rules';

/** A customer as the store keeps it. */
export interface KeptCustomer {
	/** Epoch milliseconds. */
	firstSeen: number;
	profile: Profile;
}

/** Whose the identities of a batch are, and what ops have said about them. */
export interface IdentityOwners {
	readonly owners: ReadonlyMap<string, string>;
	readonly customers: Map<string, KeptCustomer>;
	readonly rules: IdentityRules;
}

/** Gives the customers that these identity keys belong to, and the rules set for them. One statement. */
export async function readOwners(
	transaction: Transaction,
	dialect: Dialect,
	keys: readonly string[],
): Promise<IdentityOwners> {
	const owners = new Map<string, string>();
	const customers = new Map<string, KeptCustomer>();
	const rules = new Map<string, IdentityRule>();
	if (keys.length === 0) return { owners, customers, rules };
	const list = JSON.stringify(keys);
	const rows = await transaction.all(
		`SELECT i.identity_key, NULL AS rule, c.id, c.first_seen, c.profile
			FROM identity i JOIN customer c ON c.id = i.customer_id
			WHERE i.identity_key IN ${dialect.listOfTexts}
		UNION ALL SELECT identity_key, rule, NULL, NULL, NULL
			FROM identity_rule WHERE identity_key IN ${dialect.listOfTexts}`,
		[list, list],
	);
	for (const row of rows) {
		const key = String(row.identity_key);
		if (row.rule !== null) {
			rules.set(key, String(row.rule) as IdentityRule);
			continue;
		}
		const id = String(row.id);
		owners.set(key, id);
		if (!customers.has(id)) {
			customers.set(id, {
				firstSeen: Number(row.first_seen),
				profile: JSON.parse(String(row.profile)) as Profile,
			});
		}
	}
	return { owners, customers, rules };
}

/**
 * Gives what has to be known of those customers before a batch with these identity keys is resolved: their external
 * ids, and, where one may be given another identity or two may become one, how many identities they have.
 */
export async function readKnownIdentities(
	transaction: Transaction,
	dialect: Dialect,
	keys: readonly string[],
	{ owners, customers }: IdentityOwners,
): Promise<KnownIdentities> {
	const externals = new Map<string, Map<string, string>>();
	const counts = new Map<string, Map<IdentityKind, number>>();
	const list = JSON.stringify([...customers.keys()]);
	if (customers.size > 0) {
		const rows = await transaction.all(
			`SELECT customer_id, namespace, value FROM identity
				WHERE customer_id IN ${dialect.listOfTexts} AND kind = 'external'`,
			[list],
		);
		for (const row of rows) {
			ofCustomer(externals, row).set(String(row.namespace), String(row.value));
		}
	}
	if (customers.size > 1 || (customers.size === 1 && keys.some((key) => !owners.has(key)))) {
		const rows = await transaction.all(
			`SELECT customer_id, kind, COUNT(*) AS n FROM identity
				WHERE customer_id IN ${dialect.listOfTexts} GROUP BY customer_id, kind`,
			[list],
		);
		for (const row of rows) {
			ofCustomer(counts, row).set(String(row.kind) as IdentityKind, Number(row.n));
		}
	}
	const firstSeen = new Map([...customers].map(([id, customer]) => [id, customer.firstSeen]));
	return { owners, externals, firstSeen, counts: counts satisfies Map<string, IdentityCounts> };
}

function ofCustomer<K, V>(byCustomer: Map<string, Map<K, V>>, row: Row): Map<K, V> {
	const id = String(row.customer_id);
	const own = byCustomer.get(id) ?? new Map<K, V>();
	byCustomer.set(id, own);
	return own;
}
