import { foldDigits } from '../journey/fold-text';
import type { Money } from '../journey/touchpoint';
import { textOf } from './payload-fields';

/**
 * Gives an amount in units of its currency as the sender wrote it, or undefined without a plain decimal number or
 * without a three-letter currency code: a currency is never guessed.
 */
export function moneyOf(amount: unknown, currency: unknown): Money | undefined {
	const digits = foldDigits(textOf(amount) ?? '');
	const code = textOf(currency)?.toUpperCase() ?? '';
	if (!/^-?\d+(?:\.\d+)?$/.test(digits) || !/^[A-Z]{3}$/.test(code)) return undefined;
	return { amount: digits, currency: code };
}

/** Gives the exact sum of plain decimal numbers, with as many decimals as the most precise of them. */
export function sumOfAmounts(amounts: readonly string[]): string {
	const decimals = Math.max(0, ...amounts.map((amount) => (amount.split('.')[1] ?? '').length));
	return amountOfUnits(
		amounts.reduce((sum, amount) => sum + scaled(amount, decimals), 0n),
		decimals,
	);
}

/** Gives the plain decimal number for a count of smallest units: 1999 with two decimals is `19.99`. */
export function amountOfUnits(units: bigint, decimals: number): string {
	const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
	const whole = digits.slice(0, digits.length - decimals);
	return `${units < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''}`;
}

function scaled(amount: string, decimals: number): bigint {
	const [whole = '', fraction = ''] = amount.split('.');
	return BigInt(whole + fraction.padEnd(decimals, '0'));
}
