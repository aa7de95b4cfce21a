import { identitiesOfOne } from '../../journey/identities-of-one';
import { identityKey } from '../../journey/identity';
import { recognise } from '../../journey/identity-use';
import type { Touchpoint } from '../../journey/touchpoint';
import { readIdentityRules } from '../customers/identity-rules';
import type { Dialect, Transaction } from '../database';
import { keepContenders } from './contenders';

const PAGE = 1000;

/**
 * Writes down who claims what was refused before such claims were written down: an identity of an applied touchpoint that
 * its customer does not have, with whoever has it.
 */
export async function keepEarlierContenders(
	transaction: Transaction,
	dialect: Dialect,
): Promise<void> {
	for (let after = ''; ;) {
		const rows = await transaction.all(
			`SELECT id, customer_id, body FROM touchpoint
				WHERE id > ? AND customer_id IS NOT NULL AND body LIKE '%"kind":%"kind":%' ORDER BY id LIMIT ${PAGE}`,
			[after],
		);
		const facts = rows.map((row) => ({
			customerId: String(row.customer_id),
			named: (JSON.parse(String(row.body)) as Touchpoint).identities,
		}));
		const all = facts.flatMap(({ named }) => named);
		const rules = await readIdentityRules(transaction, dialect, all);
		const owned = await transaction.all(
			`SELECT identity_key, customer_id FROM identity WHERE identity_key IN ${dialect.listOfTexts}`,
			[JSON.stringify([...new Set(all.map(identityKey))])],
		);
		const owners = new Map(owned.map((row) => [String(row.identity_key), String(row.customer_id)]));
		await keepContenders(
			transaction,
			facts.flatMap(({ customerId, named }) => {
				const { recognised } = recognise(named, (identity) => rules.get(identityKey(identity)));
				const keys = identitiesOfOne(recognised).own.map(identityKey);
				return keys
					.filter((key) => owners.get(key) !== customerId)
					.flatMap((identity) =>
						[customerId, owners.get(identity) ?? customerId].map((claimant) => ({
							identity,
							customerId: claimant,
						})),
					);
			}),
		);
		if (rows.length < PAGE) return;
		after = String(rows.at(-1)?.id);
	}
}
