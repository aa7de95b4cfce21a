import type { Touchpoint } from '../../journey/touchpoint';
import type { Dialect, Row, Transaction } from '../database';

/**
 * Gives the subjects of those moments that still hold, with the touchpoint where that is what the moment is about. A
 * stall ends when the customer moves on, a code when it is redeemed, revoked or past its end, a touchpoint when it
 * is applied, and everything when the customer is erased. All rows are of one subscription, and so of one kind.
 */
export async function stillTrue(
	transaction: Transaction,
	dialect: Dialect,
	subscription: string,
	rows: readonly Row[],
	now: number,
): Promise<ReadonlyMap<string, Touchpoint | null>> {
	const subjects = JSON.stringify(rows.map((row) => String(row.subject)));
	const isAmong = `IN ${dialect.listOfTexts}`;
	switch (rows[0]?.kind) {
		case undefined:
			return new Map();
		case 'customer_stalled':
			return subjectsOf(
				await transaction.all(
					`SELECT m.subject FROM moment m
						JOIN journey j ON j.id = m.journey_id AND j.status = 'active'
						JOIN visit v ON v.journey_id = j.id AND v.left_at IS NULL
							AND m.subject = j.definition || '/' || v.entered_by
						WHERE m.subscription = ? AND m.subject ${isAmong}`,
					[subscription, subjects],
				),
			);
		case 'offer_expiring':
			return subjectsOf(
				await transaction.all(
					`SELECT code AS subject FROM issued_offer
						WHERE code ${isAmong} AND state = 'issued' AND expires_at > ?`,
					[subjects, now],
				),
			);
		case 'touchpoint_not_applied': {
			const found = await transaction.all(
				`SELECT id, body FROM touchpoint WHERE id ${isAmong} AND applied_at IS NULL`,
				[subjects],
			);
			return new Map(
				found.map((row) => [String(row.id), JSON.parse(String(row.body)) as Touchpoint]),
			);
		}
		default:
			return subjectsOf(
				await transaction.all(
					`SELECT m.subject FROM moment m JOIN customer c ON c.id = m.customer_id
						WHERE m.subscription = ? AND m.subject ${isAmong}`,
					[subscription, subjects],
				),
			);
	}
}

function subjectsOf(rows: readonly Row[]): ReadonlyMap<string, null> {
	return new Map(rows.map((row) => [String(row.subject), null]));
}
