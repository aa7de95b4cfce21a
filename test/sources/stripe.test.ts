import Stripe from 'stripe';
import type { Touchpoint } from '../../journey/touchpoint';
import { fieldsOf, isFields, type Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import type { Reception, SourceSettings } from '../../sources/source';
import { stripe } from '../../sources/stripe';
import { moneyOfStripe } from '../../sources/stripe-money';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';

const SECRET = 'whsec_now8f3a1c';
const OLD = 'whsec_old5e2b7d';
const SECONDS = NOW / 1000;
const LATER = Date.parse('2026-11-30T00:00:00Z');
const settings = settingsOf({ secrets: [SECRET] });

/** The header as Stripe's own package writes it. */
const headerOf = (payload: string, secret: string, timestamp = SECONDS, scheme = 'v1'): string =>
	Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp, scheme });

function deliver(event: unknown, given: SourceSettings = settings): Reception {
	const text = JSON.stringify(event);
	const headers = { 'stripe-signature': headerOf(text, SECRET, LATER / 1000) };
	return receive(stripe, requestOf(text, headers, { receivedAt: LATER }), given);
}

const fixtureOf = (name: string): Fields => fieldsOf(JSON.parse(fixture(name).toString()));
const CHECKOUT = fixtureOf('stripe-checkout.json');

function merged(fields: Fields, changes: Fields): Fields {
	const deep = Object.entries(changes).map(([name, change]) => [
		name,
		isFields(change) ? merged(fieldsOf(fields[name]), change) : change,
	]);
	return { ...fields, ...Object.fromEntries(deep) };
}

/** The checkout of the fixture, with other fields of its session. */
const checkout = (object: Fields, changes: Fields = {}): Fields =>
	merged(CHECKOUT, { data: { object }, ...changes });

/** Another event about another object. */
const eventOf = (type: string, object: Fields, changes: Fields = {}): Fields => ({
	id: 'evt_1',
	object: 'event',
	type,
	created: 1795157103,
	livemode: true,
	data: { object },
	...changes,
});

const read = (event: unknown, given?: SourceSettings): Touchpoint =>
	touchpointOf(deliver(event, given));

describe('the signature of the stripe package', () => {
	const body = JSON.stringify(CHECKOUT);
	const check = (header: string, secrets = [SECRET]): string =>
		receive(stripe, requestOf(body, { 'stripe-signature': header }), settingsOf({ secrets })).kind;
	const refusedFor = (header: string): string =>
		refusalOf(receive(stripe, requestOf(body, { 'stripe-signature': header }), settings)).code;

	test('is taken, with the whole whsec_ text as its key', () => {
		expect(check(headerOf(body, SECRET))).toBe('accepted');
		expect(check(headerOf(body, SECRET.slice('whsec_'.length)))).toBe('refused');
	});

	test('is taken in either place while the secret is being rolled', () => {
		const [good, old] = [SECRET, OLD].map((secret) => headerOf(body, secret).split(',')[1]);
		for (const header of [`t=${SECONDS},${good},${old}`, `t=${SECONDS},${old},${good}`])
			expect(check(header)).toBe('accepted');
		expect(check(`t=${SECONDS},${old}`)).toBe('refused');
		expect(check(`t=${SECONDS},${old}`, [SECRET, OLD])).toBe('accepted');
	});

	test('is as its own package judges it, when it was made within five minutes', () => {
		for (const [age, kind] of [
			[300, 'accepted'],
			[301, 'refused'],
		] as const) {
			const header = headerOf(body, SECRET, SECONDS - age);
			expect(check(header)).toBe(kind);
			const judge = () => Stripe.webhooks.constructEvent(body, header, SECRET, 300, undefined, NOW);
			if (kind === 'accepted') expect(judge()).toMatchObject({ id: 'evt_1PqLampCheckout' });
			else expect(judge).toThrow(/tolerance/);
		}
		expect(refusedFor(headerOf(body, SECRET, SECONDS - 301))).toBe('stale_timestamp');
	});

	test('does not count in the version for tests, v0', () => {
		expect(refusedFor(headerOf(body, SECRET, SECONDS, 'v0'))).toBe('bad_signature');
		const downgraded = headerOf(body, SECRET).replace('v1=', 'v0=');
		expect(refusedFor(downgraded)).toBe('bad_signature');
	});

	test('covers its time', () => {
		const header = headerOf(body, SECRET, SECONDS - 200).replace(
			`t=${SECONDS - 200}`,
			`t=${SECONDS}`,
		);
		expect(refusedFor(header)).toBe('bad_signature');
		expect(refusedFor(headerOf(body, SECRET).replace(/t=\d+,/, ''))).toBe('missing_timestamp');
	});
});

