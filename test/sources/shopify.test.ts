import { getHmac } from '@shopify/shopify-api/test-helpers';
import type { Touchpoint } from '../../journey/touchpoint';
import { fieldsOf, isFields, type Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import { shopify } from '../../sources/shopify';
import { shopifyTopic } from '../../sources/shopify-topics';
import { acceptedOf, fixture, NOW, requestOf, settingsOf, touchpointOf } from './requests';

const SECRET = 'app-client-secret';
const SHOP = 'lamps.myshopify.com';
const at = (text: string): number => Date.parse(text);

const settings = settingsOf({ secrets: [SECRET], defaultCountry: undefined });

function deliver(topic: string, body: string, headers: Record<string, string | undefined> = {}) {
	const signed = {
		'x-shopify-topic': topic,
		'x-shopify-shop-domain': SHOP,
		'x-shopify-webhook-id': 'w-1',
		'x-shopify-triggered-at': '2026-11-20T06:50:00.877041743Z',
		'x-shopify-hmac-sha256': getHmac(body, SECRET),
		...headers,
	};
	return receive(
		shopify,
		requestOf(body, signed, { receivedAt: at('2026-11-30T00:00:00Z') }),
		settings,
	);
}

function read(
	topic: string,
	name: string,
	headers?: Record<string, string | undefined>,
): Touchpoint {
	return touchpointOf(deliver(topic, fixture(name).toString(), headers));
}

/** A body of the fixture with some fields replaced; the long ids go through as texts, as our reader gives them. */
function changed(name: string, changes: Fields): string {
	const text = fixture(name)
		.toString()
		.replace(/: (\d{16,})/g, ': "$1"');
	return JSON.stringify(merged(fieldsOf(JSON.parse(text)), changes));
}

function merged(fields: Fields, changes: Fields): Fields {
	const deep = Object.entries(changes).map(([name, change]) => [
		name,
		isFields(change) ? merged(fieldsOf(fields[name]), change) : change,
	]);
	return { ...fields, ...Object.fromEntries(deep) };
}

test('reads an order with every digit of its ids', () => {
	expect(read('orders/create', 'shopify-order.json')).toEqual({
		id: 'shopify:w-1',
		source: 'shopify',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'order_completed',
		channel: 'web',
		occurredAt: at('2026-11-20T06:45:00Z'),
		receivedAt: at('2026-11-30T00:00:00Z'),
		sequence: shopifyTopic('orders/create').sequence,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'external', namespace: `shopify:${SHOP}`, value: '115310627314723954' },
			{ kind: 'email', value: 'neda.karimi@example.com' },
			{ kind: 'phone', value: '+989123456789' },
			{ kind: 'anonymous', namespace: `shopify:${SHOP}`, value: 'order:820982911946154508' },
			{ kind: 'anonymous', namespace: `shopify:${SHOP}`, value: 'cart:c1-7f3a90d2' },
			{ kind: 'anonymous', namespace: `shopify:${SHOP}`, value: 'checkout:co-55b1e6' },
		],
		attributes: {
			firstName: 'Neda',
			lastName: 'Karimi',
			language: 'fa-IR',
			city: 'Athens',
			country: 'GR',
			tags: ['vip', 'lamps'],
		},
		value: { amount: '36.90', currency: 'EUR' },
		products: [{ id: '7513594', name: 'چراغ مطالعه', quantity: 2, price: '18.45' }],
		keys: { order: '820982911946154508', cart: 'c1-7f3a90d2', checkout: 'co-55b1e6' },
		consent: [
			{ channel: 'sms', purpose: 'marketing', status: 'denied' },
			{ channel: 'email', purpose: 'marketing', status: 'granted' },
		],
		properties: {
			topic: 'orders/create',
			shop: SHOP,
			orderName: '#1042',
			financialStatus: 'paid',
			coupons: ['WELCOME10'],
			sourceName: 'web',
			landingSite: '/collections/lamps?utm_source=newsletter',
			referringSite: 'https://search.example',
			orderStatusUrl: 'https://lamps.example/orders/abc/authenticate?key=k1',
		},
		test: false,
	});
});

test('keeps network addresses, payment details and street addresses out of the touchpoint', () => {
	const text = JSON.stringify(read('orders/create', 'shopify-order.json'));
	for (const secret of ['203.0.113.9', 'Mozilla', '4242', 'Street 5', '+302101234567']) {
		expect(text).not.toContain(secret);
	}
});

test('makes one completed order of the three topics under which one order is seen', () => {
	const topics = ['orders/create', 'orders/paid', 'orders/updated'];
	const seen = topics.map((topic, index) =>
		read(topic, 'shopify-order.json', { 'x-shopify-webhook-id': `w-${index}` }),
	);
	expect(seen.map(({ type }) => type)).toEqual(['order_completed', 'order_paid', 'order_updated']);
	expect(new Set(seen.map(({ id }) => id)).size).toBe(3);
	expect(seen.map(({ keys }) => keys.order)).toEqual(Array(3).fill('820982911946154508'));
	const sequences = seen.map(({ sequence }) => sequence);
	expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
});

