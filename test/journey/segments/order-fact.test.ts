import { ORDER_FACT_TYPES, orderFactOf } from '../../../journey/segments/order-fact';
import { NOON, touchpoint } from '../../support/touchpoint';

const value = { amount: '12.50', currency: 'EUR' };
const money = { currency: 'EUR', parts: 125_000n, decimals: 2 };

test('a purchase counts under the number of its order, and without one for itself', () => {
	const bought = touchpoint('1', { type: 'order_completed', value, keys: { order: '1001' } });
	expect(orderFactOf(bought)).toEqual({
		kind: 'bought',
		orderKey: '1001',
		touchpointId: 'test:1',
		at: NOON,
		money,
	});
	expect(orderFactOf({ ...bought, keys: {} })).toMatchObject({ orderKey: '#test:1' });
});

test('every renewal of a subscription is a purchase, whatever order it began with', () => {
	const renewal = touchpoint('1', { type: 'subscription_renewed', keys: { order: '1001' } });
	expect(orderFactOf(renewal)).toMatchObject({ kind: 'bought', orderKey: '#test:1', money: null });
});

test('a refund is taken off whether it is written with a minus or without', () => {
	const refund = touchpoint('1', { type: 'order_refunded', value });
	expect(orderFactOf(refund)).toMatchObject({ kind: 'refunded', orderKey: '', money });
	const negative = { ...refund, value: { ...value, amount: '-12.50' } };
	expect(orderFactOf(negative)).toMatchObject({ money });
});

test('what is of no use is no fact: an unknown order cancelled, a refund of nobody knows how much', () => {
	expect(orderFactOf(touchpoint('1', { type: 'order_cancelled' }))).toBeNull();
	expect(orderFactOf(touchpoint('1', { type: 'order_refunded' }))).toBeNull();
	expect(orderFactOf(touchpoint('1', { type: 'order_updated', value }))).toBeNull();
});

test('every type that is looked for in older touchpoints gives a fact', () => {
	for (const type of ORDER_FACT_TYPES)
		expect(orderFactOf(touchpoint('1', { type, value, keys: { order: '1' } }))).not.toBeNull();
});
