/** How many answers gave each value. Values are whole numbers of a unit, so that sums are exact in any order. */
export type Histogram = ReadonlyMap<number, number>;

/** Scores are kept in hundredths: 87.5 is 8750. */
export const UNITS_PER_POINT = 100;

/** Mean and spread of answers, in points. */
export interface Moments {
	readonly n: number;
	readonly mean: number;
	/** Of the sample (n − 1); 0 for a single answer. */
	readonly sd: number;
}

/** Adds `count` answers of `value` units to a histogram in the making. */
export function addTo(histogram: Map<number, number>, value: number, count: number): void {
	histogram.set(value, (histogram.get(value) ?? 0) + count);
}

/** Gives one histogram with the answers of all. */
export function mergeHistograms(histograms: Iterable<Histogram>): Histogram {
	const merged = new Map<number, number>();
	for (const histogram of histograms) {
		for (const [value, count] of histogram) addTo(merged, value, count);
	}
	return merged;
}

/** Gives the number of answers whose value in units passes the test. */
export function countWhere(histogram: Histogram, test: (value: number) => boolean): number {
	let n = 0;
	for (const [value, count] of histogram) if (test(value)) n += count;
	return n;
}

/**
 * Gives number, mean and sample standard deviation of at least one answer, in points.
 * The sums are exact: n·Σx² − (Σx)² passes 2^53 at about ten thousand answers, hence the big integers.
 */
export function momentsOf(histogram: Histogram, unitsPerPoint = UNITS_PER_POINT): Moments {
	let n = 0n;
	let sum = 0n;
	let squares = 0n;
	for (const [value, count] of histogram) {
		const [x, k] = [BigInt(value), BigInt(count)];
		n += k;
		sum += k * x;
		squares += k * x * x;
	}
	const answers = Number(n);
	const spread = Number(n * squares - sum * sum);
	return {
		n: answers,
		mean: Number(sum) / answers / unitsPerPoint,
		sd: answers < 2 ? 0 : Math.sqrt(spread / (answers * (answers - 1))) / unitsPerPoint,
	};
}

/** Gives the median of at least one answer in points: the middle one, or halfway between the middle two. */
export function medianOf(histogram: Histogram, unitsPerPoint = UNITS_PER_POINT): number {
	const values = [...histogram.keys()].sort((a, b) => a - b);
	const n = countWhere(histogram, () => true);
	const at = (position: number): number => {
		let seen = 0;
		for (const value of values) {
			seen += histogram.get(value)!;
			if (seen > position) return value;
		}
		return Number.NaN;
	};
	return (at(Math.floor((n - 1) / 2)) + at(Math.floor(n / 2))) / 2 / unitsPerPoint;
}