test('reads a checkout', () => {
	expect(read(CHECKOUT)).toEqual({
		id: 'stripe:evt_1PqLampCheckout',
		source: 'stripe',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'order_completed',
		channel: 'web',
		occurredAt: 1795157103000,
		receivedAt: LATER,
		sequence: expect.any(Number),
		timeMark: 'as_sent',
		identities: [
			{ kind: 'external', namespace: 'stripe', value: 'cus_Neda1' },
			{ kind: 'email', value: 'neda.karimi@example.com' },
			{ kind: 'phone', value: '+989123456789' },
			{ kind: 'anonymous', namespace: 'stripe', value: 'payment:pi_3Lamp1' },
			{ kind: 'anonymous', namespace: 'stripe', value: 'checkout:cs_live_a1b2c3' },
		],
		attributes: { name: 'Neda Karimi', city: 'Athens', country: 'GR' },
		value: { amount: '36.90', currency: 'EUR' },
		keys: { order: '1042', payment: 'pi_3Lamp1', checkout: 'cs_live_a1b2c3' },
		consent: [{ channel: 'email', purpose: 'marketing', status: 'granted' }],
		properties: {
			event: 'checkout.session.completed',
			status: 'complete',
			paymentStatus: 'paid',
			mode: 'payment',
			clientReference: 'cart-42',
		},
		test: false,
	});
});

describe('one purchase', () => {
	const payment = {
		id: 'pi_3Lamp1',
		object: 'payment_intent',
		amount: 3690,
		amount_received: 3690,
		status: 'succeeded',
		currency: 'eur',
		customer: 'cus_Neda1',
		metadata: {},
	};
	const charge = {
		id: 'ch_3Lamp1',
		object: 'charge',
		amount: 3690,
		currency: 'eur',
		customer: 'cus_Neda1',
		payment_intent: 'pi_3Lamp1',
	};

	test('is one completed order of the three events under which it is seen, and they are joined', () => {
		const seen = [
			CHECKOUT,
			eventOf('payment_intent.succeeded', payment),
			eventOf('charge.succeeded', charge),
		].map((event) => read(event));
		expect(seen.map(({ type }) => type)).toEqual([
			'order_completed',
			'order_paid',
			'other:charge.succeeded',
		]);
		for (const { identities, keys } of seen) {
			expect(identities).toContainEqual({
				kind: 'anonymous',
				namespace: 'stripe',
				value: 'payment:pi_3Lamp1',
			});
			expect(keys.payment).toBe('pi_3Lamp1');
		}
		const sequences = seen.map(({ sequence }) => sequence);
		expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
	});

	test('is the payment where the node says so, and then the session is not', () => {
		const given = { ...settings, fields: { paymentIsOrder: true } };
		expect(read(CHECKOUT, given).type).toBe('checkout_completed');
		expect(read(eventOf('payment_intent.succeeded', payment), given)).toMatchObject({
			type: 'order_completed',
			value: { amount: '36.90', currency: 'EUR' },
		});
		expect(read(fixtureOf('stripe-invoice.json'), given).type).toBe('invoice_paid');
	});

	test('that is paid later is completed when the money has come', () => {
		expect(read(checkout({ payment_status: 'unpaid' })).type).toBe('checkout_completed');
		const paid = checkout({}, { type: 'checkout.session.async_payment_succeeded', id: 'evt_2' });
		expect(read(paid).type).toBe('order_completed');
		expect(read(checkout({ payment_status: 'no_payment_required' })).type).toBe('order_completed');
	});

	test('at a terminal is made in the store', () => {
		const terminal = { ...payment, payment_method_types: ['card_present'] };
		expect(read(eventOf('payment_intent.succeeded', terminal)).channel).toBe('store');
	});
});

