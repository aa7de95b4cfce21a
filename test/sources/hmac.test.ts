import { createHmac } from 'node:crypto';
import { verifyHmac } from '../../sources/hmac';
import type { HmacRecipe } from '../../sources/source';
import { NOW, requestOf } from './requests';

const BODY = '{"n":1}';
const hex = (text: string, key: string | Buffer = 'k', algorithm = 'sha256'): string =>
	createHmac(algorithm, key).update(text).digest('hex');

const RECIPE: HmacRecipe = {
	header: 'x-sig',
	algorithm: 'sha256',
	encoding: 'hex',
	signed: '{body}',
};

test('accepts the published vector of GitHub webhooks, which sign as many senders do', () => {
	const recipe: HmacRecipe = { ...RECIPE, header: 'x-hub-signature-256', prefix: 'sha256=' };
	const request = requestOf('Hello, World!', {
		'x-hub-signature-256':
			'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
	});
	expect(verifyHmac(recipe, request, ["It's a Secret to Everybody"])).toBeNull();
	expect(verifyHmac(recipe, request, ["It's a secret to everybody"])?.code).toBe('bad_signature');
});

test.each(['sha1', 'sha256', 'sha512'] as const)(
	'knows %s in hex of either case and in base64',
	(algorithm) => {
		const digest = createHmac(algorithm, 'k').update(BODY).digest();
		for (const text of [digest.toString('hex'), digest.toString('hex').toUpperCase()]) {
			expect(
				verifyHmac({ ...RECIPE, algorithm }, requestOf(BODY, { 'x-sig': text }), ['k']),
			).toBeNull();
		}
		const base64 = requestOf(BODY, { 'x-sig': digest.toString('base64') });
		expect(verifyHmac({ ...RECIPE, algorithm, encoding: 'base64' }, base64, ['k'])).toBeNull();
		expect(verifyHmac({ ...RECIPE, algorithm, encoding: 'hex' }, base64, ['k'])?.code).toBe(
			'bad_signature',
		);
	},
);

test('accepts any of several keys, in any place, and keys that are bytes', () => {
	const request = requestOf(BODY, { 'x-sig': hex(BODY) });
	for (const keys of [
		['k', 'old'],
		['old', 'k'],
		['x', Buffer.from('k'), 'y'],
	]) {
		expect(verifyHmac(RECIPE, request, keys)).toBeNull();
	}
	expect(verifyHmac(RECIPE, request, ['old', 'older'])?.code).toBe('bad_signature');
});

test('never takes an empty key, even when the sender signed with one', () => {
	const request = requestOf(BODY, { 'x-sig': hex(BODY, '') });
	expect(verifyHmac(RECIPE, request, ['', Buffer.alloc(0)])?.code).toBe('no_secret');
	expect(verifyHmac(RECIPE, request, ['', 'k'])?.code).toBe('bad_signature');
});

test('accepts any of several signatures in one header and passes over those of another version', () => {
	const recipe: HmacRecipe = { ...RECIPE, separator: ',', prefix: 'v1=' };
	const wrong = hex('another body');
	const accepted = [
		`v1=${hex(BODY)},v1=${wrong}`,
		`v1=${wrong}, v1=${hex(BODY)}`,
		`v0=${wrong},v1=${hex(BODY)}`,
	];
	for (const header of accepted)
		expect(verifyHmac(recipe, requestOf(BODY, { 'x-sig': header }), ['k'])).toBeNull();
	const refused = [`v0=${hex(BODY)}`, hex(BODY), `v1=${wrong}`, 'v1=', ','];
	for (const header of refused) {
		expect(verifyHmac(recipe, requestOf(BODY, { 'x-sig': header }), ['k'])?.code).toBe(
			'bad_signature',
		);
	}
});

test('refuses a signature that is cut short, too long or not in the encoding', () => {
	const signature = hex(BODY);
	for (const text of [
		signature.slice(0, -2),
		signature.slice(0, 2),
		`${signature}00`,
		`${signature}zz`,
		' ',
		'✓',
	]) {
		expect(verifyHmac(RECIPE, requestOf(BODY, { 'x-sig': text }), ['k'])?.status).toBe(401);
	}
});

