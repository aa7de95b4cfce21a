/** Event types that every dictionary can name; any other is shown by its own words. */
export const NAMED_EVENT_TYPES = [
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
	'coupon_applied',
	'customer_lost',
	'mention_posted',
	'order_cancelled',
	'order_completed',
	'order_delivered',
	'order_fulfilled',
	'order_refunded',
	'order_updated',
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
	'promotion_viewed',
	'qr_scanned',
	'quote_requested',
	'recommendation_heard',
	'referral_made',
	'referral_received',
	'review_posted',
	'store_visited',
	'subscription_cancelled',
	'subscription_renewed',
	'survey_answered',
	'ticket_opened',
	'ticket_solved',
] as const;

/** Stages, owners and journeys of the built-in definitions, which every dictionary can name. */
export const NAMED_STAGES = [
	'action',
	'advocacy',
	'attention',
	'awareness',
	'before',
	'consideration',
	'desire',
	'first_purchase',
	'interest',
	'onboarding',
	'purchase',
	'renewal',
	'retention',
	'use',
] as const;

export const NAMED_OWNERS = ['Marketing', 'Onboarding', 'Renewal', 'Sales', 'Service'] as const;

export const NAMED_JOURNEYS = ['aida', 'five_stage', 'lifecycle'] as const;

export type NamedEventType = (typeof NAMED_EVENT_TYPES)[number];
export type NamedStage = (typeof NAMED_STAGES)[number];
export type NamedOwner = (typeof NAMED_OWNERS)[number];
export type NamedJourney = (typeof NAMED_JOURNEYS)[number];
