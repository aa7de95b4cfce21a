import * as fc from 'fast-check';
import {
	namedHeaders,
	SECRET_HEADER_FIELD,
	verifySharedSecret,
	type SecretPlaces,
} from '../../sources/shared-secret';
import { requestOf, settingsOf } from './requests';

const SECRETS = ['s3cret-now', 's3cret-old'];
const ALL: SecretPlaces = {
	basic: true,
	bearer: true,
	headers: ['x-webhook-secret', 'x-token'],
	query: ['token'],
};
const basic = (text: string): Record<string, string> => ({
	authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

function codeOf(
	headers: Record<string, string | undefined>,
	{ places = ALL, query = {}, secrets = SECRETS, inBody = [] as (string | undefined)[] } = {},
): string | undefined {
	return verifySharedSecret(places, requestOf('{}', headers, { query }), secrets, inBody)?.code;
}

test.each<[string, Record<string, string>]>([
	['the password of Basic', basic('anybody:s3cret-now')],
	['the user of Basic with an empty password', basic('s3cret-now:')],
	['Basic without a colon', basic('s3cret-now')],
	[
		'Basic in small letters',
		{ authorization: basic('a:s3cret-now').authorization!.replace('Basic', 'basic') },
	],
	['a bearer token', { authorization: 'Bearer s3cret-now' }],
	['a bearer token with spaces around it', { authorization: ' bearer   s3cret-now ' }],
	['the first named header', { 'x-webhook-secret': 's3cret-now' }],
	['the second named header', { 'x-token': ' s3cret-now ' }],
	['the second secret', { 'x-token': 's3cret-old' }],
	['one right place beside a wrong one', { ...basic('a:wrong'), 'x-token': 's3cret-now' }],
])('takes %s', (_name, headers) => {
	expect(codeOf(headers)).toBeUndefined();
});

test('takes the query of the address, and what the source found in the body', () => {
	expect(codeOf({}, { query: { token: 's3cret-now' } })).toBeUndefined();
	expect(codeOf({}, { inBody: [undefined, 's3cret-now'] })).toBeUndefined();
});

test('takes user and password together where the secret has both, and then neither alone', () => {
	const secrets = ['shop:pass:word'];
	expect(codeOf(basic('shop:pass:word'), { secrets })).toBeUndefined();
	expect(codeOf(basic('other:pass:word'), { secrets })).toBe('bad_signature');
	expect(codeOf(basic('shop:'), { secrets })).toBe('bad_signature');
	expect(codeOf(basic('a:word'), { secrets })).toBe('bad_signature');
});

test('takes letters beyond ASCII in Basic', () => {
	expect(codeOf(basic('فروشگاه:رمز'), { secrets: ['رمز'] })).toBeUndefined();
});

test.each<[string, Record<string, string>]>([
	['another secret', { 'x-token': 's3cret-new' }],
	['a part of the secret', { 'x-token': 's3cret-no' }],
	['the user of Basic beside a password', basic('s3cret-now:x')],
	['a bearer token with more behind it', { authorization: 'Bearer s3cret-now,' }],
])('refuses %s', (_name, headers) => {
	expect(codeOf(headers)).toBe('bad_signature');
});

test.each<[string, Record<string, string>]>([
	['nothing', {}],
	['an empty header', { 'x-token': ' ' }],
	['an empty Basic', { authorization: 'Basic ' }],
	['a Basic of no user and no password', basic(':')],
	['the bare secret as authorization', { authorization: 's3cret-now' }],
	['another header', { 'x-other': 's3cret-now' }],
])('finds no secret in %s', (_name, headers) => {
	expect(codeOf(headers)).toBe('missing_signature');
});

test.each<[string, SecretPlaces]>([
	['basic', { bearer: true, headers: ['x-token'], query: ['token'] }],
	['bearer', { basic: true, headers: ['x-token'], query: ['token'] }],
	['header', { basic: true, bearer: true, query: ['token'] }],
	['query', { basic: true, bearer: true, headers: ['x-token'] }],
])('looks only into the places of the sender: not %s', (place, places) => {
	const given = {
		basic: { headers: basic('a:s3cret-now'), query: {} },
		bearer: { headers: { authorization: 'Bearer s3cret-now' }, query: {} },
		header: { headers: { 'x-token': 's3cret-now' }, query: {} },
		query: { headers: {}, query: { token: 's3cret-now' } },
	}[place]!;
	expect(codeOf(given.headers, { places: ALL, query: given.query })).toBeUndefined();
	expect(codeOf(given.headers, { places, query: given.query })).toBe('missing_signature');
});

test('refuses an empty text although an empty secret is set', () => {
	expect(codeOf({ 'x-token': '', ...basic(':') }, { secrets: [''] })).toBe('missing_signature');
	expect(verifySharedSecret({ bearer: true }, requestOf('{}'), [''], [''])).not.toBeNull();
});

test('says where the secret is expected, and never what came or what it is', () => {
	const reasons = [{}, { 'x-token': 'guess-1' }].map(
		(headers) => verifySharedSecret(ALL, requestOf('', headers), SECRETS)?.reason,
	);
	expect(reasons[0]).toBe(
		"the secret is missing: expected Basic authorization, or a bearer token, or header 'x-webhook-secret', or header 'x-token', or 'token' in the query of the address",
	);
	expect(reasons.join()).not.toMatch(/s3cret|guess/);
});

test('passes nothing but the secret, wherever it stands', () => {
	fc.assert(
		fc.property(fc.string(), fc.string(), (text, authorization) => {
			fc.pre(!SECRETS.includes(text.trim()) && !authorization.includes('s3cret'));
			const headers = { authorization, 'x-token': text, 'x-webhook-secret': text };
			const codes = [headers, { ...headers, ...basic(text) }].map((given) =>
				codeOf(given, { query: { token: text } }),
			);
			for (const code of codes) expect(code).toMatch(/^(missing|bad)_signature$/);
		}),
	);
});

test('reads the header that people named, without its case and the spaces around it', () => {
	const named = (secretHeader: string): readonly string[] =>
		namedHeaders(settingsOf({ fields: { [SECRET_HEADER_FIELD.name]: secretHeader } }));
	expect(named(' X-My-Token ')).toEqual(['x-my-token']);
	expect(named('  ')).toEqual([]);
	expect(namedHeaders(settingsOf())).toEqual([]);
});
