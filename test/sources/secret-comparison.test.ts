import { equalsOneOf } from '../../sources/secret-comparison';

test('finds the secret in any place among several', () => {
	expect(equalsOneOf('b', ['a', 'b'])).toBe(true);
	expect(equalsOneOf('b', ['b', 'a'])).toBe(true);
	expect(equalsOneOf('b', ['a', 'c'])).toBe(false);
	expect(equalsOneOf('b', [])).toBe(false);
});

test('takes neither a part of a secret nor another case of it', () => {
	for (const given of ['secre', 'secret1', 'SECRET', ' secret'])
		expect(equalsOneOf(given, ['secret'])).toBe(false);
});

test('never takes an empty text for an empty secret', () => {
	expect(equalsOneOf('', ['', 'a'])).toBe(false);
});
