import { BrokenBody } from './delivery-errors';

/** Deeper nesting than any known sender uses; well under what would exhaust the stack of a recursive reader. */
export const MAX_JSON_DEPTH = 40;

/** 2^53 has 16 digits: a text without such a run holds no integer that a double cannot hold. */
const LONG_INTEGER = /\d{16}/;
/** Fields of these names reach an object's prototype where code copies or inspects it. */
const DANGEROUS_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor']);
/**
 * What makes a second look worth its time: a dangerous name, also with letters of it escaped, or what PostgreSQL cannot
 * keep, the NUL character and half a surrogate pair, which JSON can hold only as an escape.
 */
const SUSPICIOUS = /__proto__|constructor|\\u(?:0000|005f|006[3ef]|007[2-5]|d[89a-f])/i;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a body as JSON. Integers beyond 2^53 come out as text with every digit; NUL characters are dropped and lone
 * surrogates replaced by U+FFFD, in keys too, and fields named `__proto__` or `constructor` are left out.
 * Throws `BrokenBody` for bytes that are not UTF-8, for text that is not JSON, and (`body_too_deep`) for nesting deeper
 * than `maxDepth`, which is found before anything is built.
 */
export function parseExactJson(body: Uint8Array, maxDepth = MAX_JSON_DEPTH): unknown {
	const text = decode(body);
	if (isDeeperThan(text, maxDepth)) {
		throw new BrokenBody(
			`the body nests deeper than ${maxDepth} levels: send a flatter one`,
			'body_too_deep',
		);
	}
	try {
		const value: unknown = LONG_INTEGER.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
		return SUSPICIOUS.test(text) ? cleaned(value) : value;
	} catch {
		// The cause is left out on purpose: the message of JSON.parse quotes the body.
		throw new BrokenBody(
			`the body of ${body.byteLength} bytes is not valid JSON: it may have been cut off on the way`,
		);
	}
}

function decode(body: Uint8Array): string {
	try {
		return utf8.decode(body);
	} catch {
		throw new BrokenBody('the body is not valid UTF-8, which JSON has to be');
	}
}

/** The third parameter has the number as it was written (ES2026, in Node 22 and later); the library types lack it still. */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
	if (typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value))
		return value;
	const source = context?.source;
	return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}

function cleaned(value: unknown): unknown {
	if (typeof value === 'string') return storable(value);
	if (Array.isArray(value)) return value.map(cleaned);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.map(([name, field]) => [storable(name), cleaned(field)] as const)
			.filter(([name]) => !DANGEROUS_NAMES.has(name)),
	);
}

function storable(text: string): string {
	return text.replaceAll('\0', '').toWellFormed();
}

/** Counts open brackets outside strings; good for valid JSON, and harmless for anything else, which is refused next. */
function isDeeperThan(text: string, limit: number): boolean {
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		switch (text.charCodeAt(at)) {
			case 0x22: // "
				at = endOfString(text, at + 1);
				break;
			case 0x5b: // [
			case 0x7b: // {
				if (++depth > limit) return true;
				break;
			case 0x5d: // ]
			case 0x7d: // }
				depth--;
				break;
		}
	}
	return false;
}

function endOfString(text: string, from: number): number {
	for (let at = from; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 0x5c) at++;
		else if (code === 0x22) return at;
	}
	return text.length;
}