test('gives what was paid back this time, not all that ever was', () => {
	const REFUND = fixtureOf('stripe-refund.json');
	expect(read(REFUND)).toMatchObject({
		type: 'order_refunded',
		value: { amount: '18.45', currency: 'EUR' },
		keys: { order: '1042', payment: 'pi_3Lamp1' },
		properties: { receiptUrl: 'https://pay.stripe.example/receipts/r1' },
	});
	const first = merged(REFUND, { data: { previous_attributes: { amount_refunded: 0 } } });
	expect(read(first).value).toEqual({ amount: '28.45', currency: 'EUR' });
	const text = JSON.stringify(read(REFUND));
	for (const secret of ['4242', 'visa', 'Street 5']) expect(text).not.toContain(secret);
});

test('reads an invoice of a running subscription, in a currency without decimals', () => {
	const INVOICE = fixtureOf('stripe-invoice.json');
	expect(read(INVOICE)).toMatchObject({
		type: 'subscription_renewed',
		value: { amount: '1999', currency: 'JPY' },
		keys: { order: 'in_1Lamp', invoice: 'in_1Lamp', subscription: 'sub_1Lamp' },
		products: [{ id: 'prod_club', quantity: 1 }],
	});
	const first = merged(INVOICE, { data: { object: { billing_reason: 'subscription_create' } } });
	expect(read(first).type).toBe('invoice_paid');
});

test.each<[string, Fields, Partial<Touchpoint>]>([
	[
		'customer.created',
		{
			id: 'cus_1',
			object: 'customer',
			email: 'neda@example.com',
			phone: '0912 345 6789',
			preferred_locales: ['fa'],
		},
		{ type: 'customer_created', attributes: { language: 'fa' } },
	],
	[
		'checkout.session.expired',
		{
			id: 'cs_1',
			object: 'checkout.session',
			customer_details: { email: 'neda@example.com' },
			amount_total: 100,
			currency: 'eur',
			after_expiration: { recovery: { url: 'https://buy.stripe.example/r/1' } },
		},
		{
			type: 'cart_abandoned',
			properties: {
				event: 'checkout.session.expired',
				recoveryUrl: 'https://buy.stripe.example/r/1',
			},
		},
	],
	[
		'customer.subscription.created',
		{
			id: 'sub_1',
			object: 'subscription',
			customer: 'cus_1',
			status: 'active',
			items: {
				data: [
					{
						id: 'si_1',
						quantity: 2,
						price: { id: 'price_1', product: 'prod_1', unit_amount: 999, currency: 'eur' },
					},
				],
			},
		},
		{
			type: 'subscription_started',
			products: [{ id: 'prod_1', quantity: 2, price: '9.99' }],
			keys: { subscription: 'sub_1' },
		},
	],
	[
		'customer.subscription.deleted',
		{
			id: 'sub_1',
			object: 'subscription',
			customer: 'cus_1',
			cancellation_details: { reason: 'cancellation_requested' },
		},
		{
			type: 'subscription_cancelled',
			properties: { event: 'customer.subscription.deleted', reason: 'cancellation_requested' },
		},
	],
	[
		'payment_intent.payment_failed',
		{
			id: 'pi_1',
			object: 'payment_intent',
			amount: 500,
			amount_received: 0,
			currency: 'usd',
			status: 'requires_payment_method',
			last_payment_error: { code: 'card_declined' },
		},
		{ type: 'payment_failed', value: { amount: '5.00', currency: 'USD' } },
	],
	[
		'invoice.payment_failed',
		{
			id: 'in_1',
			object: 'invoice',
			customer: { id: 'cus_1', email: 'neda@example.com' },
			amount_due: 500,
			amount_paid: 0,
			currency: 'usd',
			status: 'open',
		},
		{
			type: 'invoice_payment_failed',
			value: { amount: '5.00', currency: 'USD' },
			identities: [
				{ kind: 'external', namespace: 'stripe', value: 'cus_1' },
				{ kind: 'email', value: 'neda@example.com' },
			],
		},
	],
	[
		'charge.dispute.created',
		{
			id: 'dp_1',
			object: 'dispute',
			amount: 500,
			currency: 'usd',
			payment_intent: 'pi_1',
			charge: 'ch_1',
			reason: 'fraudulent',
		},
		{
			type: 'dispute_opened',
			identities: [{ kind: 'anonymous', namespace: 'stripe', value: 'payment:pi_1' }],
		},
	],
	[
		'review.opened',
		{ id: 'prv_1', object: 'review', payment_intent: 'pi_1', reason: 'rule' },
		{ type: 'other:review.opened' },
	],
	[
		'checkout.session.completed',
		{ id: 'cs_1', object: 'checkout.session', mode: 'setup', customer: 'cus_1' },
		{ type: 'payment_info_entered' },
	],
])('reads %s', (type, object, expected) => {
	expect(read(eventOf(type, object))).toMatchObject(expected);
});

