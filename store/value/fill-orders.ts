import { ORDER_FACT_TYPES, orderFactOf } from '../../journey/segments/order-fact';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Transaction } from '../database';
import { addOrderFacts } from './orders';

const PAGE = 1000;

/** Fills `customer_order` and `customer_refund` from the touchpoints that were applied before these tables were there. */
export async function fillOrders(transaction: Transaction): Promise<void> {
	const types = ORDER_FACT_TYPES.map((type) => `'${type}'`).join(', ');
	let after = '';
	for (;;) {
		const rows = await transaction.all(
			`SELECT id, customer_id, body FROM touchpoint
				WHERE id > ? AND customer_id IS NOT NULL AND applied_at IS NOT NULL AND type IN (${types})
				ORDER BY id LIMIT ${PAGE}`,
			[after],
		);
		await addOrderFacts(
			transaction,
			rows.flatMap((row) => {
				const fact = orderFactOf(JSON.parse(String(row.body)) as Touchpoint);
				return fact ? [{ customerId: String(row.customer_id), fact }] : [];
			}),
		);
		const last = rows.at(-1);
		if (!last || rows.length < PAGE) return;
		after = String(last.id);
	}
}
