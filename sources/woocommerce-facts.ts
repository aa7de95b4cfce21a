import type { Money } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { otherType } from './event-type';
import { moneyOf } from './money';
import { fieldsOf, listOf, textOf, type Fields } from './payload-fields';
import { readTime } from './time';
import type { EventKey } from './touchpoint-of';

/** One thing that a delivery says happened, with its own key: a later delivery may say it again. */
export interface WooCommerceFact {
	readonly type: string;
	readonly key: EventKey;
	readonly happenedAt: number | null;
	/** Place in the life of an order, which settles the order of facts with one and the same second. */
	readonly sequence: number;
	/** Where it is not the total of the order. */
	readonly value?: Money;
}

/** Statuses in which the customer has not, or no longer, ordered; those that plugins add come after the order. */
const NOT_ORDERED: ReadonlySet<string> = new Set([
	'auto-draft',
	'cancelled',
	'checkout-draft',
	'draft',
	'failed',
	'pending',
	'trash',
]);

/** What other topics mean; those of subscriptions come with the extension WooCommerce Subscriptions. */
const TYPES: ReadonlyMap<string, string> = new Map([
	['customer.created', 'account_created'],
	['customer.updated', 'customer_updated'],
	['customer.deleted', 'customer_deleted'],
	['subscription.created', 'subscription_started'],
	['subscription.updated', 'subscription_updated'],
	['subscription.switched', 'subscription_updated'],
	['subscription.restored', 'subscription_updated'],
]);

/**
 * Gives the facts that a delivery of this topic (`order.updated`) tells of the resource of one site.
 * Throws `UnusableEvent` for an order without its id.
 */
export function woocommerceFacts(topic: string, site: string, body: Fields): WooCommerceFact[] {
	if (topic.startsWith('order.') && topic !== 'order.deleted') return orderFacts(topic, site, body);
	const isEnded = topic === 'subscription.updated' && body.status === 'cancelled';
	return [
		{
			type: isEnded ? 'subscription_cancelled' : (TYPES.get(topic) ?? otherType(topic)),
			key: contentKey(topic, site, body),
			happenedAt: timeIn(
				topic.endsWith('.created') ? 'date_created_gmt' : 'date_modified_gmt',
				body,
			),
			sequence: 0,
		},
	];
}

/**
 * WooCommerce says one and the same purchase many times: `order.created`, often before the payment, and `order.updated`
 * for every change after it. So a purchase, its fulfilment, cancellation and refunds are read from the state of the
 * order and keyed by it: the first delivery that shows them counts, whatever its topic. An update is a fact beside.
 */
function orderFacts(topic: string, site: string, body: Fields): WooCommerceFact[] {
	const id = textOf(body.id);
	if (id === undefined) throw new UnusableEvent('id: expected the number of the order');
	const order = `${site}:order:${id}`;
	const status = textOf(body.status)?.replace(/^wc-/, '') ?? 'pending';
	const once = (
		type: string,
		name: string,
		field: string,
		sequence: number,
		value?: Money,
	): WooCommerceFact => ({
		type,
		key: { kind: 'event_id', id: `${order}:${name}` },
		happenedAt: timeIn(field, body),
		sequence,
		...(value && { value }),
	});
	const facts: WooCommerceFact[] = [];
	if (!NOT_ORDERED.has(status))
		facts.push(once('order_completed', 'completed', 'date_created_gmt', 1));
	if (status === 'failed') facts.push(once('payment_failed', 'failed', 'date_modified_gmt', 2));
	if (status === 'completed')
		facts.push(once('order_fulfilled', 'fulfilled', 'date_completed_gmt', 4));
	if (status === 'cancelled')
		facts.push(once('order_cancelled', 'cancelled', 'date_modified_gmt', 5));
	for (const refund of listOf(body.refunds).map(fieldsOf)) {
		const refundId = textOf(refund.id);
		const value = moneyOf(textOf(refund.total)?.replace(/^-/, ''), body.currency);
		if (refundId !== undefined)
			facts.push(once('order_refunded', `refund:${refundId}`, 'date_modified_gmt', 6, value));
	}
	if (topic !== 'order.created')
		facts.push({
			type: 'order_updated',
			key: contentKey(topic, site, body),
			happenedAt: timeIn('date_modified_gmt', body),
			sequence: 3,
		});
	else if (facts.length === 0) facts.push(once('order_created', 'created', 'date_created_gmt', 0));
	return facts;
}

/** The id of the delivery is left out: it is made of webhook and second, so that two deliveries can have the same. */
function contentKey(topic: string, site: string, body: Fields): EventKey {
	return { kind: 'content_hash', of: [site, topic, body] };
}

/** The fields without `_gmt` are in the time zone of the site, which the body does not name. */
function timeIn(field: string, body: Fields): number | null {
	return (
		readTime(body[field]) ?? readTime(body.date_modified_gmt) ?? readTime(body.date_created_gmt)
	);
}