test.each([
	['opt_in', 'granted'],
	['opt_out', 'denied'],
	[null, undefined],
])('takes the box %s at the checkout for %s', (promotions, status) => {
	expect(read(checkout({ consent: { promotions } })).consent?.[0]?.status).toBe(status);
});

test('marks what comes from a sandbox as a test', () => {
	expect(read({ ...CHECKOUT, livemode: false }).test).toBe(true);
});

test('passes over what is about the business itself, and takes nobody out of it', () => {
	for (const event of [
		eventOf('account.updated', { id: 'acct_1', object: 'account', email: 'owner@example.com' }),
		eventOf('payout.paid', { id: 'po_1', object: 'payout', amount: 1, currency: 'eur' }),
		eventOf('product.created', { id: 'prod_1', object: 'product', name: 'Lamp' }),
		{
			id: 'evt_v2',
			object: 'v2.core.event',
			type: 'v1.billing.meter.no_meter_found',
			created: '2026-11-20T06:45:03Z',
		},
	])
		expect(acceptedOf(deliver(event))).toMatchObject({ touchpoints: [], rejected: [] });
});

test.each([
	[eventOf('customer.subscription.created', { object: 'subscription' }), /names no customer/],
	[{ ...CHECKOUT, id: null }, /^type and id/],
	[[], /^type and id/],
])('rejects what cannot be used', (event, reason) => {
	expect(acceptedOf(deliver(event)).rejected[0]?.reason).toMatch(reason);
});

test.each([
	[1999, 'eur', '19.99'],
	[5, 'usd', '0.05'],
	[0, 'usd', '0.00'],
	[-1999, 'usd', '-19.99'],
	[500, 'jpy', '500'],
	[500, 'VND', '500'],
	[5120, 'kwd', '5.120'],
	['900719925474099312', 'eur', '9007199254740993.12'],
	[500, 'isk', '5.00'],
	[500, 'ugx', '5.00'],
	[1045, 'huf', '10.45'],
])('reads the minor units %s %s as %s', (amount, currency, expected) => {
	expect(moneyOfStripe(amount, currency)).toEqual({
		amount: expected,
		currency: currency.toUpperCase(),
	});
});

test.each([
	[12.5, 'eur'],
	['1e3', 'eur'],
	[undefined, 'eur'],
	[100, undefined],
	[100, 'euro'],
])('makes no amount of %s %s', (amount, currency) => {
	expect(moneyOfStripe(amount, currency)).toBeUndefined();
});
