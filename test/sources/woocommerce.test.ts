import { createHmac } from 'node:crypto';
import { WebhookVerificationService } from '@hookflo/tern';
import type { Touchpoint } from '../../journey/touchpoint';
import { fieldsOf, type Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import { woocommerce } from '../../sources/woocommerce';
import { acceptedOf, fixture, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';
import { woocommerceSender } from './senders/woocommerce';

const SECRET = 'wc-secret';
const SITE = 'lamps.example/shop';
const at = (text: string): number => Date.parse(text);
const LATER = at('2026-11-30T00:00:00Z');
const settings = settingsOf({ secrets: [SECRET], defaultCountry: undefined });

const ORDER = fieldsOf(JSON.parse(fixture('woocommerce-order.json').toString()));
const CUSTOMER = fieldsOf(JSON.parse(fixture('woocommerce-customer.json').toString()));

function deliver(topic: string, body: unknown, headers: Record<string, string | undefined> = {}) {
	const text = JSON.stringify(body);
	return receive(
		woocommerce,
		requestOf(
			text,
			{
				'x-wc-webhook-source': 'https://lamps.example/shop/',
				'x-wc-webhook-topic': topic,
				'x-wc-webhook-id': '12',
				'x-wc-webhook-delivery-id': 'd-1',
				'x-wc-webhook-signature': createHmac('sha256', SECRET).update(text).digest('base64'),
				...headers,
			},
			{ receivedAt: LATER },
		),
		settings,
	);
}

const order = (topic: string, changes: Fields = {}): readonly Touchpoint[] =>
	acceptedOf(deliver(topic, { ...ORDER, ...changes })).touchpoints;

const typesOf = (touchpoints: readonly Touchpoint[]): string[] =>
	touchpoints.map(({ type }) => type);

test('signs as WooCommerce does, by the word of a verifier that is not ours', async () => {
	const request = woocommerceSender.sign(woocommerceSender.body, SECRET);
	const verdict = async (secret: string): Promise<boolean> => {
		const { isValid } = await WebhookVerificationService.verify(
			new Request(request.url, {
				method: 'POST',
				headers: request.headers as Record<string, string>,
				body: new Uint8Array(request.body),
			}),
			{ platform: 'woocommerce', secret },
		);
		return isValid;
	};
	expect(await verdict(SECRET)).toBe(true);
	expect(await verdict('another')).toBe(false);
	expect(receive(woocommerce, request, settings).kind).toBe('accepted');
});

test('reads an order that is paid', () => {
	expect(order('order.created')).toEqual([
		{
			id: `woocommerce:${SITE}:order:727:completed`,
			source: 'woocommerce',
			delivery: 'delivery-1',
			dedupe: 'event_id',
			type: 'order_completed',
			channel: 'web',
			occurredAt: at('2026-11-20T06:45:00Z'),
			receivedAt: LATER,
			sequence: 1,
			timeMark: 'as_sent',
			identities: [
				{ kind: 'external', namespace: `woocommerce:${SITE}`, value: '26' },
				{ kind: 'email', value: 'neda.karimi@example.com' },
				{ kind: 'phone', value: '+989123456789' },
				{ kind: 'anonymous', namespace: `woocommerce:${SITE}`, value: 'order:727' },
			],
			attributes: { firstName: 'Neda', lastName: 'Karimi', city: 'Shiraz', country: 'IR' },
			value: { amount: '36.90', currency: 'EUR' },
			products: [{ id: '93', name: 'چراغ مطالعه', quantity: 2, price: '18.45' }],
			keys: { order: '727' },
			properties: {
				topic: 'order.created',
				site: SITE,
				status: 'processing',
				orderNumber: '727',
				paymentMethod: 'stripe',
				coupons: ['welcome10'],
				createdVia: 'checkout',
				paymentUrl: 'https://lamps.example/shop/checkout/order-pay/727/?pay_for_order=true',
			},
			test: false,
		},
	]);
});

test('keeps network addresses, streets, notes and keys out of the touchpoint', () => {
	const text = JSON.stringify(order('order.created'));
	for (const secret of ['203.0.113.9', 'Mozilla', 'Street 5', 'ring twice', 'wc_order_', 'ch_3Nqx'])
		expect(text).not.toContain(secret);
});

describe('the ping on saving a webhook', () => {
	const ping = (body: string, headers: Record<string, string> = {}) =>
		receive(
			woocommerce,
			requestOf(body, { 'content-type': 'application/x-www-form-urlencoded', ...headers }),
			settings,
		);

	test('is answered with 200 although it is not signed, and brings nothing', () => {
		expect(ping('webhook_id=12')).toEqual({
			kind: 'answered',
			answer: { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' },
		});
	});

	test.each([
		['something else in the body', 'webhook_id=12&x=1', {}],
		['no number', 'webhook_id=', {}],
		['a number longer than any', `webhook_id=${'1'.repeat(30)}`, {}],
		['a signature beside it', 'webhook_id=12', { 'x-wc-webhook-signature': 'AAAA' }],
	])('is nothing that opens the door: %s', (_name, body, headers) => {
		expect(refusalOf(ping(body, headers as Record<string, string>)).status).toBe(401);
	});

	test('needs a secret in the credential first', () => {
		const reception = receive(woocommerce, requestOf('webhook_id=12'), settingsOf({ secrets: [] }));
		expect(refusalOf(reception).code).toBe('no_secret');
	});
});

describe('one purchase', () => {
	test('is completed once, however often and under whatever topic it is told', () => {
		const [created] = order('order.created', { status: 'on-hold' });
		const updates = [
			order('order.updated', { status: 'processing', date_modified_gmt: '2026-11-20T06:50:00' }),
			order('order.updated', { status: 'completed', date_modified_gmt: '2026-11-22T06:50:00' }),
			order('order.restored'),
		];
		expect(created?.type).toBe('order_completed');
		for (const touchpoints of updates) {
			const completed = touchpoints.filter(({ type }) => type === 'order_completed');
			expect(completed.map(({ id }) => id)).toEqual([created?.id]);
			expect(completed[0]?.occurredAt).toBe(created?.occurredAt);
		}
	});

	test('that waits for its payment is not completed before it is paid', () => {
		expect(typesOf(order('order.created', { status: 'pending' }))).toEqual(['order_created']);
		expect(typesOf(order('order.created', { status: 'checkout-draft' }))).toEqual([
			'order_created',
		]);
		expect(typesOf(order('order.updated', { status: 'processing' }))).toEqual([
			'order_completed',
			'order_updated',
		]);
	});

	test.each([
		['completed', ['order_completed', 'order_fulfilled', 'order_updated'], '2026-11-22T08:00:00Z'],
		['cancelled', ['order_cancelled', 'order_updated'], '2026-11-22T09:00:00Z'],
		['failed', ['payment_failed', 'order_updated'], '2026-11-22T09:00:00Z'],
		['wc-shipped-by-a-plugin', ['order_completed', 'order_updated'], undefined],
	])('in status %s gives %j', (status, types, second) => {
		const touchpoints = order('order.updated', {
			status,
			date_completed_gmt: '2026-11-22T08:00:00',
			date_modified_gmt: '2026-11-22T09:00:00',
		});
		expect(typesOf(touchpoints)).toEqual(types);
		const state = touchpoints.find(({ type }) => /fulfilled|cancelled|failed/.test(type));
		expect(state?.occurredAt).toBe(second === undefined ? undefined : at(second));
	});

	test('gives each refund once, with what was paid back', () => {
		const refunds = [
			{ id: 801, reason: 'broken', total: '-18.45' },
			{ id: 802, reason: '', total: '-2.00' },
		];
		const seen = [refunds.slice(0, 1), refunds].map((list) =>
			order('order.updated', { refunds: list }).filter(({ type }) => type === 'order_refunded'),
		);
		expect(seen[0]?.[0]?.id).toBe(seen[1]?.[0]?.id);
		expect(seen[1]?.map(({ value }) => value)).toEqual([
			{ amount: '18.45', currency: 'EUR' },
			{ amount: '2.00', currency: 'EUR' },
		]);
		expect(JSON.stringify(seen)).not.toContain('broken');
	});

	test('at a till counts as a visit to the store', () => {
		expect(order('order.created', { created_via: 'pos-rest-api' })[0]?.channel).toBe('store');
		expect(order('order.created', { created_via: 'postman' })[0]?.channel).toBe('web');
	});
});

describe('a delivery without a usable id', () => {
	const update = (changes: Fields, headers: Record<string, string | undefined> = {}) =>
		acceptedOf(deliver('order.updated', { ...ORDER, ...changes }, headers)).touchpoints.find(
			({ type }) => type === 'order_updated',
		);

	test('is told from another by what it says, not by the delivery id that both of one second share', () => {
		const first = update({});
		expect(first?.dedupe).toBe('content_hash');
		expect(update({ id: 728 })?.id).not.toBe(first?.id);
		expect(update({ date_modified_gmt: '2026-11-20T06:45:05' })?.id).not.toBe(first?.id);
		expect(update({}, { 'x-wc-webhook-delivery-id': 'd-2', 'x-wc-webhook-id': '13' })?.id).toBe(
			first?.id,
		);
	});

	test('cannot be moved to another site by a header, which is not signed', () => {
		const moved = update({}, { 'x-wc-webhook-source': 'https://evil.example/' });
		expect(moved?.id).toBe(update({})?.id);
	});
});

test('keeps two sites apart, also below one host', () => {
	const elsewhere = order('order.created', {
		_links: { self: [{ href: 'https://Lamps.example/outlet/wp-json/wc/v3/orders/727' }] },
	});
	expect(elsewhere[0]?.id).toBe('woocommerce:lamps.example/outlet:order:727:completed');
});

test('takes a guest for nobody but whoever has this order, address and number', () => {
	const [guest] = order('order.created', { customer_id: 0 });
	expect(guest?.identities.map(({ kind }) => kind)).toEqual(['email', 'phone', 'anonymous']);
});

test.each([
	['customer.created', 'account_created', 'web'],
	['customer.updated', 'customer_updated', 'other'],
])('reads %s', (topic, type, channel) => {
	expect(touchpointOf(deliver(topic, CUSTOMER))).toMatchObject({
		type,
		channel,
		dedupe: 'content_hash',
		occurredAt: at('2026-11-20T06:30:00Z'),
		identities: [
			{ kind: 'external', namespace: `woocommerce:${SITE}`, value: '26' },
			{ kind: 'email', value: 'neda.karimi@example.com' },
		],
		attributes: { firstName: 'Neda', lastName: 'Karimi', city: 'Shiraz', country: 'IR' },
	});
});

test('reads a customer who was deleted, of whom only the id is left', () => {
	expect(touchpointOf(deliver('customer.deleted', { id: 26 }))).toMatchObject({
		type: 'customer_deleted',
		timeMark: 'receipt_time',
		identities: [{ kind: 'external', namespace: `woocommerce:${SITE}`, value: '26' }],
	});
});

test.each([
	['subscription.created', 'active', 'subscription_started'],
	['subscription.updated', 'active', 'subscription_updated'],
	['subscription.updated', 'cancelled', 'subscription_cancelled'],
])('reads %s in status %s', (topic, status, type) => {
	const touchpoint = touchpointOf(deliver(topic, { ...ORDER, id: 55, status }));
	expect(touchpoint).toMatchObject({ type, keys: { subscription: '55' } });
});

test('keeps an unknown topic under its own name', () => {
	expect(touchpointOf(deliver('order.deleted', { id: 727 })).type).toBe('other:order.deleted');
	expect(touchpointOf(deliver('loyalty.earned', ORDER)).type).toBe('other:loyalty.earned');
});

test('passes over what is about the shop and nobody in it', () => {
	for (const topic of ['product.updated', 'coupon.created', 'action.woocommerce_add_to_cart'])
		expect(acceptedOf(deliver(topic, { id: 7, arg: 'x' }))).toMatchObject({
			touchpoints: [],
			rejected: [],
		});
});

test.each([
	['order.created', { id: null, billing: { email: 'neda@example.com' } }, /^id: expected/],
	['customer.updated', {}, /names no customer and no order/],
	[undefined, ORDER, /x-wc-webhook-topic/],
])('rejects what cannot be used: %s', (topic, body, reason) => {
	const reception = deliver(topic ?? '', body, { 'x-wc-webhook-topic': topic });
	expect(acceptedOf(reception).rejected[0]?.reason).toMatch(reason);
});
