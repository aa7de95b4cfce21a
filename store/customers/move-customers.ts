import { EMPTY_PROFILE } from '../../journey/profile';
import type { Dialect, Transaction } from '../database';
import { CUSTOMER_TABLES } from './tables';

/** One customer who turned out to be another. */
export interface CustomerMove {
	readonly loser: string;
	readonly winner: string;
	/** The touchpoint that showed it; null for a merge by hand. */
	readonly by: string | null;
}

/**
 * Moves everything of merged customers to the survivors but their journeys, which `mergeJourneys` folds anew, and
 * writes down what moved. The merged customer stays as an alias. No move leads to somebody who is merged away as well.
 */
export async function moveCustomers(
	transaction: Transaction,
	dialect: Dialect,
	moves: readonly CustomerMove[],
	now: number,
): Promise<void> {
	if (moves.length === 0) return;
	const identities = await identitiesOf(transaction, dialect, moves);
	const moved = moves.map(({ loser, winner, by }): Record<string, unknown> => ({
		identities: identities.get(loser) ?? [],
		// What somebody has said to be one person stays so, whatever touchpoints come later; those can say it again.
		...(by === null && { survivorIdentities: identities.get(winner) ?? [] }),
	}));
	const pairs = moves.map(({ winner, loser }) => [winner, loser] as const);
	for (const { table, exportAs, move } of CUSTOMER_TABLES) {
		if (move === 'with_owner') continue;
		if (move) {
			await move(transaction, pairs);
			continue;
		}
		const counts = await transaction.runMany(
			`UPDATE ${table} SET customer_id = ? WHERE customer_id = ?`,
			pairs,
		);
		counts.forEach((count, place) => {
			if (count > 0) moved[place] = { [exportAs]: count, ...moved[place] };
		});
	}
	await transaction.runMany('UPDATE customer SET merged_into = ? WHERE merged_into = ?', pairs);
	await transaction.runMany(
		'UPDATE customer SET merged_into = ?, profile = ? WHERE id = ?',
		moves.map(({ winner, loser }) => [winner, JSON.stringify(EMPTY_PROFILE), loser]),
	);
	await transaction.runMany(
		`INSERT INTO customer_merge (loser_id, winner_id, customer_id, merged_at, touchpoint_id, moved)
			VALUES (?, ?, ?, ?, ?, ?)`,
		moves.map(({ loser, winner, by }, place) => [
			loser,
			winner,
			winner,
			now,
			by,
			JSON.stringify(moved[place]),
		]),
	);
}

async function identitiesOf(
	transaction: Transaction,
	dialect: Dialect,
	moves: readonly CustomerMove[],
): Promise<ReadonlyMap<string, readonly string[]>> {
	const rows = await transaction.all(
		`SELECT customer_id, identity_key FROM identity WHERE customer_id IN ${dialect.listOfTexts}
			ORDER BY identity_key`,
		[JSON.stringify(moves.flatMap(({ loser, winner, by }) => (by ? [loser] : [loser, winner])))],
	);
	const byCustomer = Map.groupBy(rows, (row) => String(row.customer_id));
	return new Map(
		[...byCustomer].map(([id, own]) => [id, own.map((row) => String(row.identity_key))]),
	);
}
