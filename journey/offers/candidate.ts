import type { Channel } from '../channel';
import type { FailedCondition } from '../conditions/check-condition';
import type { Offer } from './offer';

/** Why an offer was refused, in the order in which an offer is tested; only the best one is tested for the last. */
export const REFUSAL_CODES = [
	'not_started',
	'ended',
	'channel_not_offered',
	'consent_denied',
	'customer_cap',
	'total_cap',
	'condition_failed',
	'held_out',
] as const;

/** Why an offer that fits came after another, the weightiest first. */
export const OUTRANKED_CODES = [
	'live_code_first',
	'fallback_not_needed',
	'lower_score',
	'lower_priority',
	'later_id',
] as const;

/** Why the chosen offer was chosen. */
export const CHOSEN_CODES = ['live_code', 'best_fit', 'only_fallback_fits'] as const;

export type Purpose = 'marketing' | 'transactional';

/** Why one offer cannot be given, with what it was tested against. Times are epoch milliseconds. */
export type Refusal =
	| { readonly code: 'not_started'; readonly details: { readonly startsAt: number } }
	| { readonly code: 'ended'; readonly details: { readonly endsAt: number } }
	| {
			readonly code: 'channel_not_offered';
			readonly details: { readonly channel: Channel; readonly offeredOn: readonly Channel[] };
	  }
	| {
			readonly code: 'consent_denied';
			readonly details: { readonly purpose: Purpose; readonly channel: Channel };
	  }
	| {
			readonly code: 'customer_cap' | 'total_cap';
			readonly details: { readonly cap: number; readonly used: number };
	  }
	| { readonly code: 'condition_failed'; readonly details: FailedCondition }
	| { readonly code: 'held_out'; readonly details: { readonly holdout: string } };

/** The factors of a score, each 1 where the offer gives none. */
export type Factors = Readonly<Record<'propensity' | 'context' | 'value' | 'lever', number>>;

/** What became of one offer of the catalogue, and why. */
export type Candidate = { readonly offerId: string } & (
	| {
			readonly verdict: 'chosen';
			readonly code: (typeof CHOSEN_CODES)[number];
			readonly details: { readonly factors: Factors };
			readonly score: number;
	  }
	| {
			readonly verdict: 'outranked';
			readonly code: (typeof OUTRANKED_CODES)[number];
			readonly details: { readonly by: string; readonly factors: Factors };
			readonly score: number;
	  }
	| ({ readonly verdict: 'refused' } & Refusal)
);

/** Gives the factors of an offer's score. */
export function factorsOf({ propensity = 1, context = 1, value = 1, lever = 1 }: Offer): Factors {
	return { propensity, context, value, lever };
}

/** Gives propensity x context x value x lever: 0 as soon as one is 0, however large the others. */
export function scoreOf({ propensity, context, value, lever }: Factors): number {
	const score = propensity * context * value * lever;
	// Only infinity times 0 is not a number, and only huge factors reach infinity.
	return Number.isNaN(score) ? 0 : score;
}
