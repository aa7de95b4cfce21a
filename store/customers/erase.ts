import { EMPTY_PROFILE } from '../../journey/profile';
import { run, type Transaction } from '../database';
import type { Erasure, Who } from '../customer-store';
import type { Definitions } from '../definitions';
import { foldWithoutMember, sharedJourneys } from '../recording/erase-from-accounts';
import { endWaitsOfErased } from './erase-waits';
import { tombstoneOf } from './erased-touchpoints';
import { ERASED_CUSTOMER, findCustomer } from './find-customer';
import { strayTouchpoints } from './stray-touchpoints';
import { belongsTo, CUSTOMER_TABLES } from './tables';

/**
 * Takes away everything about one customer and its aliases, for good, and gives a proof that holds nothing of the
 * person; null when there is no such customer. Of each touchpoint a bare hash stays, so that it does not come back when
 * it is sent again. Figures that name nobody stay: experience scores, and redeemed codes as used-up ones.
 */
export async function eraseCustomer(
	transaction: Transaction,
	definitions: Definitions,
	who: Who,
	now: number,
): Promise<Erasure | null> {
	const customer = await findCustomer(transaction, who);
	if (!customer) return null;
	const { id } = customer;
	const endedWaits = await endWaitsOfErased(transaction, id, now);
	await claimStrays(transaction, id);
	await leaveTombstones(transaction, id, now);
	await nameNobodyInOthersConsent(transaction, id);
	const keptRedeemedCodes = await keepRedeemedCodes(transaction, id);
	const shared = await sharedJourneys(transaction, id);
	const erased: Record<string, number> = {};
	for (const table of CUSTOMER_TABLES) {
		const { condition, parameters } = belongsTo(table);
		erased[table.exportAs] = await run(
			transaction,
			`DELETE FROM ${table.table} WHERE ${condition}`,
			Array.from({ length: parameters }, () => id),
		);
	}
	await foldWithoutMember(transaction, definitions, shared);
	const aliases = await run(transaction, 'DELETE FROM customer WHERE merged_into = ?', [id]);
	erased.customers = aliases + (await run(transaction, 'DELETE FROM customer WHERE id = ?', [id]));
	return { erasedAt: now, erased, endedWaits, keptRedeemedCodes };
}

/** Touchpoints that name the customer and were nobody's yet become the customer's, and go with the others. */
async function claimStrays(transaction: Transaction, customerId: string): Promise<void> {
	const strays = await strayTouchpoints(transaction, customerId);
	await transaction.runMany(
		'UPDATE touchpoint SET customer_id = ? WHERE id = ?',
		strays.map(({ id }) => [customerId, id]),
	);
}

async function leaveTombstones(
	transaction: Transaction,
	customerId: string,
	now: number,
): Promise<void> {
	const rows = await transaction.all('SELECT id FROM touchpoint WHERE customer_id = ?', [
		customerId,
	]);
	await transaction.runMany(
		'INSERT INTO erased_touchpoint (id_hash, erased_at) VALUES (?, ?) ON CONFLICT (id_hash) DO NOTHING',
		rows.map((row) => [tombstoneOf(String(row.id)), now]),
	);
}

/** A word that the customer's touchpoint said about somebody else's address is that person's: it stays, its touchpoint unnamed. */
async function nameNobodyInOthersConsent(
	transaction: Transaction,
	customerId: string,
): Promise<void> {
	const rows = await transaction.all(
		`SELECT DISTINCT w.touchpoint_id FROM consent_word w
			JOIN touchpoint t ON t.id = w.touchpoint_id
			JOIN identity i ON i.identity_key = w.identity_key
			WHERE t.customer_id = ? AND i.customer_id <> t.customer_id`,
		[customerId],
	);
	await transaction.runMany(
		`UPDATE consent_word SET touchpoint_id = ? WHERE touchpoint_id = ?
			AND identity_key IN (SELECT identity_key FROM identity WHERE customer_id <> ?)`,
		rows.map((row) => [
			`erased:${tombstoneOf(String(row.touchpoint_id))}`,
			String(row.touchpoint_id),
			customerId,
		]),
	);
}

/** A redeemed code stays used up, and counts towards the cap of its offer. */
async function keepRedeemedCodes(transaction: Transaction, customerId: string): Promise<number> {
	await run(
		transaction,
		`INSERT INTO customer (id, first_seen, profile, merged_into) VALUES (?, 0, ?, ?)
			ON CONFLICT (id) DO NOTHING`,
		[ERASED_CUSTOMER, JSON.stringify(EMPTY_PROFILE), ERASED_CUSTOMER],
	);
	return await run(
		transaction,
		`UPDATE issued_offer SET customer_id = ?, order_id = NULL, decision = '{}'
			WHERE customer_id = ? AND state = 'redeemed'`,
		[ERASED_CUSTOMER, customerId],
	);
}
