import type { JourneyDefinition } from '../../../journey/stages/definition';
import { foldHistory, type FoldTouchpoint, type Step } from '../../../journey/stages/fold';
import type { Touchpoint } from '../../../journey/touchpoint';
import { touchpoint } from '../../support/touchpoint';

/** Gives a whole touchpoint as the fold sees it. */
export function wholeOf(
	eventId: string,
	facts: Partial<Touchpoint> & { score?: number } = {},
): FoldTouchpoint {
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
