import type { Channel } from '../journey/channel';
import { otherType } from './event-type';
import { listOf, textOf, type Fields } from './payload-fields';

/** What an event means. */
export interface StripeMeaning {
	readonly type: string;
	readonly channel: Channel;
	/** Place in the life of a purchase, which settles the order of events with one and the same second. */
	readonly sequence: number;
	/** Whether the event is known to be about a customer; of any other only its customer id is read. */
	readonly isKnown: boolean;
}

type Row = readonly [event: string, type: string, channel?: Channel];

/**
 * Events of docs.stripe.com/api/events/types that say something about a customer, in the order of a purchase.
 * One purchase by Checkout is seen as `checkout.session.completed`, `payment_intent.succeeded` and `charge.succeeded`,
 * with a subscription as an invoice too: the session, which alone has the whole customer, is `order_completed`, the
 * payment is `order_paid`, and the charge has no type of ours. A refund is `charge.refunded`, not the `refund.*` beside it;
 * a failed payment is that of the payment intent, not of the charge. `review.*` are Radar's checks for fraud, no reviews.
 */
const ROWS: readonly Row[] = [
	['customer.created', 'customer_created'],
	['customer.updated', 'customer_updated', 'other'],
	['customer.deleted', 'customer_deleted', 'other'],
	['quote.finalized', 'quote_sent', 'email'],
	['quote.accepted', 'quote_accepted'],
	['quote.canceled', 'quote_cancelled', 'other'],
	['setup_intent.succeeded', 'payment_info_entered'],
	['customer.discount.created', 'coupon_applied'],
	['checkout.session.expired', 'cart_abandoned'],
	['payment_intent.payment_failed', 'payment_failed'],
	['checkout.session.completed', 'order_completed'],
	['checkout.session.async_payment_succeeded', 'order_completed'],
	['payment_intent.succeeded', 'order_paid'],
	['customer.subscription.created', 'subscription_started'],
	['customer.subscription.trial_will_end', 'subscription_trial_ending', 'other'],
	['customer.subscription.updated', 'subscription_updated', 'other'],
	['invoice.upcoming', 'subscription_renewal_upcoming', 'other'],
	['invoice.sent', 'invoice_sent', 'email'],
	['invoice.paid', 'invoice_paid'],
	['invoice.payment_action_required', 'payment_action_required', 'other'],
	['invoice.payment_failed', 'invoice_payment_failed', 'other'],
	['invoice.overdue', 'invoice_overdue', 'other'],
	['customer.subscription.paused', 'subscription_paused', 'other'],
	['customer.subscription.resumed', 'subscription_resumed', 'other'],
	['customer.subscription.deleted', 'subscription_cancelled', 'other'],
	['charge.refunded', 'order_refunded', 'other'],
	['charge.dispute.created', 'dispute_opened', 'other'],
	['charge.dispute.closed', 'dispute_closed', 'other'],
];

const MEANINGS: ReadonlyMap<string, StripeMeaning> = new Map(
	ROWS.map(([event, type, channel = 'web'], sequence) => [
		event,
		{ type, channel, sequence, isKnown: true },
	]),
);

/**
 * Gives what an event (`checkout.session.completed`) about this object means; one that is not in the list becomes
 * `other:<event>`. `paymentIsOrder` is for shops that take payments without Checkout: there every payment is the order,
 * and a session or invoice beside it is not.
 */
export function stripeMeaning(
	event: string,
	object: Fields,
	paymentIsOrder: boolean,
): StripeMeaning {
	const listed = MEANINGS.get(event);
	if (listed === undefined)
		return {
			type: otherType(event),
			channel: 'other',
			sequence: ROWS.length,
			isKnown: false,
		};
	const type = typeOf(event, object, paymentIsOrder) ?? listed.type;
	const isTerminal = listOf(object.payment_method_types)[0] === 'card_present';
	return { ...listed, type, channel: isTerminal ? 'store' : listed.channel };
}

/** What the object says against the listed type, if anything. */
function typeOf(event: string, object: Fields, paymentIsOrder: boolean): string | undefined {
	switch (event) {
		case 'checkout.session.completed':
		case 'checkout.session.async_payment_succeeded':
			if (object.mode === 'setup') return 'payment_info_entered';
			// A bank debit or voucher is still to come: async_payment_succeeded will tell.
			return object.payment_status === 'unpaid' || paymentIsOrder
				? 'checkout_completed'
				: undefined;
		case 'payment_intent.succeeded':
			return paymentIsOrder ? 'order_completed' : undefined;
		case 'invoice.paid':
			return textOf(object.billing_reason) === 'subscription_cycle' && !paymentIsOrder
				? 'subscription_renewed'
				: undefined;
		default:
			return undefined;
	}
}
