import type { Stay } from '../../journey/moments/stall-threshold';
import type { Transaction } from '../database';
import type { MomentCounts } from '../moment-store';

/** More stays than this teach little that is new about a quantile, and while they are read nobody else is served. */
const MOST_STAYS = 10_000;

/** Gives how many moments of a subscription there are, by what became of them. */
export async function countMoments(
	transaction: Transaction,
	subscription: string,
): Promise<MomentCounts> {
	const rows = await transaction.all(
		'SELECT outcome, COUNT(*) AS n FROM moment WHERE subscription = ? GROUP BY outcome',
		[subscription],
	);
	const counts = new Map(rows.map((row) => [row.outcome ?? 'waiting', Number(row.n)]));
	const of = (outcome: string) => counts.get(outcome) ?? 0;
	return {
		waiting: of('waiting'),
		fired: of('fired'),
		cancelled: of('cancelled'),
		poisoned: of('poisoned'),
	};
}

/**
 * Gives stays in the stages of a definition; those that go on last until `now`. Of more than 10,000 it gives the ones
 * with the lowest journey ids, which are random and so a fair sample.
 */
export async function getStays(
	transaction: Transaction,
	definition: string,
	now: number,
): Promise<readonly Stay[]> {
	const rows = await transaction.all(
		// SQLite keeps the order of a cross join, and so never sorts all the visits there are.
		`SELECT v.stage, v.segment, v.entered_at, v.left_at, j.status FROM visit v CROSS JOIN journey j
			WHERE j.id = v.journey_id AND j.definition = ? ORDER BY v.journey_id, v.number LIMIT ?`,
		[definition, MOST_STAYS],
	);
	return rows
		.filter((row) => row.left_at !== null || row.status === 'active')
		.map((row) => ({
			stage: String(row.stage),
			segment: String(row.segment),
			durationMs: Math.max(0, Number(row.left_at ?? now) - Number(row.entered_at)),
			ended: row.left_at !== null,
		}));
}
