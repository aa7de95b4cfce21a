import type { IDataObject } from 'n8n-workflow';
import type { HoldoutArm, HoldoutFigures } from '../../../../journey/experiments/holdout-figures';

/**
 * Gives the figures of one holdout as the fields of an item, flat, so that items are a table. Shares are 0 to 1; what is hidden
 * or cannot be told is null.
 */
export function itemOfHoldout(figures: HoldoutFigures): IDataObject {
	const { holdout, heldOut, offered, mixed, sampleRatio, verdict, difference } = figures;
	return {
		holdout,
		verdict,
		...itemOfArm('offered', offered),
		...itemOfArm('heldOut', heldOut),
		difference: rounded(difference?.value),
		differenceLow: rounded(difference?.low),
		differenceHigh: rounded(difference?.high),
		mixed,
		sampleRatio: sampleRatio.verdict,
		sampleRatioP: rounded(sampleRatio.pValue),
	};
}

function itemOfArm(name: string, { customers, expected, buyers }: HoldoutArm): IDataObject {
	return {
		[name]: customers,
		[`${name}Expected`]: Math.round(expected),
		[`${name}Buyers`]: buyers,
		[`${name}BuyersShare`]: buyers === null || customers === 0 ? null : rounded(buyers / customers),
	};
}

/** To four places: more would say more than the figures know. */
function rounded(value: number | null | undefined): number | null {
	return value === null || value === undefined ? null : Math.round(value * 10_000) / 10_000;
}
