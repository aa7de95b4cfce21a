import { pointOfSale } from '../../sources/point-of-sale';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { acceptedOf, fixture, NOW, requestOf, settingsOf, touchpointOf } from './requests';

const SECRET = 'till-secret';

function deliver(
	body: unknown,
	headers: Record<string, string> = { 'x-api-key': SECRET },
): Reception {
	const bytes = Buffer.isBuffer(body) ? body : JSON.stringify(body);
	return receive(pointOfSale, requestOf(bytes, headers), settingsOf({ secrets: [SECRET] }));
}

test('a sale is a completed order in the store, with every digit of its number', () => {
	const { touchpoints } = acceptedOf(deliver(fixture('point-of-sale.json')));
	expect(touchpoints).toMatchObject([
		{
			id: 'point_of_sale:r-2026-11-20-0042',
			dedupe: 'event_id',
			type: 'order_completed',
			channel: 'store',
			occurredAt: Date.parse('2026-11-20T06:45:00Z'),
			identities: [
				{ kind: 'email', value: 'neda.karimi@example.com' },
				{ kind: 'phone', value: '+989123456789' },
			],
			value: { amount: '36.90', currency: 'EUR' },
			keys: { order: '9007199254740993' },
			products: [{ id: 'p-9', name: 'Reading lamp', quantity: 2, price: '18.45' }],
			properties: { till: '4' },
		},
		{ id: 'point_of_sale:r-2026-11-20-0043', type: 'store_visited', channel: 'store' },
	]);
});

test('says so itself where it is something else, and null says nothing', () => {
	expect(touchpointOf(deliver({ type: 'order_refunded', channel: 'phone' }))).toMatchObject({
		type: 'order_refunded',
		channel: 'phone',
	});
	expect(touchpointOf(deliver({ type: null, channel: null }))).toMatchObject({
		type: 'order_completed',
		channel: 'store',
	});
});

test('a sale without a number is told apart by what it says, and without a time each one counts', () => {
	const sale = { value: '5.00', currency: 'EUR', occurredAt: NOW };
	const ids = [sale, sale, { ...sale, value: '6.00' }].map(
		(body) => touchpointOf(deliver(body)).id,
	);
	expect(ids[0]).toBe(ids[1]);
	expect(ids[0]).not.toBe(ids[2]);
	expect(touchpointOf(deliver({ value: '5.00', currency: 'EUR' })).dedupe).toBe('none');
});

test.each([
	{ 'x-api-key': SECRET },
	{ authorization: `Bearer ${SECRET}` },
	{ authorization: `Basic ${Buffer.from(`till-4:${SECRET}`).toString('base64')}` },
])('takes the secret by %j', (headers) => {
	expect(deliver({}, headers as unknown as Record<string, string>).kind).toBe('accepted');
});

test('rejects a sale that is no object, or an amount without a currency', () => {
	expect(acceptedOf(deliver([7, { value: '5.00' }])).rejected).toEqual([
		{ index: 0, reason: 'event: expected a JSON object' },
		{
			index: 1,
			reason: 'value: expected digits like 12.50, with a currency like EUR beside it',
		},
	]);
});
