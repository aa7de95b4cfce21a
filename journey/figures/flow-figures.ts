import { wilsonInterval } from '../gaps/csat';
import type { Interval } from '../gaps/interval';
import type { Movement } from '../stages/movement';
import { kaplanMeier, type DurationInterval } from './kaplan-meier';
import type { PlannedStage } from './planned-stage';
import type { StayCount, StayOutcome, StayPeople } from './stage-facts';

/** How many of those who could do something did it, with Wilson's interval of the share (0 to 1). */
export interface Conversion {
	readonly hits: number;
	readonly of: number;
	readonly share: number;
	readonly interval: Interval;
}

/** How the stays went that began in the period, as far as was known when it ended. */
export interface FlowFigures {
	readonly customers: number;
	readonly entered: number;
	/** Stays that began by a step back, over a stage or round the loop. */
	readonly returned: number;
	readonly skipped: number;
	readonly looped: number;
	/** How many stays each stage took over; only stages that took over any. */
	readonly leftTo: Readonly<Record<string, number>>;
	readonly completed: number;
	readonly exited: number;
	/** Of journeys: straight to the next planned stage. Null where none is planned, or nobody came. */
	readonly toNext: Conversion | null;
	/** Of journeys: to the goal, by whatever way. Null where the definition has no goal, or nobody came. */
	readonly toGoal: Conversion | null;
	/** Time until customers move on, to whichever stage or to the goal; who is still there or went away is censored. */
	readonly medianMs: number | null;
	readonly medianInterval: DurationInterval;
	/** Share of stays that last longer than expected, by the same estimate; null where nothing is expected, or nobody came. */
	readonly beyondExpected: number | null;
}

/**
 * Gives the flow through one stage from its stays, `people` being undefined where nobody came. The confidence lies
 * between 0 and 1. Pure.
 */
export function flowFigures(
	people: StayPeople | undefined,
	stays: readonly StayCount[],
	{ next, expectedMs }: PlannedStage,
	hasGoal: boolean,
	confidence: number,
): FlowFigures {
	const count = (test: (stay: StayCount) => boolean) =>
		stays.reduce((sum, stay) => (test(stay) ? sum + stay.count : sum), 0);
	const by = (movement: Movement) => count((stay) => stay.movement === movement);
	const ending = (outcome: StayOutcome) => count((stay) => stay.outcome === outcome);
	const curve = kaplanMeier(
		stays.map(({ durationMs, outcome, count: n }) => ({
			durationMs,
			ended: outcome === 'moved' || outcome === 'completed',
			count: n,
		})),
	);
	const journeys = people?.journeys ?? 0;
	return {
		customers: people?.customers ?? 0,
		entered: curve.n,
		returned: by('returned'),
		skipped: by('skipped'),
		looped: by('looped'),
		leftTo: leftTo(stays),
		completed: ending('completed'),
		exited: ending('exited'),
		toNext: next === null ? null : conversion(people?.journeysToNext ?? 0, journeys, confidence),
		toGoal: hasGoal ? conversion(people?.journeysToGoal ?? 0, journeys, confidence) : null,
		medianMs: curve.quantile(0.5),
		medianInterval: curve.quantileInterval(0.5, confidence),
		beyondExpected: expectedMs === null || curve.n === 0 ? null : curve.survivalAt(expectedMs),
	};
}

function leftTo(stays: readonly StayCount[]): Readonly<Record<string, number>> {
	const stages: Record<string, number> = {};
	for (const { to, count } of stays) if (to !== null) stages[to] = (stages[to] ?? 0) + count;
	return stages;
}

function conversion(hits: number, of: number, confidence: number): Conversion | null {
	if (of === 0) return null;
	return { hits, of, share: hits / of, interval: wilsonInterval(hits, of, confidence) };
}
