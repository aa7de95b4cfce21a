import type { Channel } from '../journey/channel';
import { eventTypeOf } from './event-type';
import { MAIL, meaningOf, otherMeaning, type MessageMeaning } from './message-event';

/**
 * Klaviyo's own topics (developers.klaviyo.com/en/docs/working_with_system_webhooks, common webhook topics). By its
 * help on SMS metrics, "received" means that the customer got the message and "sent" that the customer wrote one.
 * What somebody of the business does by hand (suppress, unsuppress) may take a permission away and never gives one.
 * A rating is part of a review where there is one: only the review is `review_posted`.
 */
const SYSTEM_TOPICS: ReadonlyMap<string, MessageMeaning> = new Map([
	['received_email', MAIL.delivered],
	['email_delivered', MAIL.delivered],
	['opened_email', MAIL.opened],
	['clicked_email', MAIL.clicked],
	['bounced_email', MAIL.softBounced],
	['dropped_email', MAIL.dropped],
	['marked_email_as_spam', MAIL.complained],
	['subscribed_to_email_marketing', MAIL.subscribed],
	['unsubscribed_from_email_marketing', MAIL.unsubscribed],
	['manually_suppressed_from_email_marketing', meaningOf('consent_updated', 'email', 7, 'denied')],
	['manually_unsuppressed_from_email_marketing', meaningOf('consent_updated', 'email', 8)],
	['updated_email_preferences', meaningOf('consent_updated', 'email', 8)],
	['received_sms', meaningOf('message_delivered', 'sms', 1)],
	['received_automated_response_sms', meaningOf('message_delivered', 'sms', 1)],
	['failed_to_deliver_sms', meaningOf('message_failed', 'sms', 1)],
	['failed_to_deliver_automated_response_sms', meaningOf('message_failed', 'sms', 1)],
	['clicked_sms', meaningOf('campaign_clicked', 'sms', 2)],
	['sent_sms', meaningOf('message_received', 'sms', 3)],
	['unsubscribed_from_sms_marketing', meaningOf('unsubscribed', 'sms', 4, 'denied')],
	['subscribed_to_sms_marketing', meaningOf('subscribed', 'sms', 5, 'granted')],
	['received_push', meaningOf('message_delivered', 'push', 1)],
	['bounced_push', meaningOf('message_failed', 'push', 1)],
	['opened_push', meaningOf('campaign_opened', 'push', 2)],
	['subscribed_to_list', meaningOf('list_joined', 'email', 0)],
	['submitted_review', meaningOf('review_posted', 'web', 0)],
]);

/**
 * Metrics that shops and other tools send to Klaviyo, by the names of its own integrations; any other metric keeps its
 * name. `ordered_product` tells one line of an order again that `placed_order` has told.
 */
const METRICS: ReadonlyMap<string, string> = new Map([
	['placed_order', 'order_completed'],
	['fulfilled_order', 'order_fulfilled'],
	['cancelled_order', 'order_cancelled'],
	['refunded_order', 'order_refunded'],
	['added_to_cart', 'product_added'],
	['ordered_product', 'other:ordered_product'],
]);

/** Gives what a topic (`event:klaviyo.opened_email`, `event:shopify.placed_order`) means. */
export function klaviyoTopic(topic: string): MessageMeaning {
	const [, integration = '', name = topic] = /^event:([^.]+)\.(.+)$/.exec(topic) ?? [];
	if (integration === 'klaviyo')
		return SYSTEM_TOPICS.get(name) ?? otherMeaning(name, channelOf(name));
	return integration === ''
		? otherMeaning(name, 'other')
		: meaningOf(METRICS.get(name) ?? eventTypeOf(name), 'web', 0);
}

function channelOf(name: string): Channel {
	if (name.endsWith('sms')) return 'sms';
	if (name.endsWith('push')) return 'push';
	return name.endsWith('email') ? 'email' : 'other';
}