test.each([
	['customers/create', 'shopify-customer.json', 'customer_created', 'web', '2026-11-20T06:30:00Z'],
	[
		'customers/update',
		'shopify-customer.json',
		'customer_updated',
		'other',
		'2026-11-20T06:35:00Z',
	],
	['carts/create', 'shopify-cart.json', 'product_added', 'web', '2026-11-20T06:40:00Z'],
	['carts/update', 'shopify-cart.json', 'cart_updated', 'web', '2026-11-20T06:41:00Z'],
	['checkouts/create', 'shopify-checkout.json', 'checkout_started', 'web', '2026-11-20T06:42:00Z'],
	['checkouts/update', 'shopify-checkout.json', 'checkout_updated', 'web', '2026-11-20T06:42:30Z'],
	['orders/fulfilled', 'shopify-order.json', 'order_fulfilled', 'web', '2026-11-20T06:45:02Z'],
	['orders/cancelled', 'shopify-order.json', 'order_cancelled', 'web', '2026-11-20T06:45:02Z'],
	['refunds/create', 'shopify-refund.json', 'order_refunded', 'web', '2026-11-25T12:00:00Z'],
	[
		'wishlist/add',
		'shopify-wishlist.json',
		'product_added_to_wishlist',
		'web',
		'2026-11-19T21:00:00Z',
	],
	[
		'wishlist_items/create',
		'shopify-wishlist.json',
		'product_added_to_wishlist',
		'web',
		'2026-11-19T21:00:00Z',
	],
	[
		'orders/partially_fulfilled',
		'shopify-order.json',
		'other:orders/partially_fulfilled',
		'other',
		'2026-11-20T06:45:02Z',
	],
])('reads %s', (topic, name, type, channel, occurredAt) => {
	expect(read(topic, name)).toMatchObject({
		type,
		channel,
		occurredAt: at(occurredAt),
		timeMark: 'as_sent',
	});
});

test('joins cart, checkout, order and refund of one purchase by what they share', () => {
	const valuesOf = (topic: string, name: string): string[] =>
		read(topic, name).identities.map((identity) => `${identity.kind} ${identity.value}`);
	const cart = valuesOf('carts/create', 'shopify-cart.json');
	const checkout = valuesOf('checkouts/create', 'shopify-checkout.json');
	const order = valuesOf('orders/create', 'shopify-order.json');
	const refund = valuesOf('refunds/create', 'shopify-refund.json');
	expect(cart).toEqual(['anonymous cart:c1-7f3a90d2']);
	expect(checkout).toEqual(expect.arrayContaining([...cart, 'anonymous checkout:co-55b1e6']));
	expect(order).toEqual(expect.arrayContaining([...cart, 'anonymous checkout:co-55b1e6']));
	expect(refund).toEqual(['anonymous order:820982911946154508']);
	expect(order).toEqual(expect.arrayContaining(refund));
});

test('keeps two shops apart, and both from other senders', () => {
	const elsewhere = read('carts/create', 'shopify-cart.json', {
		'x-shopify-shop-domain': 'Rugs.MyShopify.com',
	});
	expect(elsewhere.identities).toEqual([
		{ kind: 'anonymous', namespace: 'shopify:rugs.myshopify.com', value: 'cart:c1-7f3a90d2' },
	]);
});

test('adds up what was paid back, and leaves out what failed and the note of the staff', () => {
	const refund = read('refunds/create', 'shopify-refund.json');
	expect(refund.value).toEqual({ amount: '18.45', currency: 'EUR' });
	expect(refund.products).toEqual([
		{ id: '7513594', name: 'Reading lamp', quantity: 1, price: '18.45' },
	]);
	expect(JSON.stringify(refund)).not.toContain('shade broken');
});

test('gives a wished-for product and a link back to an open checkout', () => {
	expect(read('wishlist/add', 'shopify-wishlist.json').products).toEqual([
		{ id: '7513594', name: 'Reading lamp', price: '18.45' },
	]);
	expect(read('checkouts/update', 'shopify-checkout.json').properties.checkoutUrl).toBe(
		'https://lamps.example/checkouts/co-55b1e6/recover?key=r1',
	);
});

test('does not say that a product was added to a cart that is empty', () => {
	const body = changed('shopify-cart.json', { line_items: [] });
	expect(touchpointOf(deliver('carts/create', body)).type).toBe('cart_updated');
});

test('takes a sale at the till for a visit to the store', () => {
	const body = changed('shopify-order.json', { source_name: 'pos' });
	expect(touchpointOf(deliver('orders/create', body)).channel).toBe('store');
});

