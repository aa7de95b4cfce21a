import fc from 'fast-check';
import type { JourneyDefinition } from '../../../journey/stages/definition';
import { foldHistory, type FoldTouchpoint, type Step } from '../../../journey/stages/fold';
import { MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

/** What a test names of a touchpoint. */
export type Facts = NonNullable<Parameters<typeof touchpoint>[1]>;

/** Gives a whole touchpoint as the fold sees it. */
export function wholeOf(eventId: string, facts: Facts = {}): FoldTouchpoint {
	const whole = touchpoint(eventId, facts);
	const { id, type, occurredAt, sequence, attributes, experience } = whole;
	const segment = attributes.segment as string | undefined;
	return {
		id,
		type,
		occurredAt,
		sequence,
		whole,
		...(segment === undefined ? {} : { segment }),
		...(experience === undefined ? {} : { score: experience.score }),
	};
}

/** Any history of up to 25 touchpoints, made by `build` of these facts; their times are few, so that ties are common. */
export function historyOf<T extends { readonly id: string }>(
	facts: fc.Arbitrary<Facts>,
	build: (eventId: string, facts: Facts) => T,
): fc.Arbitrary<T[]> {
	const one = fc.tuple(
		fc.string({ minLength: 1, maxLength: 3 }),
		fc.integer({ min: 0, max: 4 }).map((minute) => NOON + minute * MINUTE_MS),
		fc.integer({ min: 0, max: 1 }),
		facts,
	);
	return fc.uniqueArray(
		one.map(([id, occurredAt, sequence, own]) => build(id, { ...own, occurredAt, sequence })),
		{ selector: ({ id }) => id, maxLength: 25, size: 'max' },
	);
}

/** Gives the steps of a history in fold order. */
export function stepsOf(
	definition: JourneyDefinition,
	...history: readonly FoldTouchpoint[]
): readonly Step[] {
	return foldHistory(definition, history).map(({ step }) => step);
}

/** A definition of two stages, changed as a test needs it. */
export function trialJourney(changes: Partial<JourneyDefinition> = {}): JourneyDefinition {
	return {
		name: 'trial_journey',
		version: 1,
		displayName: 'Trial',
		stages: [
			{
				name: 'trial',
				displayName: 'Trial',
				owner: 'Sales',
				entry: [{ types: ['trial_started'] }],
			},
			{
				name: 'paid',
				displayName: 'Paid',
				owner: 'Sales',
				entry: [{ types: ['order_completed'] }],
			},
		],
		loops: false,
		movement: 'free',
		exits: [],
		goals: [],
		coolDownMs: 0,
		...changes,
	};
}
