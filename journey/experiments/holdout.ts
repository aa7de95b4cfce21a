import { HELD_OUT, type Experiment } from './experiment';

/** The arm of those who get offers. */
export const OFFERED = 'offered';

/** How many customers in a hundred get no offer, unless somebody says otherwise. */
export const HOLDOUT_PERCENT = 5;

/** Hundredths of a per cent: a bucket each. */
const WEIGHT_OF_ALL = 10_000;

/**
 * Gives the experiment that holds out a part of the customers; `percent`, 0 to 100, counts to two decimals. With a larger
 * part, those whom a smaller one would have held out are held out too.
 */
export function holdoutOf(name: string, percent: number): Experiment {
	const weight = Math.round(percent * 100);
	return {
		name,
		arms: [
			{ name: HELD_OUT, weight },
			{ name: OFFERED, weight: WEIGHT_OF_ALL - weight },
		],
	};
}
