/** No currency of ISO 4217 has more decimals; what senders write beyond them comes from their arithmetic. */
const DECIMALS = 4;

/** How many parts of an `ExactAmount` make one unit of its currency. */
export const PARTS_OF_UNIT = 10n ** BigInt(DECIMALS);

/** Ten trillion units: so many parts can be added up hundreds of times before a 64-bit number is full. */
const MAX_PARTS = 10n ** 13n * PARTS_OF_UNIT;

/** An amount as a whole number of ten-thousandths, so that sums of any order are the same to the last digit. */
export interface ExactAmount {
	readonly parts: bigint;
	/** How many decimals the amount was written with, 0 to 4. */
	readonly decimals: number;
}

/**
 * Gives a plain decimal number (`-12.50`) as ten-thousandths, further decimals rounded half away from zero. Null for what
 * is no plain decimal number and for ten trillion or more, which no order is worth.
 */
export function exactAmountOf(amount: string): ExactAmount | null {
	const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
	if (!match) return null;
	const [, sign, whole = '', fraction = ''] = match;
	const padded = fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0');
	const roundedUp = (fraction[DECIMALS] ?? '0') >= '5' ? 1n : 0n;
	const parts = BigInt(whole + padded) + roundedUp;
	if (parts >= MAX_PARTS) return null;
	const decimals = fraction.length > DECIMALS ? shownDecimals(parts) : fraction.length;
	return { parts: sign === '-' ? -parts : parts, decimals };
}

/** Gives ten-thousandths as a plain decimal number with this many decimals, or more where the amount has them. */
export function amountOf({ parts, decimals }: ExactAmount): string {
	const digits = (parts < 0n ? -parts : parts).toString().padStart(DECIMALS + 1, '0');
	const shown = Math.max(decimals, shownDecimals(parts));
	const whole = digits.slice(0, -DECIMALS);
	const fraction = digits.slice(-DECIMALS).slice(0, shown);
	return `${parts < 0n ? '-' : ''}${whole}${shown > 0 ? `.${fraction}` : ''}`;
}

/** How many decimals an amount needs: those at its end that are not zero. */
function shownDecimals(parts: bigint): number {
	let decimals = DECIMALS;
	for (let rest = parts; decimals > 0 && rest % 10n === 0n; rest /= 10n) decimals -= 1;
	return decimals;
}
