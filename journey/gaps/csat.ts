import { countWhere, type Histogram, UNITS_PER_POINT } from './histogram';
import { type Interval, normalQuantile } from './interval';

/** From here up an answer is in the top two boxes: 4 and 5 of 5, 6 and 7 of 7. */
const SATISFIED_FROM = 75 * UNITS_PER_POINT;

export interface CsatFigures {
	readonly satisfied: number;
	/** Share of satisfied answers, 0 to 1. */
	readonly csat: number;
	readonly interval: Interval;
}

/** Gives Wilson's score interval (1927) of a share, 0 to 1, for `hits` of `n` answers. */
export function wilsonInterval(hits: number, n: number, confidence: number): Interval {
	const z = normalQuantile(confidence);
	const share = hits / n;
	const centre = share + z ** 2 / (2 * n);
	const half = z * Math.sqrt((share * (1 - share)) / n + (z / (2 * n)) ** 2);
	const scale = 1 + z ** 2 / n;
	return {
		low: hits === 0 ? 0 : (centre - half) / scale,
		high: hits === n ? 1 : (centre + half) / scale,
	};
}

/** Gives the share of satisfied answers (score 75 or more) with Wilson's interval. */
export function csatOfScores(histogram: Histogram, confidence: number): CsatFigures {
	const satisfied = countWhere(histogram, (value) => value >= SATISFIED_FROM);
	const n = countWhere(histogram, () => true);
	return { satisfied, csat: satisfied / n, interval: wilsonInterval(satisfied, n, confidence) };
}
