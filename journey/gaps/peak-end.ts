import type { RememberedExperience } from './gap-analysis';
import type { ResolvedGapOptions } from './gap-options';
import { hiddenSegments } from './hidden-segments';
import { addTo, type Histogram, mergeHistograms, momentsOf, UNITS_PER_POINT } from './histogram';
import { meanInterval } from './mean-interval';

/** How many journeys of a segment had this most intense and this last score, both 0 to 100 in hundredths. */
export interface PeakEndCount {
	readonly segment: string;
	readonly peakScore: number;
	readonly endScore: number;
	readonly count: number;
}

/** Half hundredths, so that the mean of two scores stays a whole number. */
const UNITS = 2 * UNITS_PER_POINT;

/**
 * Gives what customers will remember, for all and then for each segment by name: the mean of the most intense and the
 * last moment of a journey, however long it lasted (Kahneman and Fredrickson). A second lens, never the only one.
 */
export function rememberedExperience(
	counts: readonly PeakEndCount[],
	options: ResolvedGapOptions,
): readonly RememberedExperience[] {
	const segments = new Map<string, Map<number, number>>();
	for (const { segment, peakScore, endScore, count } of counts) {
		const histogram = segments.get(segment) ?? new Map<number, number>();
		segments.set(segment, histogram);
		const sum = Math.round(peakScore * UNITS_PER_POINT) + Math.round(endScore * UNITS_PER_POINT);
		addTo(histogram, sum, count);
	}
	const all: readonly [null, Histogram] = [null, mergeHistograms(segments.values())];
	const named = [...segments].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
	const rows = [all, ...named].map(([segment, histogram]) => ({
		segment,
		moments: momentsOf(histogram, UNITS),
	}));
	const hidden = hiddenSegments(
		rows.map(({ segment }) => segment),
		rows.map(({ moments }) => moments.n),
		options.hideBelow,
	);
	return rows.map(({ segment, moments }): RememberedExperience => {
		const isHidden = hidden.has(segment);
		if (isHidden || moments.n === 0) return { segment, hidden: isHidden, figures: null };
		const interval = moments.n < 2 ? null : meanInterval(moments, options.confidence);
		return { segment, hidden: false, figures: { n: moments.n, mean: moments.mean, interval } };
	});
}
