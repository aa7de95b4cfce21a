import { countWhere, type Histogram, UNITS_PER_POINT } from './histogram';
import { clampInterval, type Interval, normalQuantile } from './interval';

/** Answers 9 and 10 of 10 promote, 0 to 6 detract; as scores, from 90 and up to 60. */
const PROMOTER_FROM = 90 * UNITS_PER_POINT;
const DETRACTOR_TO = 60 * UNITS_PER_POINT;

export interface NpsFigures {
	readonly promoters: number;
	readonly passives: number;
	readonly detractors: number;
	/** −100 to 100. */
	readonly nps: number;
	readonly interval: Interval;
}

/**
 * Gives the Net Promoter Score of at least one answer with its adjusted-Wald interval, which adds 3/4 of an answer to
 * promoters and detractors and 3 to all (Rocks 2016, the best of the three compared by MeasuringU), cut off at ±100.
 */
export function npsOf(
	promoters: number,
	passives: number,
	detractors: number,
	confidence: number,
): NpsFigures {
	const n = promoters + passives + detractors;
	const p = (promoters + 0.75) / (n + 3);
	const d = (detractors + 0.75) / (n + 3);
	const half = normalQuantile(confidence) * Math.sqrt((p + d - (p - d) ** 2) / (n + 3));
	return {
		promoters,
		passives,
		detractors,
		nps: (100 * (promoters - detractors)) / n,
		interval: clampInterval({ low: 100 * (p - d - half), high: 100 * (p - d + half) }, -100, 100),
	};
}

/** Gives the Net Promoter Score of scores from 0 to 100, a tenth of which is the answer. */
export function npsOfScores(histogram: Histogram, confidence: number): NpsFigures {
	const promoters = countWhere(histogram, (value) => value >= PROMOTER_FROM);
	const detractors = countWhere(histogram, (value) => value <= DETRACTOR_TO);
	const all = countWhere(histogram, () => true);
	return npsOf(promoters, all - promoters - detractors, detractors, confidence);
}
