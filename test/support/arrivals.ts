import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { JourneyStore } from '../../store/journey-store';
import type { Touchpoint } from '../../journey/touchpoint';
import { stageFactsOf } from './stage-facts';
import { email, external, MINUTE_MS, NOON, touchpoint } from './touchpoint';

/** Gives the addresses of so many people, of whom `factsOf` tells. */
export function peopleOf(count: number): readonly string[] {
	return Array.from({ length: count }, (_, who) => `person-${who}@example.com`);
}

/** How large generated histories are. */
export interface Size {
	readonly people: number;
	readonly minFacts: number;
	readonly maxFacts: number;
	/** Over how many minutes they spread: the fewer, the more happen at one instant. */
	readonly minutes: number;
}

/**
 * Generates touchpoints of several people, who are recognised sometimes by one identity and sometimes by another, so
 * that customers are found to be one person only later.
 */
export function factsOf({ people, minFacts, maxFacts, minutes }: Size): fc.Arbitrary<Touchpoint[]> {
	const addresses = peopleOf(people);
	const cookie = (who: number) => ({
		kind: 'anonymous' as const,
		namespace: 'web',
		value: `cookie-${who}`,
	});
	const identitiesOf = (who: number, how: number) =>
		[
			[email(addresses[who]!)],
			[cookie(who)],
			[email(addresses[who]!), cookie(who)],
			[external(String(who)), email(addresses[who]!)],
		][how]!;
	return fc
		.array(
			fc.record({
				who: fc.integer({ min: 0, max: people - 1 }),
				how: fc.integer({ min: 0, max: 3 }),
				minute: fc.integer({ min: 0, max: minutes - 1 }),
				type: fc.constantFrom(
					'ad_clicked',
					'product_viewed',
					'order_completed',
					'survey_answered',
					'review_posted',
					'unsubscribed',
				),
				said: whatIsSaid(),
			}),
			{ minLength: minFacts, maxLength: maxFacts, size: 'max' },
		)
		.map((events) =>
			events.map(({ who, how, minute, type, said }, index) =>
				touchpoint(String(index), {
					type,
					occurredAt: NOON + minute * MINUTE_MS,
					receivedAt: NOON + minutes * MINUTE_MS,
					identities: identitiesOf(who, how),
					...said,
				}),
			),
		);
}

/** Generates what a customer may say in a touchpoint of any type: a segment, a word of consent, a score. */
export function whatIsSaid(): fc.Arbitrary<Partial<Touchpoint> & { score?: number }> {
	const said = fc.record({
		score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
		segment: fc.option(fc.constantFrom('gold', 'new'), { nil: undefined }),
		consent: fc.option(
			fc.record({
				channel: fc.constantFrom('email' as const, 'sms' as const, 'all' as const),
				purpose: fc.constantFrom('marketing' as const, 'transactional' as const),
				status: fc.constantFrom('granted' as const, 'denied' as const),
			}),
			{ nil: undefined },
		),
	});
	return said.map(({ score, segment, consent }) => ({
		attributes: segment ? { segment } : {},
		...(consent && { consent: [consent] }),
		...(score === undefined ? {} : { score }),
	}));
}

/** The same facts as they might arrive: each twice, in any order, in batches, accepted before they are recorded or not. */
export interface Arrival {
	readonly events: readonly Touchpoint[];
	readonly arrival: readonly Touchpoint[];
	readonly batch: number;
	readonly acceptFirst: boolean;
}

/** Generates arrivals of the same facts, for stores that must come to the same picture. */
export function arrivalsOf(facts: fc.Arbitrary<Touchpoint[]>): fc.Arbitrary<Arrival> {
	return facts.chain((events) =>
		fc.record({
			events: fc.constant(events),
			arrival: fc.shuffledSubarray([...events, ...events], {
				minLength: events.length * 2,
				maxLength: events.length * 2,
			}),
			batch: fc.integer({ min: 1, max: 8 }),
			acceptFirst: fc.boolean(),
		}),
	);
}

/** What a store shows of its customers, with ids left out: the same for two stores that hold the same facts. */
export async function picture(store: JourneyStore, emails: readonly string[]): Promise<unknown> {
	const customers = new Map<string, unknown>();
	for (const address of emails) {
		const context = await store.getContext(email(address), 100, NOON);
		if (!context) continue;
		const { customerId, ...known } = context;
		customers.set(customerId, known);
	}
	const all = [...customers.values()].map((known) => JSON.stringify(known)).sort();
	const totals = await store.getTotals();
	return {
		all,
		totals,
		experience: await store.getExperience('five_stage'),
		stages: await stageFactsOf(store, BUILT_IN_DEFINITIONS.five_stage),
	};
}
