import { fillOrders } from '../value/fill-orders';
import type { Migration } from './migration';

/**
 * What customers have bought, order by order, and who belongs to which account. Amounts are whole ten-thousandths of a unit, as text,
 * because a 64-bit number may be more than JavaScript can read. An
 * order's value is that of the touchpoint (`valued_by`) that told of it first; refunds add up. `rfm` has one row: where
 * the fifths of the customers end.
 */
export const valueAndAccounts: Migration = [
	`CREATE TABLE customer_order (
		customer_id TEXT NOT NULL REFERENCES customer (id),
		order_key TEXT NOT NULL,
		ordered_at BIGINT,
		cancelled_at BIGINT,
		valued_at BIGINT,
		valued_by TEXT,
		currency TEXT,
		parts TEXT,
		decimals BIGINT,
		PRIMARY KEY (customer_id, order_key)
	)`,
	`CREATE TABLE customer_refund (
		customer_id TEXT NOT NULL REFERENCES customer (id),
		order_key TEXT NOT NULL,
		currency TEXT NOT NULL,
		parts TEXT NOT NULL,
		decimals BIGINT NOT NULL,
		PRIMARY KEY (customer_id, order_key, currency)
	)`,
	`CREATE TABLE rfm (
		id BIGINT PRIMARY KEY,
		as_of BIGINT NOT NULL,
		body TEXT NOT NULL
	)`,
	`CREATE TABLE account_member (
		account TEXT NOT NULL,
		customer_id TEXT NOT NULL REFERENCES customer (id),
		last_at BIGINT NOT NULL,
		last_by TEXT NOT NULL,
		last_type TEXT NOT NULL,
		PRIMARY KEY (account, customer_id)
	)`,
	'CREATE INDEX account_member_by_customer ON account_member (customer_id)',
	`CREATE INDEX touchpoint_order_or_case ON touchpoint (customer_id, occurred_at)
		WHERE type IN ('order_completed', 'order_fulfilled', 'shipment_created', 'order_delivered', 'order_cancelled',
			'order_refunded', 'ticket_opened', 'ticket_reopened', 'conversation_started', 'call_received',
			'ticket_updated', 'conversation_updated', 'ticket_solved', 'ticket_closed', 'ticket_deleted', 'ticket_merged')`,
	'CREATE INDEX touchpoint_scored ON touchpoint (customer_id, occurred_at) WHERE score IS NOT NULL',
	fillOrders,
];
