import type { Touchpoint } from '../../journey/touchpoint';
import { bigcommerce } from '../../sources/bigcommerce';
import type { Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import type { Reception, SourceSettings } from '../../sources/source';
import { acceptedOf, NOW, refusalOf, requestOf, touchpointOf } from './requests';
import { bigcommerceSender } from './senders/bigcommerce';

const { secrets, settings, sign, body: CONVERTED } = bigcommerceSender;
const NAMESPACE = 'bigcommerce:lamps7f3';
const CREATED_AT = 1795157103;

function deliver(scope: string, data: Fields, changes: Fields = {}): Reception {
	const body = {
		scope,
		store_id: '1025646',
		data,
		hash: 'dd70c0976e06b67aaf671e73f49dcb79230ebf9d',
		created_at: CREATED_AT,
		producer: 'stores/lamps7f3',
		...changes,
	};
	return receive(bigcommerce, sign(Buffer.from(JSON.stringify(body)), secrets[0]), settings);
}

const read = (scope: string, data: Fields, changes?: Fields): Touchpoint =>
	touchpointOf(deliver(scope, data, changes));

test('makes a purchase of the cart that became an order, and joins the two', () => {
	const { touchpoints } = acceptedOf(receive(bigcommerce, sign(CONVERTED, secrets[0]), settings));
	expect(touchpoints).toEqual([
		{
			id: 'bigcommerce:lamps7f3:order:252:completed',
			source: 'bigcommerce',
			delivery: 'delivery-1',
			dedupe: 'event_id',
			type: 'order_completed',
			channel: 'web',
			occurredAt: CREATED_AT * 1000,
			receivedAt: NOW,
			sequence: expect.any(Number),
			timeMark: 'as_sent',
			identities: [{ kind: 'anonymous', namespace: NAMESPACE, value: 'order:252' }],
			attributes: {},
			keys: { order: '252' },
			properties: { scope: 'store/cart/converted', store: 'lamps7f3' },
			test: false,
		},
		expect.objectContaining({
			id: 'bigcommerce:lamps7f3:store/cart/converted:b86db7c77d7ef8f90d6a8aefa56de32ccd776923:1795157103',
			type: 'cart_converted',
			identities: [
				{ kind: 'anonymous', namespace: NAMESPACE, value: 'order:252' },
				{
					kind: 'anonymous',
					namespace: NAMESPACE,
					value: 'cart:d30016e2-23c0-4a90-884f-2e92ac135476',
				},
			],
		}),
	]);
});

describe('one purchase', () => {
	const change = (from: number, to: number): readonly Touchpoint[] =>
		acceptedOf(
			deliver('store/order/statusUpdated', {
				type: 'order',
				id: 252,
				status: { previous_status_id: from, new_status_id: to },
			}),
		).touchpoints;

	test('is the same whether the cart or the status tells it', () => {
		const [byCart] = acceptedOf(
			receive(bigcommerce, sign(CONVERTED, secrets[0]), settings),
		).touchpoints;
		const [byStatus] = change(0, 11);
		expect(byStatus).toMatchObject({
			id: byCart?.id,
			type: 'order_completed',
			identities: byCart?.identities,
			keys: byCart?.keys,
		});
	});

	test('is not an order that was only begun, declined or cancelled', () => {
		expect(read('store/order/created', { type: 'order', id: 252 }).type).toBe('order_created');
		for (const [from, to] of [
			[0, 5],
			[0, 6],
			[7, 11],
			[11, 0],
		] as const)
			expect(change(from, to).map(({ type }) => type)).not.toContain('order_completed');
	});

	test.each([
		[2, 'order_fulfilled'],
		[5, 'order_cancelled'],
		[10, 'order_delivered'],
		[9, 'order_updated'],
		[4, 'order_updated'],
	])('that comes to status %i is %s', (to, type) => {
		const [touchpoint] = change(11, to);
		expect(touchpoint).toMatchObject({
			type,
			properties: { statusFrom: '11', statusTo: String(to) },
		});
	});
});

test.each<[string, Fields, string, string]>([
	['store/customer/created', { type: 'customer', id: 32 }, 'account_created', 'external 32'],
	[
		'store/customer/address/updated',
		{ type: 'customer', id: 60, address: { customer_id: 32 } },
		'customer_updated',
		'external 32',
	],
	[
		'store/customer/channel/login/access/updated',
		{ customer_id: 32, channel_ids: [1] },
		'customer_updated',
		'external 32',
	],
	['store/cart/created', { type: 'cart', id: 'c-1' }, 'cart_created', 'anonymous cart:c-1'],
	[
		'store/cart/lineItem/created',
		{ type: 'cart_line_item', id: 'l-1', cartId: 'c-1' },
		'product_added',
		'anonymous cart:c-1',
	],
	[
		'store/channel/1/cart/lineItems/created',
		{ cart_id: 'c-1', cart_item_id: 'l-1' },
		'product_added',
		'anonymous cart:c-1',
	],
	['store/channel/1/cart/abandoned', { cart_id: 'c-1' }, 'cart_abandoned', 'anonymous cart:c-1'],
	[
		'store/cart/couponApplied',
		{ type: 'cart', id: 'c-1', couponId: 1 },
		'coupon_applied',
		'anonymous cart:c-1',
	],
	['store/channel/1/order/created', { order_id: 250 }, 'order_created', 'anonymous order:250'],
	[
		'store/order/refund/created',
		{ type: 'order', id: 250, refund: { refund_id: 3 } },
		'order_refunded',
		'anonymous order:250',
	],
	[
		'store/order/transaction/created',
		{ type: 'transaction', order_id: 250, transaction_id: '176342342' },
		'order_updated',
		'anonymous order:250',
	],
	[
		'store/shipment/created',
		{ type: 'shipment', id: 12, orderId: 251 },
		'shipment_created',
		'anonymous order:251',
	],
	[
		'store/order/split',
		{ type: 'order', id: 250 },
		'other:store/order/split',
		'anonymous order:250',
	],
])('reads %s', (scope, data, type, identity) => {
	const touchpoint = read(scope, data);
	expect(touchpoint.type).toBe(type);
	expect(touchpoint.identities.map(({ kind, value }) => `${kind} ${value}`)).toEqual([identity]);
	expect(touchpoint.occurredAt).toBe(CREATED_AT * 1000);
});

test('takes a place on the newsletter list for a permission, and leaving it for a refusal', () => {
	const subscriber = { type: 'subscriber', id: 5 };
	expect(read('store/subscriber/created', subscriber)).toMatchObject({
		type: 'subscribed',
		channel: 'email',
		consent: [{ channel: 'email', purpose: 'marketing', status: 'granted' }],
		identities: [{ kind: 'anonymous', value: 'subscriber:5' }],
	});
	expect(read('store/subscriber/deleted', subscriber)).toMatchObject({
		type: 'unsubscribed',
		consent: [{ status: 'denied' }],
	});
	expect(read('store/subscriber/updated', subscriber).consent).toBeUndefined();
});

describe('the event id', () => {
	const data = { type: 'order', id: 250 };
	const first = read('store/order/updated', data);

	test('is the same when the hook fires twice for one event, whatever the delivery', () => {
		const again = sign(Buffer.from(JSON.stringify({})), secrets[0]);
		expect(again.headers['webhook-id']).toBe('msg_1');
		expect(read('store/order/updated', data).id).toBe(first.id);
		expect(first.dedupe).toBe('event_id');
	});

	test('differs between two changes of one order, whose data and so whose hash are the same', () => {
		expect(read('store/order/updated', data, { created_at: CREATED_AT + 1 }).id).not.toBe(first.id);
		expect(read('store/order/created', data).id).not.toBe(first.id);
		expect(read('store/order/updated', data, { producer: 'stores/rugs' }).id).not.toBe(first.id);
	});

	test('is the signed id of the delivery where there is no hash', () => {
		expect(read('store/order/updated', data, { hash: undefined }).id).toBe('bigcommerce:msg_1');
	});
});

describe('an unsigned webhook with a header of its own', () => {
	const withHeader: SourceSettings = { ...settings, fields: { secretHeader: 'X-Lamps-Secret' } };
	const deliverWith = (headers: Record<string, string>, given = withHeader): Reception =>
		receive(bigcommerce, requestOf(CONVERTED, headers), given);

	test('is taken when the node names the header and its value is the secret', () => {
		expect(deliverWith({ 'x-lamps-secret': secrets[0] }).kind).toBe('accepted');
		expect(refusalOf(deliverWith({ 'x-lamps-secret': secrets[2] })).code).toBe('bad_signature');
		expect(refusalOf(deliverWith({})).code).toBe('missing_signature');
	});

	test('is refused when the node names none', () => {
		expect(refusalOf(deliverWith({ 'x-lamps-secret': secrets[0] }, settings)).code).toBe(
			'missing_signature',
		);
	});

	test('does not make up for a signature that is wrong', () => {
		const { headers } = sign(CONVERTED, secrets[2]);
		const both = { ...(headers as Record<string, string>), 'x-lamps-secret': secrets[0] };
		expect(refusalOf(deliverWith(both)).code).toBe('bad_signature');
	});
});

test('passes over what is about the shop and nobody in it', () => {
	for (const scope of [
		'store/product/updated',
		'store/channel/1/category/created',
		'store/cart/metafield/created',
		'store/information/updated',
	])
		expect(acceptedOf(deliver(scope, { id: 1, resource_id: '7' }))).toMatchObject({
			touchpoints: [],
			rejected: [],
		});
});

test.each([
	['store/order/created', {}, /names no customer, cart or order/],
	['', { id: 1 }, /^scope: expected/],
])('rejects what cannot be used: %j', (scope, data, reason) => {
	expect(acceptedOf(deliver(scope, data)).rejected[0]?.reason).toMatch(reason);
});
