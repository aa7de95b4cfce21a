import fc from 'fast-check';
import { amountOf, exactAmountOf } from '../../../journey/segments/exact-amount';

const shown = (amount: string) => {
	const exact = exactAmountOf(amount);
	return exact && amountOf(exact);
};

test.each([
	['12.50', '12.50'],
	['-0.05', '-0.05'],
	['7', '7'],
	['0.1000', '0.1000'],
	['29.990000000000002', '29.99'],
	['0.99995', '1'],
	['-0.00005', '-0.0001'],
	['0', '0'],
	['9999999999999.9999', '9999999999999.9999'],
])('%s counts as %s', (given, expected) => {
	expect(shown(given)).toBe(expected);
});

test.each(['', '1e3', '1,50', '.5', '10000000000000', '9999999999999.99999'])(
	'%p is no amount that counts',
	(given) => {
		expect(exactAmountOf(given)).toBeNull();
	},
);

test('sums of amounts are exact in every order', () => {
	const cents = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1 });
	fc.assert(
		fc.property(cents, (given) => {
			const parts = given
				.map((cent) => (cent / 100).toFixed(2))
				.map((amount) => exactAmountOf(amount)?.parts ?? 0n)
				.reduce((sum, part) => sum + part, 0n);
			const total = given.reduce((sum, cent) => sum + cent, 0);
			expect(amountOf({ parts, decimals: 2 })).toBe(
				(total / 100).toFixed(2).replace(/^-0\.00$/, '0.00'),
			);
		}),
	);
});
