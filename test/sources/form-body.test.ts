import { BrokenBody } from '../../sources/delivery-errors';
import { formEntries, formFields } from '../../sources/form-body';

test('gives the fields as they were sent, a name as often as it came', () => {
	expect(formEntries(Buffer.from('b=1&a=%D9%86+%2B&b=2&c'))).toEqual([
		['b', '1'],
		['a', 'ن +'],
		['b', '2'],
		['c', ''],
	]);
});

test('gives the first of several values, without what cannot be kept', () => {
	const fields = formFields(Buffer.from('a=1&a=2&b=x%00y&__proto__=z'));
	expect(fields).toMatchObject({ a: '1', b: 'xy' });
	expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
});

test('refuses bytes that are no text', () => {
	expect(() => formEntries(Buffer.from([0x61, 0x3d, 0xff]))).toThrow(BrokenBody);
});
