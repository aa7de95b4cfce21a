import * as fc from 'fast-check';
import { identitySchema } from '../../journey/identity';
import {
	anonymousIdentity,
	emailIdentity,
	externalIdentity,
	phoneIdentity,
} from '../../journey/identity-normal-form';

describe('an e-mail address', () => {
	test.each([
		['white space and case', '  Neda.Karimi@Example.COM\n', 'neda.karimi@example.com'],
		['direction marks', '\u202aneda@example.com\u202c', 'neda@example.com'],
		['a zero-width space inside', 'neda\u200b@example.com', 'neda@example.com'],
		['Persian digits', 'neda۱۲@example.com', 'neda12@example.com'],
		['a domain in another script', 'info@bücher.example', 'info@xn--bcher-kva.example'],
		['a domain already in punycode', 'info@XN--bcher-kva.example', 'info@xn--bcher-kva.example'],
		['a Persian domain', 'a@مثال.ایران', 'a@xn--mgbh0fb.xn--mgba3a4f16a'],
		['a final dot of the domain', 'neda@example.com.', 'neda@example.com'],
		['dots and tags, which stay', 'n.e.d.a+shop@gmail.com', 'n.e.d.a+shop@gmail.com'],
		['a decomposed letter', 'rene\u0301@example.com', 'rené@example.com'],
	])('in normal form: %s', (_name, text, value) =>
		expect(emailIdentity(text)).toEqual({ kind: 'email', value }),
	);

	test.each([
		'',
		'@',
		'neda',
		'neda@',
		'@example.com',
		'neda@localhost',
		'neda@example',
		'a@b@example.com',
		'Neda <neda@example.com>',
		'neda@example.com, ali@example.com',
		'neda karimi@example.com',
		'neda@exa mple.com',
		'neda@-example.com',
		'neda@example..com',
		'neda@127.0.0.1',
		'neda@[127.0.0.1]',
		'neda@bücher.example/path',
		'neda@bücher.example:80',
		`${'a'.repeat(65)}@example.com`,
		`a@${'b.'.repeat(130)}com`,
		'a'.repeat(100_000),
	])('is none: %.40s', (text) => expect(emailIdentity(text)).toBeNull());
});

describe('a phone number', () => {
	test.each([
		['+98 912 345 6789', undefined, '+989123456789'],
		['0912 345 6789', 'IR', '+989123456789'],
		['0912-345-6789', 'ir', '+989123456789'],
		['۰۹۱۲۳۴۵۶۷۸۹', 'IR', '+989123456789'],
		['٠٩١٢٣٤٥٦٧٨٩', 'IR', '+989123456789'],
		['\u202a+98\u200e912 345 6789\u202c', undefined, '+989123456789'],
		['(613) 555-0199', 'CA', '+16135550199'],
		['+30 210 1234567', 'IR', '+302101234567'],
	])('%s with country %s is %s', (text, country, value) =>
		expect(phoneIdentity(text, country)).toEqual({ kind: 'phone', value }),
	);

	test.each([
		['without a country', '0912 345 6789', undefined],
		['with a country that does not exist', '0912 345 6789', 'XX'],
		['too short', '123', 'IR'],
		['of a range that nobody has', '+1 111 111 1111', undefined],
		['shared by an extension', '+1 613 555 0199 ext. 5', undefined],
		['that is a word', 'no phone', 'IR'],
		['that is a book', '1'.repeat(5000), 'IR'],
		['empty', '', 'IR'],
	])('%s is none', (_name, text, country) => expect(phoneIdentity(text, country)).toBeNull());
});

describe('an id of a sender', () => {
	test('keeps its case and loses white space and invisible characters', () => {
		expect(externalIdentity('segment', ' U-42\u200e ')).toEqual({
			kind: 'external',
			namespace: 'segment',
			value: 'U-42',
		});
		expect(anonymousIdentity('shopify:a', 'cart:1')).toEqual({
			kind: 'anonymous',
			namespace: 'shopify:a',
			value: 'cart:1',
		});
	});

	test.each([
		'',
		'  ',
		'null',
		'NULL',
		'undefined',
		'0',
		'-1',
		'NaN',
		'guest',
		'Anonymous',
		'[object Object]',
		'00000000-0000-0000-0000-000000000000',
		'x'.repeat(301),
	])('is none when it means nobody: %.40s', (id) => {
		expect(externalIdentity('segment', id)).toBeNull();
		expect(anonymousIdentity('segment', id)).toBeNull();
	});
});

test('whatever is given, the result is an identity in normal form, or null, and its normal form is itself', () => {
	const anything = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.emailAddress(),
		fc.string({ unit: 'grapheme' }),
	);
	fc.assert(
		fc.property(anything, (text) => {
			for (const identity of [
				emailIdentity(text),
				phoneIdentity(text, 'IR'),
				externalIdentity('s', text),
			]) {
				if (identity === null) continue;
				expect(identitySchema.parse(identity)).toEqual(identity);
				if (identity.kind === 'email') expect(emailIdentity(identity.value)).toEqual(identity);
				if (identity.kind === 'phone') expect(phoneIdentity(identity.value)).toEqual(identity);
			}
		}),
		{ numRuns: 500 },
	);
});
