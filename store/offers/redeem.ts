import { run, type Transaction } from '../database';
import type { Redemption, RedeemRequest } from '../journey-store';
import { issuedOffer, ISSUED_COLUMNS } from './offer-rows';

/**
 * Redeems a code by compare-and-set: of any number of callers one succeeds, and the others learn when and where.
 * The same order asking again is the same redemption told twice.
 */
export async function redeem(
	transaction: Transaction,
	request: RedeemRequest,
): Promise<Redemption> {
	const { code, where, orderId, now } = request;
	const redeemed = await run(
		transaction,
		`UPDATE issued_offer SET state = 'redeemed', redeemed_at = ?, redeemed_where = ?, order_id = ?
			WHERE code = ? AND state = 'issued' AND expires_at > ?`,
		[now, where, orderId, code, now],
	);
	const [row] = await transaction.all(`SELECT ${ISSUED_COLUMNS} FROM issued_offer WHERE code = ?`, [
		code,
	]);
	if (!row) return { ok: false, why: 'unknown_code', issued: null };
	const issued = issuedOffer(row, now);
	if (redeemed === 1) return { ok: true, repeated: false, issued };
	switch (issued.state) {
		case 'redeemed':
			return orderId !== null && issued.orderId === orderId
				? { ok: true, repeated: true, issued }
				: { ok: false, why: 'already_redeemed', issued };
		case 'revoked':
			return { ok: false, why: 'revoked', issued };
		default:
			return { ok: false, why: 'expired', issued };
	}
}
