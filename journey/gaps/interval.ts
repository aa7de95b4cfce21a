import { jStat } from 'jstat';

/** A confidence interval, both ends included. */
export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** Gives an interval cut off where no value can lie. */
export function clampInterval(interval: Interval, lowest: number, highest: number): Interval {
	return { low: Math.max(interval.low, lowest), high: Math.min(interval.high, highest) };
}

/** Gives the two-sided normal quantile for a confidence between 0 and 1: 1.96 for 0.95. */
export function normalQuantile(confidence: number): number {
	return jStat.normal.inv((1 + confidence) / 2, 0, 1);
}
