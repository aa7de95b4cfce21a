/**
 * A code is twelve random symbols (60 bits) and one check symbol of Crockford's base32, grouped for reading:
 * `7K3QX-0V9TM-E2R`. Crockford's own check is modulo 37 and needs the symbols * ~ $ = U, which break in URLs, in QR's
 * alphanumeric mode and on the phone. The check here stays within the 32: it is the one parity symbol of a
 * Reed-Solomon code over GF(32). Each place has a weight, a different power of a primitive element, and the weighted
 * sum over all places is 0. So every single wrong symbol and every swap of two different symbols, next to each other
 * or not, is found; anything else passes once in 32.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_SYMBOLS = 12;
const CODE_SYMBOLS = RANDOM_SYMBOLS + 1;
const GROUP = 5;

/** How many random bytes a code uses up. */
export const CODE_RANDOM_BYTES = 8;

/** Why a text is not a code. */
export const CODE_READ_FAILURES = [
	'empty',
	'bad_character',
	'wrong_length',
	'wrong_check',
] as const;

export type CodeReading =
	| { readonly ok: true; readonly code: string }
	| { readonly ok: false; readonly why: (typeof CODE_READ_FAILURES)[number] };

/** Typed or pasted codes are short; a longer text is not worth reading. */
const MAX_TEXT = 200;

/** Spaces, hyphens and dashes, and the invisible marks that right-to-left editors and messengers put in. */
const IGNORED = /[\s\p{Cf}\p{Pd}\u2212]/gu;

const SYMBOL_VALUES: ReadonlyMap<string, number> = new Map([
	...[...ALPHABET].flatMap((symbol, value): [string, number][] => [
		[symbol, value],
		[symbol.toLowerCase(), value],
	]),
	...[...'Oo'].map((symbol): [string, number] => [symbol, 0]),
	...[...'IiLl'].map((symbol): [string, number] => [symbol, 1]),
	...[...'٠١٢٣٤٥٦٧٨٩'].map((digit, value): [string, number] => [digit, value]),
	...[...'۰۱۲۳۴۵۶۷۸۹'].map((digit, value): [string, number] => [digit, value]),
]);

/**
 * Gives the code for the first 60 bits of `randomBytes`, which must be at least CODE_RANDOM_BYTES bytes from a
 * cryptographic source, used for nothing else. Throws RangeError when they are fewer.
 */
export function newCode(randomBytes: Uint8Array): string {
	if (randomBytes.length < CODE_RANDOM_BYTES) {
		throw new RangeError(
			`A code needs ${CODE_RANDOM_BYTES} random bytes; newCode was given ${randomBytes.length}`,
		);
	}
	const bits = new DataView(randomBytes.buffer, randomBytes.byteOffset).getBigUint64(0);
	const values = Array.from({ length: RANDOM_SYMBOLS }, (_, place) =>
		Number((bits >> BigInt(59 - 5 * place)) & 31n),
	);
	// The last place has weight 1, so the sum of the others is what makes the whole 0.
	return format([...values, weightedSum([...values, 0])]);
}

/**
 * Reads what a person typed, pasted or scanned as a code, in any case and grouping, with O for 0, I and L for 1, and
 * Persian or Arabic digits. Gives the code as `newCode` writes it, or why the text cannot be one. That a code reads
 * well does not say that it was ever issued.
 */
export function readCode(text: string): CodeReading {
	if (text.length > MAX_TEXT) return { ok: false, why: 'wrong_length' };
	const symbols = [...text.replace(IGNORED, '')];
	if (symbols.length === 0) return { ok: false, why: 'empty' };
	const values = symbols.map((symbol) => SYMBOL_VALUES.get(symbol));
	if (!values.every((value) => value !== undefined)) return { ok: false, why: 'bad_character' };
	if (values.length !== CODE_SYMBOLS) return { ok: false, why: 'wrong_length' };
	if (weightedSum(values) !== 0) return { ok: false, why: 'wrong_check' };
	return { ok: true, code: format(values) };
}

function format(values: readonly number[]): string {
	const symbols = values.map((value) => ALPHABET.charAt(value)).join('');
	return [symbols.slice(0, GROUP), symbols.slice(GROUP, 2 * GROUP), symbols.slice(2 * GROUP)].join(
		'-',
	);
}

/** Sum of value x alpha^(places after it) over GF(32), by Horner's rule; addition there is exclusive or. */
function weightedSum(values: readonly number[]): number {
	return values.reduce((sum, value) => timesAlpha(sum) ^ value, 0);
}

/** Multiplies by alpha, the root of the primitive polynomial x^5 + x^2 + 1. */
function timesAlpha(value: number): number {
	const doubled = value << 1;
	return doubled & 32 ? doubled ^ 0b100101 : doubled;
}
