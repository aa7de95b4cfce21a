import fc from 'fast-check';
import type { Channel } from '../../../journey/channel';
import {
	CHOSEN_CODES,
	OUTRANKED_CODES,
	REFUSAL_CODES,
	type Purpose,
} from '../../../journey/offers/candidate';
import { CHOICE_REASONS, chooseOffer, type ChoiceRequest } from '../../../journey/offers/choose';
import { checkCondition } from '../../../journey/conditions/check-condition';
import type { Condition } from '../../../journey/conditions/condition';
import {
	consentOn,
	CUSTOMER_VOCABULARY,
	customerView,
} from '../../../journey/offers/customer-view';
import { holdOut } from '../../../journey/offers/hold-out';
import { offerSchema, type Offer } from '../../../journey/offers/offer';
import {
	customerOf,
	DAY_MS,
	issuedOf,
	JOURNEY,
	NOW,
	offerOf,
	type CustomerParts,
} from './customers';
import rows from './fixtures/choices.json';

interface Case {
	readonly customer?: CustomerParts;
	readonly offers: readonly (Partial<Offer> & { startsInMs?: number; endsInMs?: number })[];
	readonly usage?: ChoiceRequest['usage'];
	readonly purpose?: Purpose;
	/** The experiment that holds the customer out. */
	readonly heldOutBy?: string;
}

/** Gives the request for a fixture: marketing by e-mail at NOW. */
function requestOf({
	customer = {},
	offers,
	usage = [],
	purpose = 'marketing',
}: Case): ChoiceRequest {
	return {
		offers: offers.map(({ startsInMs = -DAY_MS, endsInMs = DAY_MS, ...offer }) =>
			offerOf({ ...offer, startsAt: NOW + startsInMs, endsAt: NOW + endsInMs }),
		),
		context: customerOf(customer),
		journey: JOURNEY,
		usage,
		channel: 'email',
		purpose,
		now: NOW,
	};
}

/** Gives a choice as fixtures write it: score for those that fit, details for the refused. */
function inShort(request: ChoiceRequest, heldOutBy?: string): unknown {
	const choice = chooseOffer(request);
	const { chosen, why, candidates } = heldOutBy ? holdOut(choice, heldOutBy) : choice;
	return {
		chosen: chosen && chosen.offer.id,
		live: chosen && chosen.live && chosen.live.code,
		why,
		candidates: candidates.map((candidate) => [
			candidate.offerId,
			candidate.verdict,
			candidate.code,
			candidate.verdict === 'refused' ? candidate.details : candidate.score,
		]),
	};
}

describe('choosing an offer', () => {
	test.each(rows as unknown as [string, Case, unknown][])('%s', (_name, given, expected) => {
		const request = requestOf(given);
		for (const offer of request.offers) expect(offerSchema.safeParse(offer).error).toBeUndefined();
		expect(inShort(request, given.heldOutBy)).toEqual(expected);
		const offers = request.offers.toReversed();
		const context = { ...request.context, offers: request.context.offers.toReversed() };
		expect(inShort({ ...request, offers, context }, given.heldOutBy)).toEqual(expected);
	});

	test('has a fixture for every reason', () => {
		const text = JSON.stringify(rows);
		const reasons = [...CHOICE_REASONS, ...CHOSEN_CODES, ...OUTRANKED_CODES, ...REFUSAL_CODES];
		expect(reasons.filter((reason) => !text.includes(`"${reason}"`))).toEqual([]);
	});

	test('shows the factors of every offer that fits, 1 where the offer gives none', () => {
		const { chosen, candidates } = chooseOffer(
			requestOf({
				offers: [
					{ id: 'a', value: 3 },
					{ id: 'b', lever: 2 },
				],
			}),
		);
		const factors = { propensity: 1, context: 1, value: 3, lever: 1 };
		expect(chosen).toMatchObject({ score: 3, factors });
		expect(candidates.map(({ details }) => details)).toEqual([
			{ factors },
			{ by: 'a', factors: { propensity: 1, context: 1, value: 1, lever: 2 } },
		]);
	});

	test('changes nothing it was given', () => {
		const request = requestOf({
			customer: { attributes: { tags: ['a'] }, offers: [{ offerId: 'b' }, { offerId: 'a' }] },
			offers: [{ id: 'b' }, { id: 'a' }, { id: 'c', channels: ['sms'] }],
		});
		const before = structuredClone(request);
		chooseOffer(request);
		expect(request).toEqual(before);
	});
});

const condition: fc.Arbitrary<Condition> = fc.constantFrom<Condition>(
	{ field: 'segment', op: 'eq', value: 'vip' },
	{ field: 'attributes.age', op: 'gte', value: 18 },
	{ not: { field: 'attributes.age', op: 'lt', value: 18 } },
	{
		any: [
			{ field: 'stage', op: 'eq', value: 'purchase' },
			{ field: 'segment', op: 'missing' },
		],
	},
	{ field: 'touchpoints.order_completed', op: 'lt', value: 1 },
);
const channel = fc.constantFrom<Channel>('email', 'sms');
const factor = fc.option(fc.constantFrom(0, 0.5, 1, 2), { nil: undefined });
const instant = (least: number, most: number) => fc.integer({ min: NOW + least, max: NOW + most });
const offer = fc
	.record({
		id: fc.constantFrom(...'abcdefgh'),
		startsAt: instant(-5, 1),
		lengthMs: fc.integer({ min: 1, max: 10 }),
		channels: fc.option(fc.uniqueArray(channel, { minLength: 1 }), { nil: undefined }),
		eligibility: fc.option(condition, { nil: undefined }),
		priority: fc.integer({ min: -1, max: 1 }),
		propensity: factor,
		value: factor,
		caps: fc.record({
			perCustomer: fc.integer({ min: 1, max: 2 }),
			total: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
		}),
		fallback: fc.boolean(),
	})
	.map(({ lengthMs, ...parts }) => offerOf({ ...parts, endsAt: parts.startsAt + lengthMs }));
