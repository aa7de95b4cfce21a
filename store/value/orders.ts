import type { OrderFact } from '../../journey/segments/order-fact';
import type { SqlValue, Transaction } from '../database';

/** One fact and whose it is. */
export interface OwnedOrderFact {
	readonly customerId: string;
	readonly fact: OrderFact;
}

/** Whether a row that comes tells an order's value earlier than the row that is there. */
const IS_FIRST_WORD = `excluded.valued_at IS NOT NULL AND (customer_order.valued_at IS NULL
	OR (excluded.valued_at, excluded.valued_by) < (customer_order.valued_at, customer_order.valued_by))`;

const valueColumns = ['valued_at', 'valued_by', 'currency', 'parts', 'decimals']
	.map(
		(column) =>
			`${column} = CASE WHEN ${IS_FIRST_WORD} THEN excluded.${column} ELSE customer_order.${column} END`,
	)
	.join(', ');

/** Joins what is told of one order: the first purchase, the last cancellation, the first word on its value. */
const JOIN_ORDER = `ON CONFLICT (customer_id, order_key) DO UPDATE SET
	ordered_at = CASE WHEN customer_order.ordered_at IS NULL OR excluded.ordered_at < customer_order.ordered_at
		THEN excluded.ordered_at ELSE customer_order.ordered_at END,
	cancelled_at = CASE WHEN customer_order.cancelled_at IS NULL OR excluded.cancelled_at > customer_order.cancelled_at
		THEN excluded.cancelled_at ELSE customer_order.cancelled_at END,
	${valueColumns}`;

const JOIN_REFUND = `ON CONFLICT (customer_id, order_key, currency) DO UPDATE SET
	parts = CAST(CAST(customer_refund.parts AS BIGINT) + CAST(excluded.parts AS BIGINT) AS TEXT),
	decimals = CASE WHEN excluded.decimals > customer_refund.decimals
		THEN excluded.decimals ELSE customer_refund.decimals END`;

const ADD_ORDER = `INSERT INTO customer_order
	(customer_id, order_key, ordered_at, cancelled_at, valued_at, valued_by, currency, parts, decimals)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ${JOIN_ORDER}`;

const ADD_REFUND = `INSERT INTO customer_refund (customer_id, order_key, currency, parts, decimals)
	VALUES (?, ?, ?, ?, ?) ${JOIN_REFUND}`;

/**
 * Adds facts about orders, each of which must not have been added before. They only add to what is there, so every order
 * of arrival gives the same rows. Without facts no statement is run.
 */
export async function addOrderFacts(
	transaction: Transaction,
	facts: readonly OwnedOrderFact[],
): Promise<void> {
	const refunds = facts.filter(({ fact }) => fact.kind === 'refunded');
	const orders = facts.filter(({ fact }) => fact.kind !== 'refunded');
	if (orders.length > 0) await transaction.runMany(ADD_ORDER, orders.map(orderRow));
	if (refunds.length > 0) await transaction.runMany(ADD_REFUND, refunds.map(refundRow));
}

function orderRow({ customerId, fact }: OwnedOrderFact): SqlValue[] {
	const isBought = fact.kind === 'bought';
	const money = isBought ? fact.money : null;
	return [
		customerId,
		fact.orderKey,
		isBought ? fact.at : null,
		isBought ? null : fact.at,
		money && fact.at,
		money && fact.touchpointId,
		money && money.currency,
		money && money.parts.toString(),
		money && money.decimals,
	];
}

function refundRow({ customerId, fact }: OwnedOrderFact): SqlValue[] {
	const { currency = '', parts = 0n, decimals = 0 } = fact.money ?? {};
	return [customerId, fact.orderKey, currency, parts.toString(), decimals];
}

/** Gives the orders of merged customers to the survivors: each move is a survivor and the customer merged into it. */
export async function moveOrders(
	transaction: Transaction,
	moves: readonly (readonly [winner: string, loser: string])[],
): Promise<void> {
	await transaction.runMany(
		`INSERT INTO customer_order
			(customer_id, order_key, ordered_at, cancelled_at, valued_at, valued_by, currency, parts, decimals)
			SELECT CAST(? AS TEXT), order_key, ordered_at, cancelled_at, valued_at, valued_by, currency, parts, decimals
			FROM customer_order WHERE customer_id = ? ${JOIN_ORDER}`,
		moves,
	);
	await transaction.runMany(
		`INSERT INTO customer_refund (customer_id, order_key, currency, parts, decimals)
			SELECT CAST(? AS TEXT), order_key, currency, parts, decimals
			FROM customer_refund WHERE customer_id = ? ${JOIN_REFUND}`,
		moves,
	);
	const losers = moves.map(([, loser]) => [loser]);
	await transaction.runMany('DELETE FROM customer_order WHERE customer_id = ?', losers);
	await transaction.runMany('DELETE FROM customer_refund WHERE customer_id = ?', losers);
}
