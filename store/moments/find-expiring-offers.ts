import type { Row, Transaction } from '../database';
import type { FindRequest } from '../moment-store';
import type { FoundMoment } from './moment-rows';

/**
 * Gives live codes that end in `leadMs` or less and are not written down yet. A code that lives for no longer than that
 * is left out: its customer has only just been given it.
 */
export async function findExpiringOffers(
	transaction: Transaction,
	leadMs: number,
	{
		subscription,
		after,
		now,
		limit,
	}: Pick<FindRequest, 'subscription' | 'after' | 'now' | 'limit'>,
): Promise<readonly FoundMoment[]> {
	const rows = await transaction.all(
		`SELECT i.code, i.offer_id, i.customer_id, i.expires_at FROM issued_offer i
			WHERE i.state = 'issued' AND i.expires_at > ? AND i.expires_at <= ?
			AND i.expires_at - ? > i.issued_at
			AND NOT EXISTS (SELECT 1 FROM moment m WHERE m.subscription = ? AND m.subject = i.code)
			ORDER BY i.expires_at LIMIT ?`,
		[Math.max(now, after + leadMs), now + leadMs, leadMs, subscription, limit],
	);
	return rows.map((row) => expiringOffer(row, leadMs));
}

/** Gives the moment of one code that a row of the issued codes holds. */
export function expiringOffer(row: Row, leadMs: number): FoundMoment {
	const expiresAt = Number(row.expires_at);
	return {
		subject: String(row.code),
		customerId: String(row.customer_id),
		journeyId: null,
		dueAt: expiresAt - leadMs,
		body: { code: String(row.code), offerId: String(row.offer_id), expiresAt },
	};
}
