/** Whose orders a query is about, and how many parameters say so, two times over: one customer id, or two as a range. */
const WHOSE = {
	one: (table: string) => `${table}.customer_id = ?`,
	/** After the first id, up to and with the second. */
	range: (table: string) => `${table}.customer_id > ? AND ${table}.customer_id <= ?`,
} as const;

/** Whether the order `o` stands: it was not cancelled when it was made or later. */
export const NOT_CANCELLED = '(o.cancelled_at IS NULL OR o.cancelled_at < o.ordered_at)';

/**
 * What customers have bought, order by order, for the beginning of a query: `bought (customer_id, ordered_at, currency,
 * parts, decimals)`. Cancelled orders are left out, and refunds taken off, of their own order at most what it was worth.
 * A refund that names no order has a row of its own without `ordered_at`; one of an order from before the store knew the
 * customer counts nowhere. The parameters of `whose` are given two times.
 */
export function boughtTable(whose: keyof typeof WHOSE): string {
	return `bought AS (
		SELECT o.customer_id, o.ordered_at, o.currency,
			CASE WHEN CAST(o.parts AS BIGINT) > COALESCE(CAST(r.parts AS BIGINT), 0)
				THEN CAST(o.parts AS BIGINT) - COALESCE(CAST(r.parts AS BIGINT), 0) ELSE 0 END AS parts,
			CASE WHEN r.decimals > o.decimals THEN r.decimals ELSE o.decimals END AS decimals
		FROM customer_order o LEFT JOIN customer_refund r
			ON r.customer_id = o.customer_id AND r.order_key = o.order_key AND r.currency = o.currency
		WHERE o.ordered_at IS NOT NULL AND ${NOT_CANCELLED}
			AND ${WHOSE[whose]('o')}
		UNION ALL
		SELECT u.customer_id, NULL, u.currency, -CAST(u.parts AS BIGINT), u.decimals
		FROM customer_refund u WHERE u.order_key = '' AND ${WHOSE[whose]('u')}
	)`;
}
