import type { Channel } from '../journey/channel';
import { otherType } from './event-type';

/** What a topic says, and where its body says when. */
export interface ShopifyTopic {
	readonly type: string;
	readonly channel: Channel;
	readonly about:
		'cart' | 'checkout' | 'order' | 'refund' | 'customer' | 'consent' | 'wishlist' | 'other';
	/** Fields with the time of the fact, the best first. */
	readonly times: readonly string[];
	/** Place in the life of an order, which settles the order of topics with one and the same second. */
	readonly sequence: number;
}

type Row = readonly [
	topic: string,
	type: string,
	about: ShopifyTopic['about'],
	channel: Channel,
	...times: string[],
];

/**
 * Topics of shopify.dev/docs/api/webhooks, in the order of a purchase. One order that is paid at once is seen under three
 * topics: only its creation is `order_completed`, its payment is `order_paid`, and every change is `order_updated`.
 * A cart comes to be with its first product, so its creation is `product_added`; what a later change did is not said.
 * A guest's order makes a customer too: only `customers/enable` means that somebody opened an account.
 * Shopify has no topic for wish lists: the two here are for apps that post to the same address with the shop app's
 * signature. `customers/update` is not taken for one, as it comes with every order and every tag too.
 */
const ROWS: readonly Row[] = [
	['customers/create', 'customer_created', 'customer', 'web', 'created_at'],
	['customers/enable', 'account_created', 'customer', 'web', 'updated_at'],
	['customers/update', 'customer_updated', 'customer', 'other', 'updated_at'],
	['customers_email_marketing_consent/update', 'consent_updated', 'consent', 'email'],
	['customers_marketing_consent/update', 'consent_updated', 'consent', 'sms'],
	['wishlist/add', 'product_added_to_wishlist', 'wishlist', 'web', 'created_at', 'updated_at'],
	[
		'wishlist_items/create',
		'product_added_to_wishlist',
		'wishlist',
		'web',
		'created_at',
		'updated_at',
	],
	['carts/create', 'product_added', 'cart', 'web', 'created_at', 'updated_at'],
	['carts/update', 'cart_updated', 'cart', 'web', 'updated_at'],
	['checkouts/create', 'checkout_started', 'checkout', 'web', 'created_at'],
	['checkouts/update', 'checkout_updated', 'checkout', 'web', 'updated_at'],
	['orders/create', 'order_completed', 'order', 'web', 'created_at', 'processed_at'],
	['orders/paid', 'order_paid', 'order', 'web', 'updated_at'],
	['orders/updated', 'order_updated', 'order', 'web', 'updated_at'],
	['orders/fulfilled', 'order_fulfilled', 'order', 'web', 'updated_at'],
	['orders/cancelled', 'order_cancelled', 'order', 'web', 'cancelled_at', 'updated_at'],
	['refunds/create', 'order_refunded', 'refund', 'web', 'created_at', 'processed_at'],
	['customers/data_request', 'export_requested', 'other', 'other'],
	['customers/redact', 'erasure_requested', 'other', 'other'],
];

const TOPICS: ReadonlyMap<string, ShopifyTopic> = new Map(
	ROWS.map(([topic, type, about, channel, ...times], sequence) => [
		topic,
		{ type, about, channel, times, sequence },
	]),
);

/** What further topics of a family are about, such as `orders/partially_fulfilled`. */
const FAMILIES: ReadonlyMap<string, ShopifyTopic['about']> = new Map([
	['carts', 'cart'],
	['checkouts', 'checkout'],
	['orders', 'order'],
	['customers', 'customer'],
]);

/** Gives what a topic (`orders/create`) means; one that is not in the list becomes `other:<topic>`. */
export function shopifyTopic(topic: string): ShopifyTopic {
	return (
		TOPICS.get(topic) ?? {
			type: otherType(topic),
			channel: 'other',
			about: FAMILIES.get(topic.split('/')[0] ?? '') ?? 'other',
			times: ['updated_at', 'created_at'],
			sequence: ROWS.length,
		}
	);
}