test('takes the time of signing out of the signature header where it stands there', () => {
	const recipe: HmacRecipe = {
		...RECIPE,
		separator: ',',
		prefix: 'v1=',
		timestampPrefix: 't=',
		signed: '{timestamp}.{body}',
	};
	const seconds = NOW / 1000;
	const header = (t: number): string => `t=${t},v1=${hex(`${t}.${BODY}`)}`;
	expect(verifyHmac(recipe, requestOf(BODY, { 'x-sig': header(seconds) }), ['k'])).toBeNull();
	expect(verifyHmac(recipe, requestOf(BODY, { 'x-sig': header(seconds - 301) }), ['k'])?.code).toBe(
		'stale_timestamp',
	);
	const swapped = header(seconds - 200).replace(`t=${seconds - 200}`, `t=${seconds}`);
	expect(verifyHmac(recipe, requestOf(BODY, { 'x-sig': swapped }), ['k'])?.code).toBe(
		'bad_signature',
	);
	const timeless = `v1=${hex(`.${BODY}`)}`;
	expect(verifyHmac(recipe, requestOf(BODY, { 'x-sig': timeless }), ['k'])?.code).toBe(
		'missing_timestamp',
	);
});

describe('the age of a signature', () => {
	const recipe: HmacRecipe = {
		...RECIPE,
		signed: '{timestamp}{body}',
		timestampHeader: 'x-time',
		toleranceMs: 60_000,
	};
	const at = (time: string) =>
		verifyHmac(recipe, requestOf(BODY, { 'x-time': time, 'x-sig': hex(`${time}${BODY}`) }), ['k'])
			?.code ?? null;

	test.each([
		['seconds', String(NOW / 1000)],
		['milliseconds', String(NOW)],
		['ISO 8601', new Date(NOW).toISOString()],
		['the oldest allowed', String(NOW - 60_000)],
		['the furthest ahead allowed', String(NOW + 60_000)],
	])('is accepted: %s', (_name, time) => expect(at(time)).toBeNull());

	test.each([
		['a millisecond too old', String(NOW - 60_001), 'stale_timestamp'],
		['a millisecond too far ahead', String(NOW + 60_001), 'stale_timestamp'],
		['no time', 'yesterday', 'missing_timestamp'],
		['zero', '0', 'missing_timestamp'],
	])('is refused: %s', (_name, time, code) => expect(at(time)).toBe(code));

	test('is five minutes at most where the recipe does not say', () => {
		const { toleranceMs: _, ...unsaid } = recipe;
		const check = (ageMs: number) => {
			const time = String(NOW - ageMs);
			return verifyHmac(
				unsaid,
				requestOf(BODY, { 'x-time': time, 'x-sig': hex(`${time}${BODY}`) }),
				['k'],
			)?.code;
		};
		expect(check(300_000)).toBeUndefined();
		expect(check(300_001)).toBe('stale_timestamp');
	});
});

test('covers what the recipe names: body, time, id and address', () => {
	const recipe: HmacRecipe = {
		...RECIPE,
		signed: '{id}.{timestamp}.{url}.{body}.end',
		timestampHeader: 'x-time',
		idHeader: 'x-id',
	};
	const url = 'https://n8n.example/webhook/a?b=1';
	const signature = hex(`i1.${NOW}.${url}.${BODY}.end`);
	const headers = { 'x-id': 'i1', 'x-time': String(NOW), 'x-sig': signature };
	expect(verifyHmac(recipe, requestOf(BODY, headers, { url }), ['k'])).toBeNull();
	expect(verifyHmac(recipe, requestOf(BODY, headers), ['k'])?.code).toBe('bad_signature');
	expect(
		verifyHmac(recipe, requestOf(BODY, { ...headers, 'x-id': 'i2' }, { url }), ['k'])?.code,
	).toBe('bad_signature');
	expect(
		verifyHmac(recipe, requestOf(BODY, { ...headers, 'x-id': undefined }, { url }), ['k'])?.code,
	).toBe('missing_signature');
});

test('refuses a recipe under which the body would not be signed', () => {
	const request = requestOf(BODY, { 'x-sig': hex('fixed') });
	expect(verifyHmac({ ...RECIPE, signed: 'fixed' }, request, ['k'])?.code).toBe('bad_signature');
	const unnamedId = verifyHmac(
		{ ...RECIPE, signed: '{id}{body}' },
		requestOf(BODY, { 'x-sig': hex(BODY) }),
		['k'],
	);
	expect(unnamedId?.code).toBe('missing_signature');
});

test('signs the bytes as they came, not a text made of them', () => {
	const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
	const signature = createHmac('sha256', 'k').update(bytes).digest('hex');
	expect(verifyHmac(RECIPE, requestOf(bytes, { 'x-sig': signature }), ['k'])).toBeNull();
});
