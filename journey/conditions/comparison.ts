import type { Scalar } from './view';

const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * Tells whether two values are equal, or gives null when they cannot be compared. Two texts are equal only as
 * written, upper and lower case apart. When one is text and the other a number or a boolean, the text is read as that
 * (`12.50`, `true`), because shops and CRMs send both; text that is not one, and a number with a boolean, give null.
 */
export function equals(a: Scalar, b: Scalar): boolean | null {
	if (typeof a === typeof b) return a === b;
	if (typeof a === 'string') return sameOrNull(b, readLike(a, b));
	if (typeof b === 'string') return sameOrNull(a, readLike(b, a));
	return null;
}

/**
 * Gives -1, 0 or 1 for a before, with or after b, or null when they have no order. Numbers
 * and texts that both read as plain decimals are ordered as numbers; other texts by their characters, which is right
 * for ISO dates. A number with another text, and booleans, have none.
 */
export function order(a: Scalar, b: Scalar): number | null {
	if (typeof a === 'boolean' || typeof b === 'boolean') return null;
	const first = readNumber(a);
	const second = readNumber(b);
	if (first !== null && second !== null) return sign(first, second);
	if (typeof a === 'string' && typeof b === 'string') return sign(a, b);
	return null;
}

function sign<T extends number | string>(a: T, b: T): number {
	return a < b ? -1 : Number(a > b);
}

function sameOrNull(value: Scalar, read: Scalar | null): boolean | null {
	return read === null ? null : read === value;
}

function readLike(text: string, like: Scalar): Scalar | null {
	if (typeof like === 'number') return readNumber(text);
	return text === 'true' ? true : text === 'false' ? false : null;
}

function readNumber(value: string | number): number | null {
	if (typeof value === 'number') return value;
	return DECIMAL.test(value) ? Number(value) : null;
}
