import type { Channel } from '../journey/channel';
import { otherType } from './event-type';
import { fieldsOf, firstText, textOf, type Fields } from './payload-fields';
import { readTime } from './time';

/** What kind of thing of the shop an event is about, and so where its fields stand. */
export type AdobeSubject =
	'order' | 'invoice' | 'shipment' | 'refund' | 'customer' | 'quote' | 'subscriber' | 'other';

/** What an event of Adobe Commerce means. */
export interface AdobeEvent {
	readonly type: string;
	readonly about: AdobeSubject;
	readonly channel: Channel;
}

type Row = readonly [names: string, type: string, about: AdobeSubject, channel?: Channel];

/**
 * Events of developer.adobe.com/commerce/extensibility/events/events-reference and of Magento's observers, each under
 * the names it has before and after the commit. What `before` in a name announces has not happened and may yet fail.
 */
const ROWS: readonly Row[] = [
	['catalog_controller_product_view', 'product_viewed', 'other'],
	['wishlist_add_product wishlist_product_add_after', 'product_added_to_wishlist', 'other'],
	['sendfriend_product', 'product_shared', 'other', 'email'],
	['customer_register_success', 'account_created', 'customer'],
	['customer_save_after customer_save_commit_after', 'customer_updated', 'customer', 'other'],
	['customer_address_save_after customer_address_save_commit_after', 'customer_updated', 'other'],
	['customer_delete_after customer_delete_commit_after', 'customer_deleted', 'customer', 'other'],
	['customer_login customer_data_object_login', 'signed_in', 'customer'],
	['customer_logout', 'signed_out', 'customer'],
	[
		'newsletter_subscriber_save_after newsletter_subscriber_save_commit_after',
		'subscriber_updated',
		'subscriber',
		'email',
	],
	['checkout_cart_product_add_after checkout_cart_add_product_complete', 'product_added', 'quote'],
	['sales_quote_remove_item', 'product_removed', 'quote'],
	[
		'checkout_cart_save_after sales_quote_save_after sales_quote_save_commit_after',
		'cart_updated',
		'quote',
	],
	[
		'checkout_submit_all_after checkout_onepage_controller_success_action sales_order_place_after sales_order_save_after sales_order_save_commit_after',
		'order_updated',
		'order',
	],
	[
		'sales_order_invoice_pay sales_order_invoice_save_after sales_order_invoice_save_commit_after',
		'order_paid',
		'invoice',
	],
	['order_cancel_after', 'order_updated', 'order'],
	[
		'sales_order_shipment_save_after sales_order_shipment_save_commit_after',
		'shipment_created',
		'shipment',
	],
	[
		'sales_order_creditmemo_refund sales_order_creditmemo_save_after sales_order_creditmemo_save_commit_after',
		'order_refunded',
		'refund',
	],
	['review_save_after review_save_commit_after', 'review_posted', 'other'],
];

const EVENTS: ReadonlyMap<string, AdobeEvent> = new Map(
	ROWS.flatMap(([names, type, about, channel = 'web']) =>
		names.split(' ').map((name) => [name, { type, about, channel }] as const),
	),
);

/** Types in the order in which they happen to one purchase, for those of one and the same second. */
const ORDER_OF_TYPES = [
	'account_created',
	'product_viewed',
	'product_added_to_wishlist',
	'product_added',
	'cart_updated',
	'order_completed',
	'order_paid',
	'order_updated',
	'shipment_created',
	'order_fulfilled',
	'order_cancelled',
	'order_refunded',
];

/** Gives the place of a type in the life of an order; all others come after it. */
export function adobeSequence(type: string): number {
	const place = ORDER_OF_TYPES.indexOf(type);
	return place < 0 ? ORDER_OF_TYPES.length : place;
}

/** Gives the bare name: `sales_order_place_after` for `com.adobe.commerce.observer.sales_order_place_after`. */
export function adobeEventName(name: string): string {
	return name.replace(/^.*?\bobserver\./, '').replace(/^com\.adobe\.commerce\./, '');
}

/** Gives what an event means by its bare name; one that is not in the list becomes `other:<name>`. */
export function adobeEvent(name: string): AdobeEvent {
	return (
		EVENTS.get(name) ?? {
			type: otherType(name),
			about: 'other',
			channel: 'other',
		}
	);
}

/** A fact that many events show, told once: `name` is its key within its order. */
export interface AdobeState {
	readonly type: string;
	readonly name: string;
	readonly happenedAt: number | null;
}

/** States of an order in which its customer has not, or no longer, ordered. */
const NOT_ORDERED: ReadonlySet<string> = new Set(['pending_payment', 'canceled']);

/** Events that only come for an order that was placed. */
const PLACED: ReadonlySet<string> = new Set([
	'checkout_submit_all_after',
	'sales_order_place_after',
]);

/**
 * Gives what an event (`sales_order_save_commit_after`) shows of the life of its order. A purchase is told under several
 * names and by every save after it; read from the state and keyed by the order, it counts once, whichever is heard first.
 * Merchants choose the fields: without a state only a new order is taken for a purchase.
 */
export function orderStates(name: string, order: Fields): AdobeState[] {
	const state = firstText(order.state, order.status);
	const isOrdered =
		state === undefined ? PLACED.has(name) || isNew(order) : !NOT_ORDERED.has(state);
	const updatedAt = readTime(order.updated_at);
	const states: AdobeState[] = [];
	if (isOrdered)
		states.push({
			type: 'order_completed',
			name: 'completed',
			happenedAt: readTime(order.created_at),
		});
	if (state === 'complete')
		states.push({ type: 'order_fulfilled', name: 'fulfilled', happenedAt: updatedAt });
	if (state === 'canceled' || name === 'order_cancel_after')
		states.push({ type: 'order_cancelled', name: 'cancelled', happenedAt: updatedAt });
	return states;
}

/** Says whether this save made the record: Commerce says so when asked for original data, else both times are one. */
export function isNew(record: Fields): boolean {
	if (typeof record._isNew === 'boolean') return record._isNew;
	const createdAt = textOf(record.created_at);
	return createdAt !== undefined && createdAt === textOf(record.updated_at);
}

/** Gives the record that an event is about: the value itself, or the part of it with the subject's name. */
export function recordOf(about: AdobeSubject, value: Fields): Fields {
	const names: Readonly<Record<AdobeSubject, readonly string[]>> = {
		order: ['order'],
		invoice: ['invoice'],
		shipment: ['shipment'],
		refund: ['creditmemo'],
		customer: ['customer', 'model'],
		quote: ['quote', 'cart'],
		subscriber: ['subscriber'],
		other: [],
	};
	const name = names[about].find((part) => Object.keys(fieldsOf(value[part])).length > 0);
	return name === undefined ? value : fieldsOf(value[name]);
}
