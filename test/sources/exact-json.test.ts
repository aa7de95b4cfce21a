import * as fc from 'fast-check';
import { BrokenBody } from '../../sources/delivery-errors';
import { MAX_JSON_DEPTH, parseExactJson } from '../../sources/exact-json';

const parse = (text: string): unknown => parseExactJson(Buffer.from(text));

function failureOf(body: string | Buffer): BrokenBody {
	try {
		parseExactJson(Buffer.from(body));
	} catch (error) {
		if (error instanceof BrokenBody) return error;
		throw error;
	}
	throw new Error('was read');
}

test('gives integers beyond 2^53 as text with every digit, and all others as numbers', () => {
	expect(
		parse(
			'{"id":820982911946154508,"neg":-9007199254740993,"safe":9007199254740991,"small":5,"real":1.5,"e":1e3}',
		),
	).toEqual({
		id: '820982911946154508',
		neg: '-9007199254740993',
		safe: 9007199254740991,
		small: 5,
		real: 1.5,
		e: 1000,
	});
	expect(parse('[9007199254740992, 9007199254740992.0]')).toEqual([
		'9007199254740992',
		9007199254740992,
	]);
	expect(parse('820982911946154508')).toBe('820982911946154508');
});

test('leaves long digits inside texts and decimals alone', () => {
	expect(parse('{"card":"4242424242424242","pi":3.14159265358979323846}')).toEqual({
		card: '4242424242424242',
		pi: Math.PI,
	});
});

test('takes out what PostgreSQL cannot keep: NUL characters and lone surrogates, in keys too', () => {
	expect(
		parse('{"a\\u0000b":"x\\u0000y","c":["\\ud83d","\\ud83d\\ude00"],"n":820982911946154508}'),
	).toEqual({
		ab: 'xy',
		c: ['\ufffd', '😀'],
		n: '820982911946154508',
	});
});

test.each([
	'{"a":{"__proto__":{"admin":true},"b":1}}',
	'{"a":{"\\u005f\\u005fproto__":{"admin":true},"b":1}}',
	'{"a":{"__pro\\u0000to__":{"admin":true},"b":1}}',
	'{"a":{"constructor":null,"b":1}}',
	'{"a":{"c\\u006fnstructor":{"prototype":{"admin":true}},"b":1}}',
	'{"a":{"__proto__":{"admin":true},"b":1},"n":820982911946154508}',
])('leaves out fields that would reach an object through its prototype: %s', (text) => {
	const { a } = parse(text) as { a: Record<string, unknown> };
	expect(Object.getOwnPropertyNames(a)).toEqual(['b']);
	expect(Object.getOwnPropertyNames({ ...a })).toEqual(['b']);
});

test('keeps an escaped backslash before u0000 as it is', () => {
	expect(parse('["\\\\u0000"]')).toEqual(['\\u0000']);
});

test('takes a byte order mark', () => {
	expect(parse('\ufeff{"a":1}')).toEqual({ a: 1 });
});

test('refuses nesting beyond the limit, and only that', () => {
	const nested = (depth: number): string =>
		`${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
	expect(() => parse(nested(MAX_JSON_DEPTH))).not.toThrow();
	expect(failureOf(nested(MAX_JSON_DEPTH + 2)).code).toBe('body_too_deep');
	expect(failureOf('['.repeat(500_000)).code).toBe('body_too_deep');
	expect(parse(`["${'['.repeat(100)}\\"${'{'.repeat(100)}"]`)).toHaveLength(1);
	expect(parse(`[${'[],'.repeat(100)}[]]`)).toHaveLength(101);
});

test.each([
	['cut off', '{"email":"neda@example.com","n'],
	['empty', ''],
	['two values', '{}{}'],
	['form fields', 'email=neda%40example.com'],
	['an open string', '"neda'],
	['closing brackets only', ']]]]}}}}'],
])('refuses a body that is %s without quoting it', (_name, text) => {
	const failure = failureOf(text);
	expect(failure.code).toBe('broken_body');
	expect(failure.message).not.toContain('neda');
	expect(failure.cause).toBeUndefined();
});

test('refuses bytes that are not UTF-8', () => {
	expect(failureOf(Buffer.from([0x22, 0xff, 0x22])).code).toBe('broken_body');
});

test('reads all other JSON as JSON.parse does', () => {
	fc.assert(
		fc.property(fc.json({ maxDepth: 8, stringUnit: 'grapheme' }), (text) => {
			fc.pre(!/\\u(?:0000|d[89a-f])|__proto__|constructor|\d{16}/i.test(text));
			const plain: unknown = JSON.parse(text);
			expect(JSON.stringify(parse(text))).toBe(JSON.stringify(plain));
		}),
	);
});

test('gives every integer back with the digits it was written with', () => {
	fc.assert(
		fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (integer) => {
			expect(String((parse(`{"id":${integer}}`) as { id: unknown }).id)).toBe(String(integer));
		}),
	);
});
