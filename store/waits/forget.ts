import { run, type Transaction } from '../database';

/**
 * So long a wait is kept after its end, as touchpoints are known again for so long: within it an execution that n8n runs
 * once more, after a crash or a restart, finds the wait it had opened instead of opening it again.
 */
export const WAIT_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Removes at most `limit` waits that ended more than 30 days before `now` (epoch milliseconds), those that ended first,
 * and gives how many. One whose execution is still to be resumed stays until that is done.
 */
export async function forgetWaits(
	transaction: Transaction,
	now: number,
	limit: number,
): Promise<number> {
	return await run(
		transaction,
		`DELETE FROM wait WHERE id IN (SELECT id FROM wait
			WHERE resolved_at IS NOT NULL AND delivery <> 'pending' AND resolved_at < ?
			ORDER BY resolved_at LIMIT ?)`,
		[now - WAIT_KEPT_MS, limit],
	);
}
