import { identityKey, type Identity } from '../../journey/identity';
import type { IdentityRule } from '../../journey/identity-use';
import { run, type Dialect, type Transaction } from '../database';

/** What ops have said about identities, by their keys. */
export type IdentityRules = ReadonlyMap<string, IdentityRule>;

/** Gives the rules that ops have set for any of these identities. */
export async function readIdentityRules(
	transaction: Transaction,
	dialect: Dialect,
	identities: readonly Identity[],
): Promise<IdentityRules> {
	if (identities.length === 0) return new Map();
	const rows = await transaction.all(
		`SELECT identity_key, rule FROM identity_rule WHERE identity_key IN ${dialect.listOfTexts}`,
		[JSON.stringify([...new Set(identities.map(identityKey))])],
	);
	return new Map(rows.map((row) => [String(row.identity_key), String(row.rule) as IdentityRule]));
}

/** Keeps a rule for an identity, in place of the one before. */
export async function writeIdentityRule(
	transaction: Transaction,
	identity: Identity,
	rule: IdentityRule,
	now: number,
): Promise<void> {
	await run(
		transaction,
		`INSERT INTO identity_rule (identity_key, rule, set_at) VALUES (?, ?, ?)
			ON CONFLICT (identity_key) DO UPDATE SET rule = excluded.rule, set_at = excluded.set_at`,
		[identityKey(identity), rule, now],
	);
}
