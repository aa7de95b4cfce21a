import type { Mood } from '../../journey/customer-context';
import type { Transaction } from '../database';
import { fromHundredths } from '../recording/touchpoint-row';

const LOWEST_WITHIN_MS = 90 * 24 * 60 * 60 * 1000;

/** Gives how a customer last said they feel, over all journeys and channels; null for one who was never asked. */
export async function readMood(
	transaction: Transaction,
	customerId: string,
	now: number,
): Promise<Mood | null> {
	const [last] = await transaction.all(
		`SELECT score, metric, occurred_at FROM touchpoint WHERE customer_id = ? AND score IS NOT NULL
			ORDER BY occurred_at DESC, sequence DESC, id DESC LIMIT 1`,
		[customerId],
	);
	if (!last) return null;
	const [lowest] = await transaction.all(
		`SELECT MIN(score) AS score FROM touchpoint
			WHERE customer_id = ? AND score IS NOT NULL AND occurred_at > ?`,
		[customerId, now - LOWEST_WITHIN_MS],
	);
	return {
		score: fromHundredths(last.score ?? 0),
		at: Number(last.occurred_at),
		metric: String(last.metric),
		lowest:
			lowest?.score === null || lowest === undefined ? null : fromHundredths(lowest.score ?? 0),
	};
}
