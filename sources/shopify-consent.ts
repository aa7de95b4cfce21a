import type { ConsentChange } from '../journey/touchpoint';
import { fieldsOf, type Fields } from './payload-fields';
import type { ShopifyTopic } from './shopify-topics';
import { readTime } from './time';

/** How much older than the touchpoint a consent may be and still count as given with it. */
const FRESH_MS = 60 * 60_000;

const STATEMENTS = [
	['email', 'email_marketing_consent'],
	['sms', 'sms_marketing_consent'],
] as const;

/**
 * Gives what a Shopify body says about permission for marketing; `occurredAt` is in epoch milliseconds.
 * Each order repeats the customer's state, however old. A refusal always counts; a permission only when it was given
 * within the last hour, in this checkout, or by the topic about consent itself: an old one, said again, would undo
 * what the customer has since refused elsewhere. `pending` and `not_subscribed` say neither.
 */
export function consentIn(
	topic: ShopifyTopic,
	body: Fields,
	customer: Fields,
	occurredAt: number,
): ConsentChange[] {
	const changes: ConsentChange[] = [];
	for (const [channel, field] of STATEMENTS) {
		const statement = fieldsOf(customer[field] ?? body[field]);
		const status = statusOf(statement.state);
		if (status === 'denied' || (status === 'granted' && isNew(topic, statement, occurredAt))) {
			changes.push({ channel, purpose: 'marketing', status });
		}
	}
	const isAsked = topic.type === 'order_completed' || topic.about === 'checkout';
	if (
		isAsked &&
		body.buyer_accepts_marketing === true &&
		!changes.some(({ channel }) => channel === 'email')
	) {
		changes.push({ channel: 'email', purpose: 'marketing', status: 'granted' });
	}
	return changes;
}

function statusOf(state: unknown): ConsentChange['status'] | null {
	switch (typeof state === 'string' ? state.toLowerCase() : undefined) {
		case 'subscribed':
			return 'granted';
		case 'unsubscribed':
		case 'redacted':
		case 'invalid':
			return 'denied';
		default:
			return null;
	}
}

function isNew(topic: ShopifyTopic, statement: Fields, occurredAt: number): boolean {
	const givenAt = readTime(statement.consent_updated_at);
	return topic.about === 'consent' || (givenAt !== null && occurredAt - givenAt <= FRESH_MS);
}
