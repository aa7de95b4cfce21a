import type { CodeState, IssuedOffer } from '../../journey/offers/offer';
import type { Row } from '../database';

export const ISSUED_COLUMNS =
	'code, offer_id, customer_id, state, channel, issued_at, expires_at, redeemed_at, redeemed_where, order_id';

/** Gives a row of the issued codes. A code past its end reads as expired, whether or not anyone has written that down. */
export function issuedOffer(row: Row, now: number): IssuedOffer {
	const expiresAt = Number(row.expires_at);
	const state = String(row.state) as CodeState;
	return {
		code: String(row.code),
		offerId: String(row.offer_id),
		customerId: String(row.customer_id),
		state: state === 'issued' && expiresAt <= now ? 'expired' : state,
		channel: String(row.channel),
		issuedAt: Number(row.issued_at),
		expiresAt,
		redeemedAt: row.redeemed_at === null ? null : Number(row.redeemed_at),
		redeemedWhere: row.redeemed_where === null ? null : String(row.redeemed_where),
		orderId: row.order_id === null ? null : String(row.order_id),
	};
}
