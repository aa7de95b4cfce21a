import type { CustomerContext } from '../customer-context';
import {
	factorsOf,
	scoreOf,
	type Candidate,
	type CHOSEN_CODES,
	type Factors,
	type OUTRANKED_CODES,
} from './candidate';
import { stateAt } from './code-life';
import { consentOn, customerView, type JourneyChoice } from './customer-view';
import type { IssuedOffer, Offer } from './offer';
import { findRefusal, type Occasion, type OfferUse, type Situation } from './refusal';

export interface ChoiceRequest extends Occasion {
	/** The catalogue, in any order, each id once. */
	readonly offers: readonly Offer[];
	readonly context: CustomerContext;
	/** Which of the customer's journeys the fields `stage`, `endScore` and `journey.*` are about. */
	readonly journey: JourneyChoice;
	/** An offer without an entry is unused. */
	readonly usage: readonly OfferUse[];
}

/** Why a decision came out as it did. */
export const CHOICE_REASONS = [
	'chosen',
	'fallback',
	'live_offer',
	'no_candidate',
	'held_out',
	'no_offers',
] as const;

/** An offer that fits, with what its rank depends on. */
export interface FittingOffer {
	readonly offer: Offer;
	readonly score: number;
	readonly factors: Factors;
	/** The code the customer already holds and is given again; null where a new one is to be issued. */
	readonly live: IssuedOffer | null;
}

export interface Choice {
	readonly chosen: FittingOffer | null;
	readonly why: (typeof CHOICE_REASONS)[number];
	/** Every offer: those that fit, best first, then the refused by id. */
	readonly candidates: readonly Candidate[];
}

/**
 * Chooses at most one offer for a customer, and says of every offer why it was chosen, outranked or refused. Offers
 * that fit rank by score, then priority, then id; fallback offers come after all others. A live code whose offer
 * still fits comes before everything and is given again, so that a customer holds one code over all channels: of
 * several, that of the best offer, and of one offer, the one that lives longest. The result does not depend on the
 * order of the offers. Caps are judged by `usage`, which may be out of date when the code is issued: the store has
 * the last word.
 */
export function chooseOffer(request: ChoiceRequest): Choice {
	const { offers, context, channel, purpose, now } = request;
	const situation: Situation = {
		view: customerView(context, request.journey),
		consent: consentOn(context.consent, purpose, channel),
		channel,
		purpose,
		now,
	};
	const usage = new Map(request.usage.map((use) => [use.offerId, use]));
	const liveCodes = findLiveCodes(context.offers, now);
	const fitting: FittingOffer[] = [];
	const refused: Candidate[] = [];
	for (const offer of offers) {
		const offerId = offer.id;
		const live = liveCodes.get(offerId) ?? null;
		const use = usage.get(offerId) ?? { offerId, total: 0, byCustomer: 0 };
		const refusal = findRefusal(offer, situation, live ? null : use);
		if (refusal) refused.push({ offerId, verdict: 'refused', ...refusal });
		else {
			const factors = factorsOf(offer);
			fitting.push({ offer, score: scoreOf(factors), factors, live });
		}
	}
	fitting.sort(compareRank);
	refused.sort((a, b) => compareText(a.offerId, b.offerId));
	const [best, ...others] = fitting;
	if (!best) {
		return {
			chosen: null,
			why: offers.length === 0 ? 'no_offers' : 'no_candidate',
			candidates: refused,
		};
	}
	const { why, code } = reasonFor(best);
	const { score, factors } = best;
	const chosen: Candidate = {
		offerId: best.offer.id,
		verdict: 'chosen',
		code,
		details: { factors },
		score,
	};
	return {
		chosen: best,
		why,
		candidates: [chosen, ...others.map((other) => outranked(other, best)), ...refused],
	};
}

/** The codes that can be redeemed at `now`, one for each offer. A reserved code is not in anyone's hands yet. */
function findLiveCodes(
	issued: readonly IssuedOffer[],
	now: number,
): ReadonlyMap<string, IssuedOffer> {
	const live = issued.filter((code) => stateAt(code, now) === 'issued');
	// A later entry of the map replaces an earlier one, so the preferred code comes last.
	live.sort((a, b) => a.expiresAt - b.expiresAt || compareText(b.code, a.code));
	return new Map(live.map((code) => [code.offerId, code]));
}

/** What ranks one fitting offer before another, the weightiest first, under the code the later one is given. */
const RANKING: readonly (readonly [
	(typeof OUTRANKED_CODES)[number],
	(a: FittingOffer, b: FittingOffer) => number,
])[] = [
	['live_code_first', (a, b) => Number(b.live !== null) - Number(a.live !== null)],
	['fallback_not_needed', (a, b) => Number(a.offer.fallback) - Number(b.offer.fallback)],
	// Two scores may both be infinite, and their difference is then not a number.
	['lower_score', (a, b) => (a.score === b.score ? 0 : b.score - a.score)],
	['lower_priority', (a, b) => b.offer.priority - a.offer.priority],
	['later_id', (a, b) => compareText(a.offer.id, b.offer.id)],
];

function compareRank(a: FittingOffer, b: FittingOffer): number {
	for (const [, compare] of RANKING) {
		const sign = compare(a, b);
		if (sign !== 0) return sign;
	}
	return 0;
}

function outranked(loser: FittingOffer, best: FittingOffer): Candidate {
	const [code] = RANKING.find(([, compare]) => compare(best, loser) !== 0) ?? ['later_id'];
	const { offer, score, factors } = loser;
	const details = { by: best.offer.id, factors };
	return { offerId: offer.id, verdict: 'outranked', code, details, score };
}

function reasonFor({ live, offer }: FittingOffer): {
	readonly why: Choice['why'];
	readonly code: (typeof CHOSEN_CODES)[number];
} {
	if (live) return { why: 'live_offer', code: 'live_code' };
	if (offer.fallback) return { why: 'fallback', code: 'only_fallback_fits' };
	return { why: 'chosen', code: 'best_fit' };
}

/** By code units: the same on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}
