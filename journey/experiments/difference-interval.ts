import { wilsonInterval } from '../gaps/csat';
import type { Interval } from '../gaps/interval';

/** So many people of all. */
export interface Proportion {
	readonly hits: number;
	/** At least 1. */
	readonly n: number;
}

/**
 * Gives the confidence interval of the share of `a` minus that of `b`, -1 to 1, by Newcombe's hybrid score (1998, method
 * 10): Wilson's intervals of both shares, joined, which also hold for few people and shares near 0.
 */
export function differenceInterval(a: Proportion, b: Proportion, confidence: number): Interval {
	const [shareA, shareB] = [a.hits / a.n, b.hits / b.n];
	const [ofA, ofB] = [
		wilsonInterval(a.hits, a.n, confidence),
		wilsonInterval(b.hits, b.n, confidence),
	];
	const difference = shareA - shareB;
	return {
		low: difference - Math.hypot(shareA - ofA.low, ofB.high - shareB),
		high: difference + Math.hypot(ofA.high - shareA, shareB - ofB.low),
	};
}
