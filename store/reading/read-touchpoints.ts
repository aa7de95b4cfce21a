import { CASE_LIFE, ORDER_LIFE } from '../../journey/context/order-and-case-types';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Transaction } from '../database';

/** Word for word the condition of the index `touchpoint_order_or_case`, which is used for no other. */
const ORDER_OR_CASE = `type IN (${[...Object.values(ORDER_LIFE), ...Object.values(CASE_LIFE)]
	.flat()
	.map((type) => `'${type}'`)
	.join(', ')})`;

/** Gives the latest touchpoints of a customer, the latest first. */
export async function readLatest(
	transaction: Transaction,
	customerId: string,
	limit: number,
): Promise<readonly Touchpoint[]> {
	const rows = await transaction.all(
		'SELECT body FROM touchpoint WHERE customer_id = ? ORDER BY occurred_at DESC, sequence DESC, id DESC LIMIT ?',
		[customerId, limit],
	);
	return rows.map((row) => JSON.parse(String(row.body)) as Touchpoint);
}

/**
 * Gives the latest touchpoints of a customer in which an order or a case began, went on or ended, however much else
 * has happened since.
 */
export async function readOrdersAndCases(
	transaction: Transaction,
	customerId: string,
	limit: number,
): Promise<readonly Touchpoint[]> {
	const rows = await transaction.all(
		`SELECT body FROM touchpoint WHERE customer_id = ? AND ${ORDER_OR_CASE}
			ORDER BY occurred_at DESC, sequence DESC, id DESC LIMIT ?`,
		[customerId, limit],
	);
	return rows.map((row) => JSON.parse(String(row.body)) as Touchpoint);
}
