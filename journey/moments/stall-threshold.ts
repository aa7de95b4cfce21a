import { kaplanMeier } from '../figures/kaplan-meier';
import type { JourneyDefinition } from '../stages/definition';
import { DAY_MS } from '../time/wall-time';
import type { MomentSettings } from './subscription';

/** One stay in a stage; one that goes on has not ended, and its duration is what it has lasted so far. */
export interface Stay {
	readonly stage: string;
	readonly segment: string;
	readonly durationMs: number;
	readonly ended: boolean;
}

/** From when on a stay in a stage is a stall, and where that comes from. */
export interface StallThreshold {
	readonly stage: string;
	/** The segment it holds for; null for all but `exceptSegments`. */
	readonly segment: string | null;
	readonly exceptSegments: readonly string[];
	readonly ms: number;
	readonly from: 'learned' | 'definition' | 'typed';
	/** How many finished stays a learned threshold rests on; null for any other. */
	readonly basis: number | null;
}

/** Nine of ten customers have left by then. */
const QUANTILE = 0.9;

/** With fewer finished stays than this nothing is learned. */
const LEAST_FINISHED = 20;

/**
 * Gives the thresholds that a stall rule means, for each stage that is asked for. A learned one is the time by which nine
 * of ten people of that segment have left that stage (Kaplan and Meier 1958), those still there counted as censored;
 * with fewer than 20 finished stays, or when fewer than nine in ten ever leave, the time expected by the definition
 * holds instead. A stage with neither has no stalls. Pure; `stays` matter only to a learned rule.
 */
export function stallThresholds(
	definition: JourneyDefinition,
	{ stages, threshold }: Extract<MomentSettings, { kind: 'customer_stalled' }>,
	stays: readonly Stay[],
): readonly StallThreshold[] {
	const wanted = definition.stages.filter(
		({ name }) => stages.length === 0 || stages.includes(name),
	);
	return wanted.flatMap(({ name: stage, expectedDays }): readonly StallThreshold[] => {
		const forAll = { stage, segment: null, basis: null };
		if (threshold.from === 'typed')
			return [{ ...forAll, exceptSegments: [], ms: threshold.ms, from: 'typed' }];
		const learned =
			threshold.from === 'learned'
				? learnedThresholds(stays.filter((stay) => stay.stage === stage))
				: [];
		if (expectedDays === undefined) return learned;
		const exceptSegments = learned.flatMap(({ segment }) => segment ?? []);
		return [
			...learned,
			{ ...forAll, exceptSegments, ms: expectedDays * DAY_MS, from: 'definition' },
		];
	});
}

/** Gives a threshold for each segment with enough stays; all stays are of one stage. */
function learnedThresholds(stays: readonly Stay[]): readonly StallThreshold[] {
	const bySegment = [...Map.groupBy(stays, ({ segment }) => segment)];
	return bySegment.flatMap(([segment, own]): readonly StallThreshold[] => {
		const [first] = own;
		const curve = kaplanMeier(own);
		const { ended: basis } = curve;
		if (!first || basis < LEAST_FINISHED) return [];
		const ms = curve.quantile(QUANTILE);
		if (ms === null) return [];
		return [{ stage: first.stage, segment, exceptSegments: [], ms, from: 'learned', basis }];
	});
}
