import type { Channel } from '../channel';
import type { OpenOrder } from '../customer-context';
import type { Money } from '../touchpoint';

export const ROUTES = ['self_service', 'call_back', 'agent'] as const;

export type Route = (typeof ROUTES)[number];

/** Somebody who calls, writes or comes in. */
export interface IncomingContact {
	readonly channel: Channel;
	/** Whether they have said that they want a person, after self-service or without it. */
	readonly wantsPerson: boolean;
	/** What it is about, as a menu, a bot or an agent put it, like `order_status`; null when nobody has asked yet. */
	readonly topic: string | null;
	/** Epoch milliseconds. */
	readonly at: number;
}

/** One thing that spoke for the route, with the facts used. Times are epoch milliseconds, scores 0 to 100. */
export type RoutingReason =
	| { readonly code: 'order_status_known'; readonly order: string; readonly status: string }
	| { readonly code: 'asked_for_person' }
	| { readonly code: 'in_person'; readonly channel: Channel }
	| { readonly code: 'unknown_customer' }
	| { readonly code: 'high_value'; readonly orders: number; readonly spent: Money | null }
	| { readonly code: 'high_value_segment'; readonly segment: string }
	| { readonly code: 'urgent_topic'; readonly topic: string }
	| { readonly code: 'critical_need'; readonly stage: string; readonly need: string }
	| {
			readonly code: 'low_mood';
			readonly score: number;
			/** The lowest score of the last 90 days, which may be the reason while the last one is not. */
			readonly lowest: number;
			readonly metric: string;
			readonly at: number;
	  }
	| {
			readonly code: 'open_case';
			readonly case: string;
			readonly topic: string | null;
			readonly openedAt: number;
	  }
	| { readonly code: 'late_order'; readonly order: string; readonly orderedAt: number }
	| { readonly code: 'low_value_and_urgency'; readonly orders: number }
	| { readonly code: 'closed'; readonly opensAt: number }
	| { readonly code: 'no_phone_number' }
	| { readonly code: 'no_time_to_call' }
	| { readonly code: 'preferred_hour'; readonly hour: number; readonly zone: string }
	| { readonly code: 'skill_rule'; readonly rule: number }
	| { readonly code: 'stage_owner'; readonly stage: string; readonly owner: string };

/** How an incoming contact is answered. */
export interface Routing {
	readonly route: Route;
	/** The order whose status answers the contact, or that it is probably about; null without an open one. */
	readonly order: OpenOrder | null;
	/** When to call back, epoch milliseconds; null for the other routes. */
	readonly callBackAt: number | null;
	/** Who should answer, as operations name it; null where nothing says. */
	readonly skill: string | null;
	/** 1 comes first, 5 last. */
	readonly priority: 1 | 2 | 3 | 4 | 5;
	/** The language to answer in, as the customer's attributes say. */
	readonly language: string | null;
	/** The stage of the customer's journey; null outside of it. */
	readonly stage: string | null;
	readonly why: readonly RoutingReason[];
}
