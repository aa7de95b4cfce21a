import type { CustomerValue } from '../../journey/customer-context';
import { amountOf } from '../../journey/segments/exact-amount';
import { byUse, type RfmMeasures } from '../../journey/segments/rfm';
import type { Row, Transaction } from '../database';
import { boughtTable } from './spending';

/** One row for each customer and currency; the currency is null for orders without an amount. */
const SPENDING = `SELECT customer_id, currency, COUNT(ordered_at) AS orders, CAST(SUM(parts) AS TEXT) AS parts,
	MAX(decimals) AS decimals, MIN(ordered_at) AS first_at, MAX(ordered_at) AS last_at
	FROM bought GROUP BY customer_id, currency`;

const OF_ONE = `WITH ${boughtTable('one')} ${SPENDING}`;

const OF_RANGE = `WITH ${boughtTable('range')} ${SPENDING}`;

/** How many customers are measured at once. */
const PAGE = 5000;

/** What a customer has bought, for people to read and to be ranked by; the measures are null without an order. */
export interface ReadValue {
	readonly value: CustomerValue;
	readonly measures: RfmMeasures | null;
}

/** Gives what one customer has bought, one row read for each currency. */
export async function readValue(transaction: Transaction, customerId: string): Promise<ReadValue> {
	const rows = await transaction.all(OF_ONE, [customerId, customerId]);
	const measures = measuresOf(rows);
	return {
		value: {
			orders: measures?.orders ?? 0,
			spent: byCurrency(rows).map((row) => ({
				amount: amountOf({ parts: partsOf(row), decimals: Number(row.decimals) }),
				currency: String(row.currency),
			})),
			firstOrderAt: measures && Math.min(...timesOf(rows, 'first_at')),
			lastOrderAt: measures && measures.lastOrderAt,
		},
		measures,
	};
}

/**
 * Gives what the customers after `after` are ranked by, a page of them in the order of their ids, without those who have
 * no order; `last` is the id to go on from, null after the last page.
 */
export async function readMeasures(
	transaction: Transaction,
	after: string,
): Promise<{ readonly measures: readonly RfmMeasures[]; readonly last: string | null }> {
	const [end] = await transaction.all(
		`SELECT MAX(customer_id) AS last, COUNT(*) AS customers FROM (
			SELECT customer_id FROM customer_order WHERE customer_id > ?
			GROUP BY customer_id ORDER BY customer_id LIMIT ${PAGE}
		) AS page`,
		[after],
	);
	if (!end || end.last === null) return { measures: [], last: null };
	const last = String(end.last);
	const rows = await transaction.all(OF_RANGE, [after, last, after, last]);
	const customers = Map.groupBy(rows, (row) => row.customer_id);
	return {
		measures: [...customers.values()].flatMap((own) => measuresOf(own) ?? []),
		last: Number(end.customers) < PAGE ? null : last,
	};
}

/** Money is compared in the currency of the most orders. */
function measuresOf(rows: readonly Row[]): RfmMeasures | null {
	const orders = rows.reduce((sum, row) => sum + Number(row.orders), 0);
	if (orders === 0) return null;
	const main = byCurrency(rows).find((row) => Number(row.orders) > 0);
	return {
		lastOrderAt: Math.max(...timesOf(rows, 'last_at')),
		orders,
		spent: main ? { currency: String(main.currency), amount: Number(partsOf(main)) } : null,
	};
}

function byCurrency(rows: readonly Row[]): readonly Row[] {
	const useOf = (row: Row) => ({ currency: String(row.currency), orders: Number(row.orders) });
	return rows.filter(({ currency }) => currency !== null).sort((a, b) => byUse(useOf(a), useOf(b)));
}

function timesOf(rows: readonly Row[], column: string): readonly number[] {
	return rows.flatMap((row) => (row[column] === null ? [] : [Number(row[column])]));
}

/** Money given back without naming an order cannot make somebody's spending negative. */
function partsOf(row: Row): bigint {
	const parts = BigInt(String(row.parts ?? 0));
	return parts < 0n ? 0n : parts;
}
