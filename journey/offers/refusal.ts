import type { Channel } from '../channel';
import { checkCondition } from '../conditions/check-condition';
import type { Purpose, Refusal } from './candidate';
import { CUSTOMER_VOCABULARY, type CustomerView } from './customer-view';
import type { Offer } from './offer';

/** How often an offer is in use: codes that are live or redeemed, over all and by the customer in question. */
export interface OfferUse {
	readonly offerId: string;
	readonly total: number;
	readonly byCustomer: number;
}

/** Where, why and when an offer would be given. `now` is in epoch milliseconds. */
export interface Occasion {
	readonly channel: Channel;
	readonly purpose: Purpose;
	readonly now: number;
}

/** What every offer of one decision is tested against. */
export interface Situation extends Occasion {
	readonly view: CustomerView;
	/** The customer's word on this purpose and channel. */
	readonly consent: 'granted' | 'denied' | null;
}

/**
 * Gives the first reason why an offer cannot be given, or null when it fits. An offer runs from `startsAt` up to, and
 * not at, `endsAt`. Consent stops it only where the customer said no: whether silence is enough is for the sender to
 * know. The caps are not tested where `use` is null, for a code that is already counted in them.
 */
export function findRefusal(
	offer: Offer,
	{ view, consent, channel, purpose, now }: Situation,
	use: OfferUse | null,
): Refusal | null {
	const { startsAt, endsAt, channels } = offer;
	if (now < startsAt) return { code: 'not_started', details: { startsAt } };
	if (now >= endsAt) return { code: 'ended', details: { endsAt } };
	if (channels && !channels.includes(channel)) {
		return { code: 'channel_not_offered', details: { channel, offeredOn: channels } };
	}
	if (consent === 'denied') {
		return { code: 'consent_denied', details: { purpose, channel } };
	}
	return (use && findCap(offer, use)) ?? findFailedCondition(offer, view);
}

function findCap({ caps }: Offer, use: OfferUse): Refusal | null {
	if (use.byCustomer >= caps.perCustomer) {
		return { code: 'customer_cap', details: { cap: caps.perCustomer, used: use.byCustomer } };
	}
	if (caps.total !== undefined && use.total >= caps.total) {
		return { code: 'total_cap', details: { cap: caps.total, used: use.total } };
	}
	return null;
}

function findFailedCondition({ eligibility }: Offer, view: CustomerView): Refusal | null {
	const result = eligibility ? checkCondition(eligibility, view, CUSTOMER_VOCABULARY) : null;
	return result && !result.ok ? { code: 'condition_failed', details: result } : null;
}