const request: fc.Arbitrary<ChoiceRequest> = fc
	.record({
		offers: fc.uniqueArray(offer, { selector: ({ id }) => id, maxLength: 8 }),
		parts: fc.record({
			segment: fc.option(fc.constantFrom('vip', 'new'), { nil: undefined }),
			attributes: fc.dictionary(fc.constant('age'), fc.constantFrom(17, 18, '18', 'x')),
			consent: fc.dictionary(
				fc.constantFrom('marketing.email', 'marketing.sms', 'marketing.all', 'transactional.sms'),
				fc.constantFrom('granted', 'denied'),
				{ maxKeys: 2 },
			),
			touchpoints: fc.subarray(['order_completed']),
			journeys: fc.subarray([{ stage: 'purchase' }]),
		}),
		codes: fc.array(
			fc.record({
				offerId: fc.constantFrom(...'abcdefgh'),
				code: fc.constantFrom('CODE-1', 'CODE-2', 'CODE-3'),
				state: fc.constantFrom('reserved', 'issued', 'redeemed'),
				expiresAt: instant(-1, 3),
			}),
			{ maxLength: 3 },
		),
		usage: fc.uniqueArray(
			fc.record({
				offerId: fc.constantFrom(...'abcdefgh'),
				total: fc.nat(3),
				byCustomer: fc.nat(2),
			}),
			{ selector: ({ offerId }) => offerId },
		),
		channel,
		purpose: fc.constantFrom<Purpose>('marketing', 'transactional'),
	})
	.map(({ parts, codes, ...rest }) => ({
		...rest,
		context: {
			...customerOf(parts as CustomerParts),
			offers: codes.map((code) => issuedOf(code as object)),
		},
		journey: JOURNEY,
		now: NOW,
	}));

/** Tells, without the code under test but for conditions and consent, whether an offer may be given. */
function fits(offer: Offer, { context, usage, channel, purpose, now }: ChoiceRequest): boolean {
	const use = usage.find(({ offerId }) => offerId === offer.id);
	const isLive = context.offers.some(
		(code) => code.offerId === offer.id && code.state === 'issued' && code.expiresAt > now,
	);
	return (
		offer.startsAt <= now &&
		now < offer.endsAt &&
		(offer.channels ?? [channel]).includes(channel) &&
		consentOn(context.consent, purpose, channel) !== 'denied' &&
		(isLive ||
			((use?.byCustomer ?? 0) < offer.caps.perCustomer &&
				(use?.total ?? 0) < (offer.caps.total ?? Infinity))) &&
		(offer.eligibility === undefined ||
			checkCondition(offer.eligibility, customerView(context, JOURNEY), CUSTOMER_VOCABULARY).ok)
	);
}

describe('any choice', () => {
	test('is an offer that fits and is within its caps, and there is one whenever any fits', () => {
		fc.assert(
			fc.property(request, (given) => {
				const { chosen } = chooseOffer(given);
				const fitting = given.offers.filter((offer) => fits(offer, given));
				if (chosen) expect(fitting).toContain(chosen.offer);
				else expect(fitting).toEqual([]);
			}),
			{ numRuns: 2000 },
		);
	});

	test('does not depend on the order of offers, codes or usage', () => {
		const shuffled = request.chain((given) =>
			fc.record({
				given: fc.constant(given),
				offers: fc.shuffledSubarray([...given.offers], { minLength: given.offers.length }),
				codes: fc.shuffledSubarray([...given.context.offers], {
					minLength: given.context.offers.length,
				}),
				usage: fc.shuffledSubarray([...given.usage], { minLength: given.usage.length }),
			}),
		);
		fc.assert(
			fc.property(shuffled, ({ given, offers, codes, usage }) => {
				const again = { ...given, offers, usage, context: { ...given.context, offers: codes } };
				expect(inShort(again)).toEqual(inShort(given));
			}),
			{ numRuns: 1000 },
		);
	});

	test('says of every offer once what became of it', () => {
		fc.assert(
			fc.property(request, (given) => {
				const { chosen, candidates } = chooseOffer(given);
				expect(candidates.map(({ offerId }) => offerId).sort()).toEqual(
					given.offers.map(({ id }) => id).sort(),
				);
				for (const { offerId, verdict } of candidates) {
					const offer = given.offers.find(({ id }) => id === offerId) as Offer;
					expect(verdict !== 'refused').toBe(fits(offer, given));
					expect(verdict === 'chosen').toBe(chosen?.offer === offer);
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('gives a live code again whenever one fits, and never beats it with a new one', () => {
		fc.assert(
			fc.property(request, (given) => {
				const { chosen, why } = chooseOffer(given);
				const live = given.context.offers.filter(
					(code) =>
						code.state === 'issued' &&
						code.expiresAt > NOW &&
						given.offers.some((offer) => offer.id === code.offerId && fits(offer, given)),
				);
				expect(why === 'live_offer').toBe(live.length > 0);
				if (live.length > 0) expect(live).toContain(chosen?.live);
				else expect(chosen?.live ?? null).toBeNull();
			}),
			{ numRuns: 2000 },
		);
	});

	test('is a fallback only when nothing else fits', () => {
		fc.assert(
			fc.property(request, (given) => {
				const { chosen, why } = chooseOffer(given);
				if (!chosen?.offer.fallback || why === 'live_offer') return;
				expect(given.offers.filter((offer) => !offer.fallback && fits(offer, given))).toEqual([]);
			}),
			{ numRuns: 1000 },
		);
	});
});
