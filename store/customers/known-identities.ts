import { identityKey, type Identity, type IdentityKind } from '../../journey/identity';
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
	/** Which of the identities were refused to somebody. */
	readonly contested: ReadonlySet<string>;
	/** Which of the customers contest any identity with somebody. */
	readonly contenders: ReadonlySet<string>;
}

/** Gives the customers that these identity keys belong to, the rules set for them, and which are contested. One statement. */
export async function readOwners(
	transaction: Transaction,
	dialect: Dialect,
	keys: readonly string[],
): Promise<IdentityOwners> {
	const owners = new Map<string, string>();
	const customers = new Map<string, KeptCustomer>();
	const rules = new Map<string, IdentityRule>();
	const contested = new Set<string>();
	const contenders = new Set<string>();
	const found = { owners, customers, rules, contested, contenders };
	if (keys.length === 0) return found;
	const list = JSON.stringify(keys);
	const rows = await transaction.all(
		`WITH named (identity_key) AS ${dialect.listOfTexts}
		SELECT i.identity_key, NULL AS rule, c.id, c.first_seen, c.profile, CASE WHEN EXISTS
				(SELECT 1 FROM contested_identity k WHERE k.customer_id = c.id) THEN 1 ELSE 0 END AS contends
			FROM identity i JOIN customer c ON c.id = i.customer_id
			WHERE i.identity_key IN ${dialect.listOfTexts}
		UNION ALL SELECT identity_key, rule, NULL, NULL, NULL, NULL
			FROM identity_rule WHERE identity_key IN ${dialect.listOfTexts}
		UNION ALL SELECT n.identity_key, NULL, NULL, NULL, NULL, NULL FROM named n
			WHERE EXISTS (SELECT 1 FROM contested_identity k WHERE k.identity_key = n.identity_key)`,
		[list, list, list],
	);
	for (const row of rows) {
		const key = String(row.identity_key);
		if (row.rule !== null) rules.set(key, String(row.rule) as IdentityRule);
		else if (row.id === null) contested.add(key);
		if (row.id === null) continue;
		const id = String(row.id);
		if (Number(row.contends) === 1) contenders.add(id);
		owners.set(key, id);
		if (!customers.has(id)) {
			customers.set(id, {
				firstSeen: Number(row.first_seen),
				profile: JSON.parse(String(row.profile)) as Profile,
			});
		}
	}
	return found;
}

/**
 * Gives what has to be known of those customers before touchpoints that name these identities are resolved: of those who
 * may be given another identity or become one with somebody, their external ids and how many identities they have.
 */
export async function readKnownIdentities(
	transaction: Transaction,
	dialect: Dialect,
	named: readonly (readonly Identity[])[],
	{ owners, customers }: IdentityOwners,
): Promise<KnownIdentities> {
	const externals = new Map<string, Map<string, string>>();
	const counts = new Map<string, Map<IdentityKind, number>>();
	const changing = changingCustomers(named, owners);
	if (changing.size > 0) {
		const rows = await transaction.all(
			`SELECT customer_id, kind, namespace, external, COUNT(*) AS n FROM (
					SELECT customer_id, kind, namespace, CASE WHEN kind = 'external' THEN value END AS external
						FROM identity WHERE customer_id IN ${dialect.listOfTexts}
				) AS known GROUP BY customer_id, kind, namespace, external`,
			[JSON.stringify([...changing])],
		);
		for (const row of rows) {
			const kind = String(row.kind) as IdentityKind;
			const own = ofCustomer(counts, row);
			own.set(kind, (own.get(kind) ?? 0) + Number(row.n));
			if (row.external !== null)
				ofCustomer(externals, row).set(String(row.namespace), String(row.external));
		}
	}
	const firstSeen = new Map([...customers].map(([id, customer]) => [id, customer.firstSeen]));
	return { owners, externals, firstSeen, counts: counts satisfies Map<string, IdentityCounts> };
}

/** Gives the customers named beside an identity that is nobody's yet, or beside one of another customer. */
function changingCustomers(
	named: readonly (readonly Identity[])[],
	owners: IdentityOwners['owners'],
): ReadonlySet<string> {
	const changing = new Set<string>();
	for (const identities of named) {
		const [first, ...others] = new Set(identities.map((one) => owners.get(identityKey(one))));
		if (others.length === 0) continue;
		for (const id of [first, ...others]) if (id !== undefined) changing.add(id);
	}
	return changing;
}

function ofCustomer<K, V>(byCustomer: Map<string, Map<K, V>>, row: Row): Map<K, V> {
	const id = String(row.customer_id);
	const own = byCustomer.get(id) ?? new Map<K, V>();
	byCustomer.set(id, own);
	return own;
}
