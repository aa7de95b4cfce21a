import type { Touchpoint } from '../touchpoint';

/**
 * What customers do themselves. Everything else is something done to or for them (a message sent, a parcel delivered, a
 * record changed in the CRM) and says nothing about where and when they like to be reached; so does what nobody mapped.
 */
const OWN_ACTS: ReadonlySet<string> = new Set([
	'account_created',
	'ad_clicked',
	'call_booked',
	'call_received',
	'campaign_clicked',
	'campaign_opened',
	'campaign_responded',
	'cart_viewed',
	'checkout_completed',
	'checkout_started',
	'conversation_started',
	'coupon_applied',
	'form_submitted',
	'lead_submitted',
	'meeting_booked',
	'mention_posted',
	'message_reacted',
	'message_read',
	'message_received',
	'order_completed',
	'page_viewed',
	'payment_info_entered',
	'product_added',
	'product_added_to_wishlist',
	'product_list_viewed',
	'product_removed',
	'product_shared',
	'product_used',
	'product_viewed',
	'products_searched',
	'promotion_clicked',
	'qr_scanned',
	'quote_accepted',
	'quote_requested',
	'referral_made',
	'review_posted',
	'screen_viewed',
	'signed_in',
	'store_visited',
	'subscribed',
	'subscription_started',
	'survey_answered',
	'survey_started',
	'ticket_opened',
]);

/** Gives the touchpoints that are acts of the customer; what a machine opened (`machine: true`) is none. */
export function ownActs(touchpoints: readonly Touchpoint[]): readonly Touchpoint[] {
	return touchpoints.filter(
		({ type, properties }) => OWN_ACTS.has(type) && properties.machine !== true,
	);
}
