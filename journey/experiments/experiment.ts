import { bucketOf, BUCKETS } from './bucket';

/** The arm of those who get nothing, so that others can be compared with them. Whoever is in it stays in it. */
export const HELD_OUT = 'held_out';

/** One way to treat customers. Weights are whole and not negative; an arm's share is its part of their sum. */
export interface Arm {
	readonly name: string;
	readonly weight: number;
}

/** Arms that customers are drawn into by chance; the name is the seed. */
export interface Experiment {
	readonly name: string;
	readonly arms: readonly Arm[];
}

/** What was drawn for one customer, who may have been merged into another since. */
export interface Draw {
	readonly arm: string;
	/** The customer whose id was hashed. */
	readonly drawnFor: string;
	/** Epoch milliseconds. */
	readonly drawnAt: number;
}

/** What the name of an experiment looks like: lower-case letters, digits, - and _, at most 64 of them. */
export const EXPERIMENT_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/**
 * Gives the arm that chance has for a customer: the arms lie side by side over the buckets, each as wide as its weight.
 * Always the same for the same experiment and customer. Throws RangeError when no arm has a weight.
 */
export function drawArm({ name, arms }: Experiment, customerId: string): string {
	const total = arms.reduce((sum, { weight }) => sum + weight, 0);
	// Whole numbers on both sides, so that an arm ends at the same bucket on every machine.
	const place = bucketOf(name, customerId) * total;
	let end = 0;
	for (const { name: arm, weight } of arms) {
		end += weight * BUCKETS;
		if (place < end) return arm;
	}
	throw new RangeError(`The experiment '${name}' has no arm with a weight above 0`);
}

/** Gives what was drawn first; null without any draw. Of draws at the same moment, that of the lesser customer id. */
function firstDraw(draws: readonly Draw[]): Draw | null {
	return draws.reduce<Draw | null>(
		(first, draw) => (first && !isEarlier(draw, first) ? first : draw),
		null,
	);
}

/**
 * Gives the arm that holds for a customer, of all draws for those who are merged in it: the first drawn one, and
 * `held_out` as soon as one of them is held out. Null where nothing was drawn. The order of the draws does not matter.
 */
export function standingArm(draws: readonly Draw[]): string | null {
	if (draws.some(({ arm }) => arm === HELD_OUT)) return HELD_OUT;
	return firstDraw(draws)?.arm ?? null;
}

function isEarlier(a: Draw, b: Draw): boolean {
	return a.drawnAt < b.drawnAt || (a.drawnAt === b.drawnAt && a.drawnFor < b.drawnFor);
}
