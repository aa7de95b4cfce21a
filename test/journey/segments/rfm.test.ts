import {
	quintileOf,
	rfmLimitsOf,
	scoreRfm,
	type RfmLimits,
	type RfmMeasures,
} from '../../../journey/segments/rfm';

const limits: RfmLimits = {
	asOf: 1000,
	customers: 50,
	recency: [10, 20, 30, 40],
	frequency: [1, 1, 1, 2],
	monetary: { EUR: [100, 200, 300, 400] },
};

test.each([
	[5, 1],
	[10, 1],
	[11, 2],
	[40, 4],
	[41, 5],
])('a value of %i lies in fifth %i', (value, fifth) => {
	expect(quintileOf(value, [10, 20, 30, 40])).toBe(fifth);
});

test('where most have ordered once, one order is the lowest score and more the highest', () => {
	expect(quintileOf(1, [1, 1, 1, 2])).toBe(1);
	expect(quintileOf(2, [1, 1, 1, 2])).toBe(4);
	expect(quintileOf(3, [1, 1, 1, 2])).toBe(5);
});

test('each measure is scored alone', () => {
	const spent = { currency: 'EUR', amount: 250 };
	expect(scoreRfm({ lastOrderAt: 45, orders: 1, spent }, limits)).toEqual({
		recency: 5,
		frequency: 1,
		monetary: 3,
		basis: 50,
		asOf: 1000,
	});
});

test.each([[{ currency: 'SEK', amount: 250 }], [{ currency: 'constructor', amount: 1 }], [null]])(
	'money without enough customers to compare with (%j) has no score',
	(spent) => {
		expect(scoreRfm({ lastOrderAt: 45, orders: 1, spent }, limits)).toMatchObject({
			recency: 5,
			monetary: null,
		});
	},
);

test('nobody is scored while too few have ordered', () => {
	const few = { ...limits, recency: null, frequency: null, monetary: {} };
	expect(scoreRfm({ lastOrderAt: 45, orders: 1, spent: null }, few)).toBeNull();
});

describe('the limits of the fifths', () => {
	const customers = (count: number): RfmMeasures[] =>
		Array.from({ length: count }, (_, place) => ({
			lastOrderAt: 1000 - place,
			orders: place < count / 2 ? 1 : 2,
			spent: place % 2 === 0 ? { currency: 'EUR', amount: place } : null,
		}));

	test('divide customers into five groups of one size, the lower ones larger by one where that does not go', () => {
		const { recency } = rfmLimitsOf(customers(28), 0);
		const sizes = new Map<number, number>();
		for (const { lastOrderAt } of customers(28)) {
			const fifth = quintileOf(lastOrderAt, recency ?? [0, 0, 0, 0]);
			sizes.set(fifth, (sizes.get(fifth) ?? 0) + 1);
		}
		expect([...sizes].sort()).toEqual([
			[1, 6],
			[2, 6],
			[3, 6],
			[4, 5],
			[5, 5],
		]);
	});

	test('are not drawn for fewer than 25 customers, nor for a currency of fewer', () => {
		expect(rfmLimitsOf(customers(24), 7)).toEqual({
			asOf: 7,
			customers: 24,
			recency: null,
			frequency: null,
			monetary: {},
		});
		expect(rfmLimitsOf(customers(25), 7)).toMatchObject({
			customers: 25,
			recency: [980, 985, 990, 995],
			frequency: [1, 1, 2, 2],
			monetary: {},
		});
		expect(rfmLimitsOf(customers(50), 7).monetary).toEqual({ EUR: [8, 18, 28, 38] });
	});
});
