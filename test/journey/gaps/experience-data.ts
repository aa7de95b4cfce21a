import fc from 'fast-check';
import type { ExperienceCount } from '../../../journey/gaps/experience-count';
import type { JourneyDefinition } from '../../../journey/stages/definition';

/** A journey of three stages; the last one promises nothing. */
export const definition: JourneyDefinition = {
	name: 'shop',
	version: 3,
	displayName: 'Shop',
	stages: [
		{
			name: 'consideration',
			displayName: 'Consideration',
			owner: 'Marketing',
			entry: [],
			target: 60,
		},
		{ name: 'purchase', displayName: 'Purchase', owner: 'Sales', entry: [], target: 80 },
		{ name: 'use', displayName: 'Use', owner: 'Service', entry: [] },
	],
	loops: false,
	movement: 'free',
	exits: [],
	goals: [],
	coolDownMs: 0,
};

/** Gives counts of one cell: how often each score was given. */
export function answers(
	place: Partial<Omit<ExperienceCount, 'score' | 'count'>>,
	scores: Readonly<Record<string, number>>,
): ExperienceCount[] {
	return Object.entries(scores).map(([score, count]) => ({
		segment: 'loyal',
		stage: 'purchase',
		type: 'order_completed',
		channel: 'web',
		metric: 'rating',
		...place,
		score: Number(score),
		count,
	}));
}

/** Any counts a store could give for the journey above, unknown stages and several metrics included. */
export const anyCounts: fc.Arbitrary<ExperienceCount[]> = fc.array(
	fc.record({
		segment: fc.constantFrom('', 'loyal', 'new'),
		stage: fc.constantFrom('consideration', 'purchase', 'use', 'gone'),
		type: fc.constantFrom('order_completed', 'survey_answered'),
		channel: fc.constantFrom('web', 'store'),
		metric: fc.constantFrom('nps', 'csat', 'rating'),
		score: fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100),
		count: fc.integer({ min: 1, max: 60 }),
	}),
	{ maxLength: 60 },
);
