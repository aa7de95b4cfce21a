import type { Money } from '../journey/touchpoint';
import { amountOfUnits, moneyOf } from './money';
import { textOf } from './payload-fields';

/**
 * How many decimals Stripe's amounts have (docs.stripe.com/currencies), where not two. This is not ISO 4217: the
 * króna (ISK) and the Ugandan shilling (UGX) have no decimals any more, but Stripe still counts them in hundredths.
 */
const DECIMALS: ReadonlyMap<string, number> = new Map([
	...'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'
		.split(' ')
		.map((code) => [code, 0] as const),
	...'BHD JOD KWD OMR TND'.split(' ').map((code) => [code, 3] as const),
]);

/**
 * Gives an amount in units of its currency for one in Stripe's minor units (`1999`, `eur` is 19.99 EUR), or undefined
 * without a whole number or without a three-letter code.
 */
export function moneyOfStripe(amount: unknown, currency: unknown): Money | undefined {
	const digits = textOf(amount) ?? '';
	const code = textOf(currency)?.toUpperCase() ?? '';
	if (!/^-?\d+$/.test(digits)) return undefined;
	return moneyOf(amountOfUnits(BigInt(digits), DECIMALS.get(code) ?? 2), code);
}
