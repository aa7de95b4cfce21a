import fc from 'fast-check';
import { openOrders } from '../../../journey/context/open-orders';
import type { Touchpoint } from '../../../journey/touchpoint';
import { MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

const DAY_MS = 24 * 60 * MINUTE_MS;
const keys = { order: '1001' };
const value = { amount: '20.00', currency: 'EUR' };

const placed = touchpoint('placed', { type: 'order_completed', keys, value });
const later = (type: string, minutes: number, facts: Partial<Touchpoint> = {}) =>
	touchpoint(`${type}-${minutes}`, {
		type,
		keys,
		occurredAt: NOON + minutes * MINUTE_MS,
		...facts,
	});

const LIFE = [placed, later('order_fulfilled', 1), later('message_received', 2)];

test('an order is open from when it is placed, and on its way when it is fulfilled', () => {
	const order = { key: '1001', orderedAt: NOON, value };
	expect(openOrders([placed], NOON)).toEqual([{ ...order, status: 'ordered', lastAt: NOON }]);
	expect(openOrders(LIFE, NOON)).toEqual([
		{ ...order, status: 'fulfilled', lastAt: NOON + 2 * MINUTE_MS },
	]);
});

test('an order told of by a faster clock as fulfilled before it was placed is fulfilled', () => {
	expect(openOrders([placed, later('order_fulfilled', -1)], NOON)).toMatchObject([
		{ status: 'fulfilled', orderedAt: NOON, lastAt: NOON },
	]);
	expect(openOrders([later('order_fulfilled', 1)], NOON)).toEqual([]);
});

test('the order of arrival does not matter', () => {
	fc.assert(
		fc.property(fc.shuffledSubarray(LIFE, { minLength: 3 }), (arrived) => {
			expect(openOrders(arrived, NOON)).toEqual(openOrders(LIFE, NOON));
		}),
	);
});

test.each([
	['delivered', later('order_delivered', 3)],
	['cancelled', later('order_cancelled', 3)],
	['wholly refunded', later('order_refunded', 3, { value: { ...value, amount: '-20.00' } })],
])('an order that was %s is over, also when it is fulfilled after that', (_what, end) => {
	expect(openOrders([...LIFE, end], NOON)).toEqual([]);
	expect(openOrders([...LIFE, end, later('order_fulfilled', 9)], NOON)).toEqual([]);
});

test('a refund of a part, or of nobody knows how much, leaves an order open', () => {
	for (const facts of [{ value: { ...value, amount: '5.00' } }, {}])
		expect(openOrders([...LIFE, later('order_refunded', 3, facts)], NOON)).toHaveLength(1);
});

test('what is bought in a store, and an order without a number, is never open', () => {
	expect(
		openOrders(
			[
				{ ...placed, channel: 'store' },
				{ ...placed, keys: {} },
			],
			NOON,
		),
	).toEqual([]);
});

test('a parcel has come after 30 days, and an order without a word is over after 90', () => {
	const sent = [placed, later('order_fulfilled', 0)];
	expect(openOrders(sent, NOON + 30 * DAY_MS - 1)).toHaveLength(1);
	expect(openOrders(sent, NOON + 30 * DAY_MS)).toEqual([]);
	expect(openOrders([placed], NOON + 90 * DAY_MS - 1)).toHaveLength(1);
	expect(openOrders([placed], NOON + 90 * DAY_MS)).toEqual([]);
});

test('the order changed last comes first', () => {
	const second = touchpoint('second', {
		type: 'order_completed',
		keys: { order: '1002' },
		occurredAt: NOON + 1,
	});
	expect(openOrders([placed, second], NOON).map(({ key }) => key)).toEqual(['1002', '1001']);
});
