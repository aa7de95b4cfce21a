import type { Transaction } from '../database';
import type { FindRequest } from '../moment-store';
import type { FoundMoment } from './moment-rows';

/** Gives touchpoints that were accepted more than `afterMs` ago, never applied, and are not written down yet. */
export async function findNotApplied(
	transaction: Transaction,
	afterMs: number,
	{
		subscription,
		after,
		now,
		limit,
	}: Pick<FindRequest, 'subscription' | 'after' | 'now' | 'limit'>,
): Promise<readonly FoundMoment[]> {
	const rows = await transaction.all(
		`SELECT t.id, t.received_at FROM touchpoint t
			WHERE t.applied_at IS NULL AND t.test = 0 AND t.received_at > ? AND t.received_at <= ?
			AND NOT EXISTS (SELECT 1 FROM moment m WHERE m.subscription = ? AND m.subject = t.id)
			ORDER BY t.received_at LIMIT ?`,
		[after - afterMs, now - afterMs, subscription, limit],
	);
	return rows.map((row) => ({
		subject: String(row.id),
		customerId: null,
		journeyId: null,
		dueAt: Number(row.received_at) + afterMs,
		body: {},
	}));
}
