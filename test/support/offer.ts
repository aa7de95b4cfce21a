import type { Offer } from '../../journey/offers/offer';
import { MINUTE_MS, NOON } from './touchpoint';

const DAY_MS = 24 * 60 * MINUTE_MS;

/** Builds an offer that runs for ten days from noon: what a test does not name is the same in every one. */
export function freeDelivery(facts: Partial<Offer> = {}): Offer {
	return {
		id: 'free-delivery',
		title: { en: 'Free delivery' },
		benefit: { kind: 'free_delivery' },
		startsAt: NOON - DAY_MS,
		endsAt: NOON + 10 * DAY_MS,
		codeLifeMs: 7 * DAY_MS,
		priority: 1,
		caps: { perCustomer: 1 },
		fallback: false,
		...facts,
	};
}
