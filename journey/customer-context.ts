import type { Channel } from './channel';
import type { IssuedOffer } from './offers/offer';
import type { StageContent } from './stages/definition';
import type { Money, Touchpoint } from './touchpoint';

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
	/** The account whose journey it is, several people's; null for the customer's own. */
	readonly account: string | null;
	readonly stage: string | null;
	readonly status: 'active' | 'exited' | 'completed';
	readonly enteredAt: number | null;
	readonly visits: number;
	readonly touchpoints: number;
	/** The last and the most intense experience score of the journey, 0 to 100. */
	readonly endScore: number | null;
	readonly peakScore: number | null;
}

/** An order that is not over. Times are epoch milliseconds. */
export interface OpenOrder {
	/** The order's number, as its source has it. */
	readonly key: string;
	readonly status: 'ordered' | 'fulfilled';
	readonly orderedAt: number;
	/** When the last thing happened to it. */
	readonly lastAt: number;
	readonly value: Money | null;
}

/** A ticket, conversation or call that is not solved. Times are epoch milliseconds. */
export interface OpenCase {
	/** The number of the ticket, conversation or call, as its source has it. */
	readonly key: string;
	readonly openedAt: number;
	/** When the last thing happened to it. */
	readonly lastAt: number;
	/** Where it was opened. */
	readonly channel: Channel;
	/** What it is about, in the words of its source. */
	readonly topic: string | null;
}

/** How the customer last said they feel, 0 (worst) to 100 (best), over all journeys. */
export interface Mood {
	readonly score: number;
	/** Epoch milliseconds. */
	readonly at: number;
	readonly metric: string;
	/** The lowest score of the 90 days before now; null when the last answer is older. */
	readonly lowest: number | null;
}

/** The local hour in which the customer acts most. */
export interface PreferredHour {
	/** 0 to 23, in `zone`. */
	readonly hour: number;
	readonly zone: string;
	/** How many of the customer's own acts it was found from. */
	readonly basis: number;
}

/** What a customer has bought. An order told by two sources under one number counts once, a cancelled one not at all. */
export interface CustomerValue {
	readonly orders: number;
	/** Exact sum for each currency, refunds taken off; the currency of the most orders first. */
	readonly spent: readonly Money[];
	/** Epoch milliseconds; null without an order. */
	readonly firstOrderAt: number | null;
	readonly lastOrderAt: number | null;
}

/** A fifth of the customers who have ordered: 5 is the best. */
export type Quintile = 1 | 2 | 3 | 4 | 5;

/** Where the customer stands among all who have ordered; see `journey/segments/rfm.ts`. */
export interface Rfm {
	readonly recency: Quintile;
	readonly frequency: Quintile;
	/** Among those who mostly pay in the same currency; null where they are too few to compare. */
	readonly monetary: Quintile | null;
	/** How many customers were compared, and when (epoch milliseconds). */
	readonly basis: number;
	readonly asOf: number;
}

/** A company or household the customer belongs to, and who else takes part in its journey. */
export interface AccountContext {
	readonly key: string;
	/** The customer's own role in it, as `role` or `jobTitle` says. */
	readonly role: string | null;
	/** How many people belong to it, this customer included. */
	readonly people: number;
	/** The others, those who acted last first, a few at most: what they did, and nothing else about them. */
	readonly others: readonly {
		readonly customerId: string;
		readonly role: string | null;
		readonly lastType: string;
		/** Epoch milliseconds. */
		readonly lastAt: number;
	}[];
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
	/** What counts per purpose and channel, as `marketing.email: granted`; nobody spoke of what is missing. */
	readonly consent: Readonly<Record<string, 'granted' | 'denied'>>;
	readonly journeys: readonly JourneyContext[];
	/** Latest first. */
	readonly touchpoints: readonly TouchpointSummary[];
	/** Codes that can still be redeemed. */
	readonly offers: readonly IssuedOffer[];
	/** The one changed last first. */
	readonly openOrders: readonly OpenOrder[];
	readonly openCases: readonly OpenCase[];
	readonly mood: Mood | null;
	/** Where the customer wants to be, or is most easily, reached. */
	readonly preferredChannel: Channel | null;
	readonly preferredHour: PreferredHour | null;
	readonly value: CustomerValue;
	/** Null for a customer without an order, and while fewer than 25 customers have ordered. */
	readonly rfm: Rfm | null;
	/** What the stage of the current journey has for this customer and the customer has not seen. */
	readonly nextContent: StageContent | null;
	readonly accounts: readonly AccountContext[];
}

/** Who a customer is and how to reach them. */
export type Person = Pick<
	CustomerContext,
	'customerId' | 'identities' | 'attributes' | 'segment' | 'language' | 'timeZone'
>;
