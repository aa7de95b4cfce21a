import type { Channel } from '../journey/channel';
import { otherType } from './event-type';

/** What a scope says. */
export interface BigCommerceScope {
	readonly type: string;
	readonly channel: Channel;
	/** What `data.id` is the id of. */
	readonly about:
		'cart' | 'line item' | 'order' | 'shipment' | 'customer' | 'address' | 'subscriber';
	/** Place in the life of an order, which settles the order of scopes with one and the same second. */
	readonly sequence: number;
}

type Row = readonly [
	scope: string,
	type: string,
	about: BigCommerceScope['about'],
	channel?: Channel,
];

/**
 * Scopes of github.com/bigcommerce/docs, docs/integrations/webhooks/events/index.mdx, in the order of a purchase.
 * `store/order/created` also comes for orders that are never paid, so it is not the purchase: that is a cart which became
 * an order, or an order that left the status Incomplete (see `bigcommerce.ts`), whichever is heard first.
 * A cart is made with its first product, and both its creation and that line are told: only the line is `product_added`.
 */
const ROWS: readonly Row[] = [
	['customer/created', 'account_created', 'customer'],
	['customer/updated', 'customer_updated', 'customer', 'other'],
	['customer/deleted', 'customer_deleted', 'customer', 'other'],
	['customer/address/created', 'customer_updated', 'address'],
	['customer/address/updated', 'customer_updated', 'address'],
	['customer/address/deleted', 'customer_updated', 'address'],
	['customer/payment/instrument/default/updated', 'payment_info_entered', 'customer'],
	['customer/channel/login/access/updated', 'customer_updated', 'customer', 'other'],
	['subscriber/created', 'subscribed', 'subscriber', 'email'],
	['subscriber/updated', 'subscriber_updated', 'subscriber', 'email'],
	['subscriber/deleted', 'unsubscribed', 'subscriber', 'email'],
	['cart/created', 'cart_created', 'cart'],
	['cart/lineItem/created', 'product_added', 'line item'],
	['cart/lineItem/updated', 'cart_updated', 'line item'],
	['cart/lineItem/deleted', 'product_removed', 'line item'],
	['cart/updated', 'cart_updated', 'cart'],
	['cart/couponApplied', 'coupon_applied', 'cart'],
	['cart/abandoned', 'cart_abandoned', 'cart'],
	['cart/deleted', 'cart_deleted', 'cart'],
	['order/created', 'order_created', 'order'],
	['cart/converted', 'cart_converted', 'cart'],
	['order/statusUpdated', 'order_updated', 'order'],
	['order/updated', 'order_updated', 'order'],
	['order/transaction/created', 'order_updated', 'order'],
	['order/transaction/updated', 'order_updated', 'order'],
	['order/message/created', 'order_message_posted', 'order'],
	['shipment/created', 'shipment_created', 'shipment'],
	['shipment/updated', 'shipment_updated', 'shipment'],
	['shipment/deleted', 'shipment_deleted', 'shipment'],
	['order/refund/created', 'order_refunded', 'order'],
	['order/archived', 'order_archived', 'order'],
];

const SCOPES: ReadonlyMap<string, BigCommerceScope> = new Map(
	ROWS.map(([scope, type, about, channel = 'web'], sequence) => [
		`store/${scope}`,
		{ type, about, channel, sequence },
	]),
);

/** What new scopes of a family would be about. */
const FAMILIES: ReadonlyMap<string, BigCommerceScope['about']> = new Map([
	['cart', 'cart'],
	['order', 'order'],
	['customer', 'customer'],
	['subscriber', 'subscriber'],
	['shipment', 'shipment'],
]);

/**
 * Gives what a scope means: `store/order/created`, and `store/channel/1/order/created` just the same. A scope of a known
 * family that is not in the list becomes `other:<scope>`; undefined is about the shop and nobody in it, like products.
 */
export function bigcommerceScope(name: string): BigCommerceScope | undefined {
	const scope = name
		.replace(/^store\/channel\/\d+\//, 'store/')
		.replace('/lineItems/', '/lineItem/');
	const known = SCOPES.get(scope);
	if (known !== undefined) return known;
	const about = FAMILIES.get(scope.split('/')[1] ?? '');
	if (about === undefined || scope.includes('/metafield/')) return undefined;
	return { type: otherType(scope), channel: 'other', about, sequence: ROWS.length };
}

/** Statuses of an order in which its customer has not ordered: Incomplete, Cancelled, Declined. */
const NOT_ORDERED: ReadonlySet<string> = new Set(['0', '5', '6']);

/** What becomes of an order by its new status: Shipped, Cancelled, Completed (the customer has it). */
const STATUS_TYPES: ReadonlyMap<string, string> = new Map([
	['2', 'order_fulfilled'],
	['5', 'order_cancelled'],
	['10', 'order_delivered'],
]);

/** Gives what a change from one status id to another says beside that the order changed, if anything. */
export function typeOfStatus(to: string | undefined): string | undefined {
	return to === undefined ? undefined : STATUS_TYPES.get(to);
}

/** Tells whether by this change of status ids a customer ordered: an order is Incomplete (0) until it is paid for. */
export function isPurchase(from: string | undefined, to: string | undefined): boolean {
	return from === '0' && to !== undefined && !NOT_ORDERED.has(to);
}