test('reads ids that are written as global ids', () => {
	const body = changed('shopify-order.json', {
		id: null,
		customer: { id: null, admin_graphql_api_id: 'gid://shopify/Customer/115310627314723954' },
	});
	const order = touchpointOf(deliver('orders/create', body));
	expect(order.keys.order).toBe('820982911946154508');
	expect(order.identities[0]).toMatchObject({ kind: 'external', value: '115310627314723954' });
});

describe('permission for marketing', () => {
	const granted = { channel: 'email', purpose: 'marketing', status: 'granted' };
	const denied = { channel: 'email', purpose: 'marketing', status: 'denied' };

	test('given with the account counts', () => {
		expect(read('customers/create', 'shopify-customer.json').consent).toEqual([granted]);
	});

	test('refused by the topic about consent counts', () => {
		const touchpoint = read('customers_email_marketing_consent/update', 'shopify-consent.json');
		expect(touchpoint).toMatchObject({
			type: 'consent_updated',
			channel: 'email',
			consent: [denied],
		});
		expect(touchpoint.occurredAt).toBe(at('2026-11-20T06:50:00.877Z'));
		expect(touchpoint.identities).toHaveLength(2);
	});

	test('given long ago and only said again does not undo a later refusal', () => {
		const touchpoint = read('orders/updated', 'shopify-order.json');
		expect(touchpoint.consent).toEqual([
			{ channel: 'sms', purpose: 'marketing', status: 'denied' },
		]);
		const stale = changed('shopify-customer.json', {
			email_marketing_consent: { consent_updated_at: '2026-11-20T05:29:59Z' },
		});
		expect(touchpointOf(deliver('customers/create', stale)).consent).toBeUndefined();
	});

	test('is not taken from a box that was left empty, nor from a state that says neither', () => {
		expect(read('checkouts/create', 'shopify-checkout.json').consent).toBeUndefined();
		for (const state of ['not_subscribed', 'pending', null, 7]) {
			const body = changed('shopify-customer.json', { email_marketing_consent: { state } });
			expect(touchpointOf(deliver('customers/create', body)).consent).toBeUndefined();
		}
	});

	test('ticked in this checkout does not overrule a refusal in the same body', () => {
		const body = changed('shopify-order.json', {
			customer: { email_marketing_consent: { state: 'UNSUBSCRIBED' } },
		});
		expect(touchpointOf(deliver('orders/create', body)).consent).toContainEqual(denied);
		expect(touchpointOf(deliver('orders/create', body)).consent).not.toContainEqual(granted);
	});
});

test('asks for erasure and export when the law makes Shopify ask', () => {
	const body = JSON.stringify({
		shop_domain: SHOP,
		customer: { id: 7, email: 'neda@example.com', phone: null },
	});
	expect(touchpointOf(deliver('customers/redact', body)).type).toBe('erasure_requested');
	expect(touchpointOf(deliver('customers/data_request', body)).type).toBe('export_requested');
});

test('rejects a delivery about nobody and one without a topic', () => {
	const about = (topic: string | undefined, body: string) =>
		acceptedOf(deliver(topic ?? '', body, { 'x-shopify-topic': topic })).rejected[0]?.reason;
	expect(about('products/update', '{"id":1,"title":"Lamp"}')).toContain('names no customer');
	expect(about('orders/create', '[]')).toContain('names no customer');
	expect(about(undefined, '{"id":1}')).toContain('x-shopify-topic');
});

test('without an id of the delivery, the same body under the same topic is the same touchpoint', () => {
	const idOf = (topic: string, name: string, triggered: string): Touchpoint =>
		read(topic, name, { 'x-shopify-webhook-id': undefined, 'x-shopify-triggered-at': triggered });
	const first = idOf('orders/create', 'shopify-order.json', '2026-11-20T06:50:00Z');
	expect(first.dedupe).toBe('content_hash');
	expect(idOf('orders/create', 'shopify-order.json', '2026-11-20T06:55:00Z').id).toBe(first.id);
	expect(idOf('orders/paid', 'shopify-order.json', '2026-11-20T06:50:00Z').id).not.toBe(first.id);
	expect(idOf('orders/create', 'shopify-refund.json', '2026-11-20T06:50:00Z').id).not.toBe(
		first.id,
	);
});

test('marks test notifications and orders paid with test money', () => {
	expect(read('orders/create', 'shopify-order.json', { 'x-shopify-test': 'true' }).test).toBe(true);
	const body = changed('shopify-order.json', { test: true });
	expect(touchpointOf(deliver('orders/create', body)).test).toBe(true);
});

test('falls back to the time of receipt when neither body nor header has a time', () => {
	const body = JSON.stringify({ id: 7, email: 'neda@example.com' });
	const touchpoint = touchpointOf(
		deliver('customers/update', body, { 'x-shopify-triggered-at': undefined }),
	);
	expect(touchpoint).toMatchObject({ timeMark: 'receipt_time', occurredAt: touchpoint.receivedAt });
	expect(touchpoint.receivedAt).not.toBe(NOW);
});
