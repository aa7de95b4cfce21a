import type { INodePropertyOptions } from 'n8n-workflow';

/** The event types that people choose from; senders may report others, which are typed in. */
const EVENT_TYPES = [
	'account_created',
	'ad_clicked',
	'ad_viewed',
	'call_booked',
	'call_received',
	'campaign_clicked',
	'campaign_opened',
	'cart_abandoned',
	'cart_viewed',
	'checkout_started',
	'customer_lost',
	'mention_posted',
	'message_delivered',
	'message_failed',
	'message_read',
	'message_received',
	'message_sent',
	'order_cancelled',
	'order_completed',
	'order_delivered',
	'order_fulfilled',
	'order_refunded',
	'order_updated',
	'page_viewed',
	'product_added',
	'product_added_to_wishlist',
	'product_list_viewed',
	'product_shared',
	'product_used',
	'product_viewed',
	'products_searched',
	'qr_scanned',
	'quote_requested',
	'referral_made',
	'review_posted',
	'store_visited',
	'subscription_cancelled',
	'subscription_renewed',
	'survey_answered',
	'ticket_opened',
	'ticket_solved',
] as const;

/** The known event types as options, by the names that people read. */
export const eventTypeOptions: INodePropertyOptions[] = EVENT_TYPES.map((value) => ({
	name: value
		.split('_')
		.map((word) => (word === 'qr' ? 'QR' : word[0]?.toUpperCase() + word.slice(1)))
		.join(' ')
		.replace(' To ', ' to '),
	value,
}));
