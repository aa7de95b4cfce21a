import { jStat } from 'jstat';
import type { Moments } from './histogram';
import { clampInterval, type Interval } from './interval';

/**
 * Gives Student's t interval of a mean of scores, in points and cut off at 0 and 100, for a confidence between 0 and 1.
 * Takes at least two answers; answers that are all the same give an interval without width.
 */
export function meanInterval({ n, mean, sd }: Moments, confidence: number): Interval {
	const half = (jStat.studentt.inv((1 + confidence) / 2, n - 1) * sd) / Math.sqrt(n);
	return clampInterval({ low: mean - half, high: mean + half }, 0, 100);
}

/**
 * Gives the two-sided p-value of the one-sample t-test of a mean against a target, both in points.
 * Takes at least two answers; answers that are all the same either hit the target (1) or do not (0).
 */
export function meanPValue({ n, mean, sd }: Moments, target: number): number {
	if (mean === target) return 1;
	if (sd === 0) return 0;
	const t = Math.abs(mean - target) / (sd / Math.sqrt(n));
	return Math.min(1, 2 * jStat.studentt.cdf(-t, n - 1));
}
