import { jStat } from 'jstat';
import type { Arm } from './experiment';

/** Below this chance something other than the draw is at work, as in GrowthBook's check of the sample ratio. */
const SAMPLE_RATIO_ALARM = 0.001;

/** With fewer customers to be expected in an arm, the chi-square test says little. */
const LEAST_EXPECTED = 8;

/** Customers in each arm while one set of weights held. */
export interface ArmTally {
	readonly arms: readonly Arm[];
	readonly customers: Readonly<Partial<Record<string, number>>>;
}

export type SampleRatio =
	| { readonly verdict: 'not_enough_data'; readonly pValue: null }
	| {
			/** `mismatch`: the arms are not as large as drawn, and comparing them would mislead. */
			readonly verdict: 'as_drawn' | 'mismatch';
			/** How probable arms as uneven as these are by the draw alone. */
			readonly pValue: number;
	  };

/**
 * Tells whether customers are spread over the arms as their weights say, by Pearson's chi-square test (1900). Where the
 * weights were changed on the way, each set of them is held against its own customers, and the sums are added up. Sets
 * with fewer than 8 customers to be expected in some arm are left out.
 */
export function checkSampleRatio(tallies: readonly ArmTally[]): SampleRatio {
	let chiSquare = 0;
	let freedom = 0;
	for (const { arms, customers } of tallies) {
		const drawn = arms.filter(({ weight }) => weight > 0);
		const expected = expectedCustomers({ arms: drawn, customers });
		if (drawn.length < 2 || Math.min(...expected) < LEAST_EXPECTED) continue;
		drawn.forEach(({ name }, place) => {
			const wanted = expected[place]!;
			chiSquare += ((customers[name] ?? 0) - wanted) ** 2 / wanted;
		});
		freedom += drawn.length - 1;
	}
	if (freedom === 0) return { verdict: 'not_enough_data', pValue: null };
	const pValue = 1 - jStat.chisquare.cdf(chiSquare, freedom);
	return { verdict: pValue < SAMPLE_RATIO_ALARM ? 'mismatch' : 'as_drawn', pValue };
}

/** Gives how many customers each arm would have by its weight, in the order of the arms. */
export function expectedCustomers({ arms, customers }: ArmTally): readonly number[] {
	const all = arms.reduce((sum, { name }) => sum + (customers[name] ?? 0), 0);
	const weights = arms.reduce((sum, { weight }) => sum + weight, 0);
	return arms.map(({ weight }) => (all * weight) / weights);
}
