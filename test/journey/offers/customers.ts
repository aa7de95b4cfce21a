import type { CustomerContext } from '../../../journey/customer-context';
import type { IssuedOffer, Offer } from '../../../journey/offers/offer';

/** Tuesday 6 January 2026, 12:00 UTC. */
export const NOW = 1_767_700_800_000;
export const DAY_MS = 86_400_000;

export const JOURNEY = { definition: 'five_stage' };

/** Parts of a customer as a fixture gives them: touchpoints by their types, latest first. */
export interface CustomerParts {
	readonly segment?: string;
	readonly language?: string;
	readonly timeZone?: string;
	readonly attributes?: Readonly<Record<string, unknown>>;
	readonly consent?: CustomerContext['consent'];
	readonly touchpoints?: readonly string[];
	readonly journeys?: readonly Partial<CustomerContext['journeys'][number]>[];
	readonly offers?: readonly Partial<IssuedOffer>[];
	/** Further parts of the context as they are. */
	readonly known?: Partial<CustomerContext>;
}

/** Gives a customer who has only what `parts` says. */
export function customerOf(parts: CustomerParts): CustomerContext {
	return {
		customerId: 'customer-1',
		identities: [],
		attributes: parts.attributes ?? {},
		segment: parts.segment ?? null,
		language: parts.language ?? null,
		timeZone: parts.timeZone ?? null,
		consent: parts.consent ?? {},
		journeys: (parts.journeys ?? []).map((journey) => ({
			definition: 'five_stage',
			version: 1,
			key: '',
			account: null,
			stage: null,
			status: 'active',
			enteredAt: null,
			visits: 0,
			touchpoints: 0,
			endScore: null,
			peakScore: null,
			...journey,
		})),
		touchpoints: (parts.touchpoints ?? []).map((type, place) => ({
			id: `shop:${place}`,
			type,
			channel: 'web',
			occurredAt: NOW - place * 1000,
			source: 'shop',
			score: null,
			value: null,
			keys: {},
		})),
		offers: (parts.offers ?? []).map(issuedOf),
		openOrders: [],
		openCases: [],
		mood: null,
		preferredChannel: null,
		preferredHour: null,
		value: { orders: 0, spent: [], firstOrderAt: null, lastOrderAt: null },
		rfm: null,
		nextContent: null,
		accounts: [],
		...parts.known,
	};
}

/** Gives a code that lives for one more day, but for what `parts` says. */
export function issuedOf(parts: Partial<IssuedOffer>): IssuedOffer {
	return {
		code: 'CODE-1',
		offerId: 'welcome',
		customerId: 'customer-1',
		state: 'issued',
		channel: 'email',
		issuedAt: NOW - DAY_MS,
		expiresAt: NOW + DAY_MS,
		redeemedAt: null,
		redeemedWhere: null,
		orderId: null,
		...parts,
	};
}

/** Gives an offer that anyone may have once, from yesterday to tomorrow, but for what `parts` says. */
export function offerOf(parts: Partial<Offer>): Offer {
	return {
		id: 'welcome',
		title: { en: 'Welcome' },
		benefit: { kind: 'free_delivery' },
		startsAt: NOW - DAY_MS,
		endsAt: NOW + DAY_MS,
		codeLifeMs: DAY_MS,
		priority: 0,
		caps: { perCustomer: 1 },
		fallback: false,
		...parts,
	};
}
