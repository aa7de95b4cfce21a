import type { Channel } from './channel';
import type { IssuedOffer } from './offers/offer';
import type { Touchpoint } from './touchpoint';

/** A touchpoint in short, as another channel needs it. */
export interface TouchpointSummary {
	readonly id: string;
	readonly type: string;
	readonly channel: Channel;
	readonly occurredAt: number;
	readonly source: string;
	readonly score: number | null;
	readonly value: Touchpoint['value'] | null;
	readonly keys: Readonly<Record<string, string>>;
}

/** One customer's place in one journey. Times are epoch milliseconds. */
export interface JourneyContext {
	readonly definition: string;
	readonly version: number;
	readonly key: string;
	readonly stage: string | null;
	readonly status: 'active' | 'exited' | 'completed';
	readonly enteredAt: number | null;
	readonly visits: number;
	readonly touchpoints: number;
	/** The last and the most intense experience score of the journey, 0 to 100. */
	readonly endScore: number | null;
	readonly peakScore: number | null;
}

/** All that another channel needs to know about one customer, in one value. */
export interface CustomerContext {
	readonly customerId: string;
	readonly identities: readonly {
		readonly kind: string;
		readonly namespace: string | null;
		readonly value: string;
	}[];
	readonly attributes: Readonly<Record<string, unknown>>;
	readonly segment: string | null;
	readonly language: string | null;
	readonly timeZone: string | null;
	/** Latest word per purpose and channel, as `marketing.email: granted`. */
	readonly consent: Readonly<Record<string, 'granted' | 'denied'>>;
	readonly journeys: readonly JourneyContext[];
	/** Latest first. */
	readonly touchpoints: readonly TouchpointSummary[];
	/** Codes that can still be redeemed. */
	readonly offers: readonly IssuedOffer[];
}
