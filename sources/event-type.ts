/** The longest name kept of an event that has no type of ours; a type has room for 200 characters. */
const MAX_NAME_LENGTH = 190;

/**
 * Names of events for which there is another word here: those of Segment's first e-commerce spec, and those of its specs
 * for e-mail and accounts where our own word covers every sender.
 */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
	['added_product', 'product_added'],
	['added_product_to_wishlist', 'product_added_to_wishlist'],
	['completed_order', 'order_completed'],
	['email_link_clicked', 'campaign_clicked'],
	['email_opened', 'campaign_opened'],
	['order_canceled', 'order_cancelled'],
	['product_reviewed', 'review_posted'],
	['refunded_order', 'order_refunded'],
	['removed_product', 'product_removed'],
	['signed_up', 'account_created'],
	['started_checkout', 'checkout_started'],
	['updated_order', 'order_updated'],
	['viewed_product', 'product_viewed'],
	['viewed_product_category', 'product_list_viewed'],
]);

/**
 * Gives the event type for a sender's event name: snake case (`Order Completed`, `order.completed` and `orderCompleted`
 * all give `order_completed`), our own word where it has another, or `other:<name>` for a name that snake case
 * cannot hold, such as a Persian one.
 */
export function eventTypeOf(name: string): string {
	const trimmed = name.trim();
	const snake = trimmed
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase()
		.replace(/[\s._:/-]+/g, '_')
		.replace(/^_+|_+$/g, '');
	const fits = /^[a-z][a-z0-9_]*$/.test(snake) && snake.length <= MAX_NAME_LENGTH;
	return fits ? (OTHER_NAMES.get(snake) ?? snake) : otherType(trimmed);
}

/** Gives the type of an event that has no word here: it is kept under the sender's own name for it, which is cut if long. */
export function otherType(name: string): string {
	return `other:${name.slice(0, MAX_NAME_LENGTH)}`;
}
