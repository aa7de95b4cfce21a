import { normalQuantile } from '../gaps/interval';

/** How long one or more people were seen in a stage. */
export interface DurationObservation {
	/** Milliseconds until they left, or until they were last seen there. */
	readonly durationMs: number;
	/** Whether they left; who is still there, or went away for another reason, is censored and not dropped. */
	readonly ended: boolean;
	/** How many people were seen to stay this long; 1 where it is left out. */
	readonly count?: number;
}

/** Both ends in milliseconds; null where the curve does not reach that far. */
export interface DurationInterval {
	readonly lowMs: number | null;
	readonly highMs: number | null;
}

/** Which share of people is still there after which time. */
export interface SurvivalCurve {
	/** How many people were seen, and how many of them left. */
	readonly n: number;
	readonly ended: number;
	/** Gives the share that stays longer than this, 0 to 1. */
	survivalAt(durationMs: number): number;
	/** Gives the first time at which at least this share (above 0, up to 1) has left; null while it has not. */
	quantile(share: number): number | null;
	/** Gives the interval of `quantile(share)`: the median for 0.5. The confidence lies between 0 and 1. */
	quantileInterval(share: number, confidence: number): DurationInterval;
}

/** A fall of the curve: the share that stays longer, and Greenwood's sum of d / (n (n − d)) up to here. */
interface Fall {
	readonly atMs: number;
	readonly survival: number;
	readonly greenwood: number;
}

/** Products of thousands of factors differ from the exact share by less than this. */
const ROUNDING = 1e-9;

/**
 * Gives the product-limit estimate of Kaplan and Meier (1958) from observations in any order. Who left and who was
 * last seen at the same moment: the leaving comes first. The interval of a quantile is that of Brookmeyer and Crowley
 * (1982): all times at which the curve's own interval holds the quantile. That one is Greenwood's on the log(−log)
 * scale, as in Kalbfleisch and Prentice (2002, section 1.4), which keeps to 0 and 1 and is good for small numbers.
 */
export function kaplanMeier(observations: Iterable<DurationObservation>): SurvivalCurve {
	const { falls, n, ended } = fallsOf(observations);
	return {
		n,
		ended,
		survivalAt: (durationMs) => fallBefore(falls, durationMs)?.survival ?? 1,
		quantile: (share) => firstAt(falls, share, ({ survival }) => survival),
		quantileInterval: (share, confidence) => {
			const z = normalQuantile(confidence);
			return {
				lowMs: firstAt(falls, share, (fall) => limitOf(fall, z)),
				highMs: firstAt(falls, share, (fall) => limitOf(fall, -z)),
			};
		},
	};
}

function fallsOf(observations: Iterable<DurationObservation>): {
	readonly falls: readonly Fall[];
	readonly n: number;
	readonly ended: number;
} {
	const moments = new Map<number, { left: number; seen: number }>();
	let n = 0;
	let ended = 0;
	for (const { durationMs, ended: left, count = 1 } of observations) {
		let moment = moments.get(durationMs);
		if (!moment) moments.set(durationMs, (moment = { left: 0, seen: 0 }));
		moment.seen += count;
		n += count;
		if (!left) continue;
		moment.left += count;
		ended += count;
	}
	const falls: Fall[] = [];
	let atRisk = n;
	let survival = 1;
	let greenwood = 0;
	for (const [atMs, { left, seen }] of [...moments].sort(([a], [b]) => a - b)) {
		if (left > 0) {
			survival *= 1 - left / atRisk;
			greenwood += left / (atRisk * (atRisk - left));
			falls.push({ atMs, survival, greenwood });
		}
		atRisk -= seen;
	}
	return { falls, n, ended };
}

/** Gives the last fall at or before this time, or undefined when the curve has not fallen yet. */
function fallBefore(falls: readonly Fall[], durationMs: number): Fall | undefined {
	let [low, high] = [0, falls.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (falls[middle]!.atMs <= durationMs) low = middle + 1;
		else high = middle;
	}
	return falls[low - 1];
}

/** Gives the first time at which no more than the rest of `share` stays, by the curve or one of its limits. */
function firstAt(
	falls: readonly Fall[],
	share: number,
	valueOf: (fall: Fall) => number,
): number | null {
	return falls.find((fall) => valueOf(fall) <= 1 - share + ROUNDING)?.atMs ?? null;
}

/** Gives the curve's lower limit for a positive z, its upper one for a negative. */
function limitOf({ survival, greenwood }: Fall, z: number): number {
	// Once nobody is left there is no variance to speak of: anything down to here, nothing known above.
	if (survival <= 0) return z > 0 ? 0 : 1;
	return survival ** Math.exp((z * Math.sqrt(greenwood)) / -Math.log(survival));
}
