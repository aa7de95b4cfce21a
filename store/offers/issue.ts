import { HELD_OUT } from '../../journey/experiments/experiment';
import { expiresAt } from '../../journey/offers/code-life';
import { run, type Transaction } from '../database';
import type { IssueRequest, Issuance } from '../journey-store';
import { issuedOffer, ISSUED_COLUMNS } from './offer-rows';

/** A code uses up a cap while it can still be redeemed and after it was. */
const IN_USE = "(state = 'redeemed' OR (state = 'issued' AND expires_at > ?))";

const IS_HELD_OUT = 'customer_id = ? AND experiment = ? AND arm = ?';

/**
 * Gives the customer a code: one statement that checks both caps and the holdout and writes, so parallel callers and
 * merges cannot pass them.
 */
export async function issue(transaction: Transaction, request: IssueRequest): Promise<Issuance> {
	const { code, offer, customerId, channel, decision, holdout = '', now } = request;
	const [customer] = await transaction.all(
		'SELECT id FROM customer WHERE id = ? AND merged_into IS NULL',
		[customerId],
	);
	if (!customer) return { ok: false, why: 'unknown_customer' };
	const heldOut = [customerId, holdout, HELD_OUT];
	const total = offer.caps.total ?? Number.MAX_SAFE_INTEGER;
	const issued = await run(
		transaction,
		`INSERT INTO issued_offer (code, offer_id, customer_id, state, channel, issued_at, expires_at, decision)
			SELECT ?, ?, ?, 'issued', ?, ?, ?, ?
			WHERE (SELECT COUNT(*) FROM issued_offer WHERE customer_id = ? AND offer_id = ? AND ${IN_USE}) < ?
			AND (SELECT COUNT(*) FROM issued_offer WHERE offer_id = ? AND ${IN_USE}) < ?
			AND NOT EXISTS (SELECT 1 FROM experiment_arm WHERE ${IS_HELD_OUT})
			ON CONFLICT (code) DO NOTHING`,
		[
			code,
			offer.id,
			customerId,
			channel,
			now,
			expiresAt(offer, now),
			JSON.stringify(decision),
			customerId,
			offer.id,
			now,
			offer.caps.perCustomer,
			offer.id,
			now,
			total,
			...heldOut,
		],
	);
	const [row] = await transaction.all(`SELECT ${ISSUED_COLUMNS} FROM issued_offer WHERE code = ?`, [
		code,
	]);
	if (issued === 1 && row) return { ok: true, issued: issuedOffer(row, now) };
	if (row) return { ok: false, why: 'code_taken' };
	const [held] = await transaction.all(
		`SELECT 1 AS found FROM experiment_arm WHERE ${IS_HELD_OUT}`,
		heldOut,
	);
	if (held) return { ok: false, why: 'held_out' };
	const [usage] = await transaction.all(
		`SELECT COUNT(*) AS n FROM issued_offer WHERE customer_id = ? AND offer_id = ? AND ${IN_USE}`,
		[customerId, offer.id, now],
	);
	return {
		ok: false,
		why: Number(usage?.n) >= offer.caps.perCustomer ? 'customer_cap' : 'total_cap',
	};
}
