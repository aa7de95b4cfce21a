import { generateKeyPairSync } from 'node:crypto';
import type { Touchpoint } from '../../journey/touchpoint';
import { adobeCommerce } from '../../sources/adobe-commerce';
import { verifyAdobeSignature } from '../../sources/adobe-signature';
import { fieldsOf, isFields, type Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import type { Reception, SourceSettings } from '../../sources/source';
import { acceptedOf, fixture, refusalOf, requestOf, touchpointOf } from './requests';
import {
	ADOBE_CLIENT_ID,
	ADOBE_KEYS,
	adobeCommerceSender,
	adobeSignature,
	adobeWebhookSender,
} from './senders/adobe-commerce';

/**
 * The test vector that @adobe/aio-lib-events 4.1.0 checks its own verifier with (test/mock.js, Apache-2.0). It is signed
 * over the JSON as it stands.
 */
const VECTOR = {
	body: '{"event_id":"eventId1","event":{"hello":"world"},"recipient_client_id":"client_id1"}',
	signature:
		'Hgq9NEIAtFItHQfHYi2x94zAaHG7088PUDLdpSTdsFjLPD+IJCrKpSf4bxNeh3vHmMqj6zUVYfFEYvgI0riJNx12b3wIMHhoa/MxQGzzCcN4GnB/LVaTm9/1LZSxKpyR34FhaaYxbN3u3dSE60zk5swjzMKUFRmFiiE6k0knjcM+e0E3f1g9kFXgy/dUIOlty4SlS3hbv1UHS/BYXakH7d0lb4mrNxHIGNuIyFRmMpbZ4KyXDJo5nCQqvW0dZKAikpavf58/S8xbYyhJTImNJaUMZYQ5m8KD6H1ME48Hr3Q+Vgte9cXrTCreK1tVqCCy/ZaQGC7Z/qPOC+D849hi9g==',
	key: `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArGwUIIdaBSUrZq4V24cL
R3I19gel9uBBmXE3lt4oVHF0lMsHnA72cJNf/IPFYDWElM/tE4bat8p78O2ZQpus
6nzi/ISfSWprWhvTuI5sKx6CVgbRIzUM6VTIcvo8o3PK49HbgacRiUABZ1uNo7Cz
Pfmu5xAY+l2Ie1Dt8yperotKAKJmuPYeFWKGe9tzbPYgFluCy8DjPp2gGsmjsorR
/CVRJq8fWl5aTLha+ZHSTuyNY+RQhC/fZ7CHf89EdSvonyu6W7/SJmSf9DGGjmX0
HJNREqdTE9QdbSBMfNn/pa9fCGwR3yEoAZCkfVG06Xx02vOI0Q1RAkf2tGhO4bsZ
cwIDAQAB
-----END PUBLIC KEY-----`,
};

const NAMESPACE = 'adobe_commerce:lamps.production';
const LATER = Date.parse('2026-11-30T00:00:00Z');
const at = (text: string): number => Date.parse(text);
const ORDER = fieldsOf(JSON.parse(fixture('adobe-order.json').toString()));
const { settings } = adobeCommerceSender;

function merged(fields: Fields, changes: Fields): Fields {
	const deep = Object.entries(changes).map(([name, change]) => [
		name,
		isFields(change) ? merged(fieldsOf(fields[name]), change) : change,
	]);
	return { ...fields, ...Object.fromEntries(deep) };
}

function deliver(event: unknown, given: SourceSettings = settings): Reception {
	const { headers, body } = adobeCommerceSender.sign(
		Buffer.from(JSON.stringify(event)),
		ADOBE_KEYS[0],
	);
	return receive(adobeCommerce, requestOf(body, headers, { receivedAt: LATER }), given);
}

/** The fixture's event under another name and with other fields of the record. */
const eventOf = (name: string, value: Fields = {}, changes: Fields = {}): Fields =>
	merged(ORDER, { type: `com.adobe.commerce.observer.${name}`, data: { value }, ...changes });

/** An event whose record has these fields and no others. */
const eventWith = (name: string, value: Fields): Fields => ({
	...ORDER,
	type: `com.adobe.commerce.observer.${name}`,
	data: { value, source: 'lamps.production' },
});

describe('the signature', () => {
	const check = (
		headers: Record<string, string>,
		secrets: readonly string[] = [VECTOR.key],
		body = VECTOR.body,
	) => verifyAdobeSignature(requestOf(body, headers), secrets)?.code ?? null;
	const signed = { 'x-adobe-digital-signature-1': VECTOR.signature };

	test("accepts the vector of Adobe's own library, and nothing near it", () => {
		expect(check(signed)).toBeNull();
		expect(check(signed, [VECTOR.key], VECTOR.body.replace('world', 'World'))).toBe(
			'bad_signature',
		);
		expect(check(signed, [VECTOR.key], `${VECTOR.body}\n`)).toBe('bad_signature');
		expect(check(signed, [ADOBE_KEYS[0]])).toBe('bad_signature');
	});

	test.each(
		[1, 2].flatMap((n) => [`x-adobe-digital-signature-${n}`, `x-adobe-digital-signature${n}`]),
	)('is found in %s', (header) => expect(check({ [header]: VECTOR.signature })).toBeNull());

	test('is enough once, whichever of the two keys made it', () => {
		const other = adobeSignature(Buffer.from(VECTOR.body), ADOBE_KEYS[0]);
		const both = {
			'x-adobe-digital-signature-1': other,
			'x-adobe-digital-signature-2': VECTOR.signature,
		};
		expect(check(both)).toBeNull();
		expect(check({ ...both, 'x-adobe-digital-signature-2': 'AAAA' })).toBe('bad_signature');
		expect(check({ ...both, 'x-adobe-digital-signature-2': 'AAAA' }, [ADOBE_KEYS[0]])).toBeNull();
	});

	test.each([
		['with its lines run together', VECTOR.key.replaceAll('\n', ' ')],
		['with its lines glued together', VECTOR.key.replaceAll('\n', '')],
		['as bare base64', VECTOR.key.replace(/-----[A-Z ]+-----|\n/g, '')],
		['with Windows line ends', VECTOR.key.replaceAll('\n', '\r\n')],
		['behind another one in the same field', `${ADOBE_KEYS[0]}\n${VECTOR.key}`],
	])('is checked with a key pasted %s', (_name, key) => expect(check(signed, [key])).toBeNull());

	test('is checked with public keys of RSA only', () => {
		const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const elliptic = publicKey.export({ type: 'spki', format: 'pem' }).toString();
		for (const secret of ['word', elliptic, VECTOR.key.replace('MIIB', 'MIIC')])
			expect(check(signed, [secret])).toBe('no_secret');
	});

	test('of Commerce itself is over the body in base64, and is not mixed up with the other', () => {
		const { body } = adobeWebhookSender;
		const header = 'x-adobe-commerce-webhook-signature';
		const over = (bytes: Buffer): string | null =>
			check({ [header]: adobeSignature(bytes, ADOBE_KEYS[0]) }, ADOBE_KEYS, body.toString());
		expect(over(Buffer.from(body.toString('base64')))).toBeNull();
		expect(over(body)).toBe('bad_signature');
		expect(check({ ...signed, [header]: VECTOR.signature })).toBe('bad_signature');
	});
});

describe('an event for somebody else', () => {
	test('is no touchpoint, although Adobe signed it', () => {
		const [rejected] = acceptedOf(deliver({ ...ORDER, recipient_client_id: 'another' })).rejected;
		expect(rejected?.reason).toMatch(/^recipient_client_id/);
		expect(acceptedOf(deliver({ ...ORDER, recipient_client_id: undefined })).touchpoints).toEqual(
			[],
		);
	});

	test('cannot be told from ours without our client id, so nothing is taken', () => {
		for (const fields of [{ clientId: '' }, { clientId: ' ' }])
			expect(refusalOf(deliver(ORDER, { ...settings, fields })).code).toBe('no_secret');
	});
});

describe('the challenge', () => {
	const ask = (challenge: string | undefined, method = 'GET') =>
		receive(adobeCommerce, requestOf('', {}, { method, query: { challenge } }), settings);

	test('is echoed as plain text', () => {
		expect(ask('8ec8d794-e0ab-42df-9017-e3dada8e84f7')).toEqual({
			kind: 'answered',
			answer: {
				status: 200,
				headers: { 'content-type': 'text/plain' },
				body: '8ec8d794-e0ab-42df-9017-e3dada8e84f7',
			},
		});
	});

	test('is not echoed when it could be a script, is missing, or comes with a delivery', () => {
		for (const challenge of ['<script>alert(1)</script>', '', undefined, 'a b', 'a'.repeat(201)])
			expect(refusalOf(ask(challenge)).status).toBe(401);
		expect(refusalOf(ask('8ec8d794', 'POST')).status).toBe(401);
	});
});

test('answers as the shopper needs it', () => {
	expect(acceptedOf(deliver(ORDER)).answer).toEqual({
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: '{"op":"success"}',
	});
});

test('reads an order', () => {
	expect(touchpointOf(deliver(ORDER))).toEqual({
		id: `${NAMESPACE}:order:000000617:completed`,
		source: 'adobe_commerce',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'order_completed',
		channel: 'web',
		occurredAt: at('2026-11-20T06:45:00Z'),
		receivedAt: LATER,
		sequence: expect.any(Number),
		timeMark: 'as_sent',
		identities: [
			{ kind: 'external', namespace: NAMESPACE, value: '26' },
			{ kind: 'email', value: 'neda.karimi@example.com' },
			{ kind: 'phone', value: '+989123456789' },
			{ kind: 'anonymous', namespace: NAMESPACE, value: 'order:000000617' },
			{ kind: 'anonymous', namespace: NAMESPACE, value: 'order_id:673' },
			{ kind: 'anonymous', namespace: NAMESPACE, value: 'cart:730' },
		],
		attributes: { firstName: 'Neda', lastName: 'Karimi', city: 'Shiraz', country: 'IR' },
		value: { amount: '36.9', currency: 'EUR' },
		products: [{ id: '3953', name: 'چراغ مطالعه', quantity: 2, price: '18.45' }],
		keys: { order: '000000617', cart: '730' },
		properties: {
			event: 'sales_order_save_commit_after',
			store: 'Main Website\nLamps',
			state: 'processing',
			status: 'processing',
			coupon: 'WELCOME10',
		},
		test: false,
	});
});

test('keeps network addresses, cards and streets out of the touchpoint', () => {
	const text = JSON.stringify(acceptedOf(deliver(ORDER)).touchpoints);
	for (const secret of ['203.0.113.9', '1111', 'Visa', 'Street 5'])
		expect(text).not.toContain(secret);
});

describe('one purchase', () => {
	const typesOf = (name: string, value: Fields): string[] =>
		acceptedOf(deliver(eventOf(name, value))).touchpoints.map(({ type }) => type);

	test('is completed once, under whichever of its names and however often it is saved', () => {
		const ids = [
			eventOf('sales_order_place_after'),
			eventWith('checkout_submit_all_after', { order: fieldsOf(fieldsOf(ORDER.data).value) }),
			eventOf('sales_order_save_after', { updated_at: '2026-11-21 09:00:00' }),
			eventOf('sales_order_save_commit_after', {
				state: 'complete',
				updated_at: '2026-11-22 09:00:00',
			}),
		].map((event) => {
			const { touchpoints } = acceptedOf(deliver(event));
			return touchpoints.filter(({ type }) => type === 'order_completed').map(({ id }) => id);
		});
		expect(ids).toEqual(Array(4).fill([`${NAMESPACE}:order:000000617:completed`]));
	});

	test('is not completed while its payment is awaited, and never by what comes before', () => {
		expect(typesOf('sales_order_save_commit_after', { state: 'pending_payment' })).toEqual([
			'order_updated',
		]);
		expect(typesOf('sales_order_place_before', {})).toEqual(['other:sales_order_place_before']);
	});

	test.each([
		['complete', ['order_completed', 'order_fulfilled', 'order_updated']],
		['canceled', ['order_cancelled', 'order_updated']],
		['holded', ['order_completed', 'order_updated']],
	])('in state %s gives %j', (state, types) => {
		expect(
			typesOf('sales_order_save_commit_after', { state, updated_at: '2026-11-22 09:00:00' }),
		).toEqual(types);
	});

	test('is seen without a state only when the order is new', () => {
		const fields = {
			increment_id: '7',
			customer_email: 'neda@example.com',
			created_at: '2026-11-20 06:45:00',
		};
		const types = (updated_at: string): string[] =>
			acceptedOf(
				deliver(eventWith('sales_order_save_commit_after', { ...fields, updated_at })),
			).touchpoints.map(({ type }) => type);
		expect(types('2026-11-20 06:45:00')).toEqual(['order_completed']);
		expect(types('2026-11-20 06:45:01')).toEqual(['order_updated']);
	});
});

test.each<[string, Fields, Partial<Touchpoint>]>([
	[
		'sales_order_creditmemo_save_commit_after',
		{ entity_id: 9, order_id: '673', grand_total: 18.45, order_currency_code: 'EUR' },
		{
			id: `${NAMESPACE}:order_refunded:9`,
			type: 'order_refunded',
			value: { amount: '18.45', currency: 'EUR' },
			identities: [{ kind: 'anonymous', namespace: NAMESPACE, value: 'order_id:673' }],
		},
	],
	[
		'customer_save_commit_after',
		{
			id: 26,
			email: 'neda@example.com',
			created_at: '2026-11-20 06:30:00',
			updated_at: '2026-11-20 06:30:00',
		},
		{ type: 'account_created' },
	],
	[
		'customer_save_commit_after',
		{
			id: 26,
			email: 'neda@example.com',
			created_at: '2025-01-01 00:00:00',
			updated_at: '2026-11-20 06:30:00',
		},
		{ type: 'customer_updated', channel: 'other' },
	],
	[
		'customer_save_commit_after',
		{ id: 26, email: 'neda@example.com', _isNew: true },
		{ type: 'account_created' },
	],
	[
		'customer_login',
		{ customer: { id: 26, firstname: 'Neda', lastname: 'Karimi' } },
		{ type: 'signed_in', attributes: { firstName: 'Neda', lastName: 'Karimi' } },
	],
	[
		'newsletter_subscriber_save_commit_after',
		{ subscriber_email: 'neda@example.com', subscriber_status: 3 },
		{
			type: 'unsubscribed',
			channel: 'email',
			consent: [{ channel: 'email', purpose: 'marketing', status: 'denied' }],
		},
	],
	[
		'newsletter_subscriber_save_commit_after',
		{ subscriber_email: 'neda@example.com', subscriber_status: 1 },
		{
			type: 'subscribed',
			consent: [{ channel: 'email', purpose: 'marketing', status: 'granted' }],
		},
	],
	[
		'wishlist_add_product',
		{ wishlist: { customer_id: 26 }, product: { entity_id: 3953, name: 'Lamp', price: '18.45' } },
		{
			type: 'product_added_to_wishlist',
			products: [{ id: '3953', name: 'Lamp', price: '18.45' }],
		},
	],
	[
		'review_save_after',
		{ review_id: 4, entity_pk_value: '3953', customer_id: 26, title: 'Bright' },
		{
			id: `${NAMESPACE}:review_posted:4`,
			type: 'review_posted',
			products: [{ id: '3953' }],
		},
	],
	['some_module_event', { customer_id: 26 }, { type: 'other:some_module_event' }],
])('reads %s', (name, value, expected) => {
	expect(touchpointOf(deliver(eventWith(name, value)))).toMatchObject(expected);
});

test('takes the id and the time of the event for what is no state of an order', () => {
	expect(
		touchpointOf(deliver(eventWith('customer_login', { customer: { id: 26 } }))),
	).toMatchObject({
		id: 'adobe_commerce:bdc6d818-d6d8-4e80-b78f-d8c47890ff40',
		dedupe: 'event_id',
		occurredAt: at('2026-11-20T06:45:12.811Z'),
	});
});

test.each<[string, (event: Fields) => unknown]>([
	['a list', (event) => [event, { ...event, type: '' }, event]],
	[
		'events wrapped as in the journal',
		(event) => ({
			events: [event, 'text', event].map((inner) => ({ position: 'p', event: inner })),
		}),
	],
])('reads a batch written as %s, and one bad element takes no other with it', (_name, batch) => {
	const { touchpoints, rejected } = acceptedOf(
		deliver(batch(eventWith('customer_login', { customer: { id: 26 } }))),
	);
	expect(touchpoints).toHaveLength(2);
	expect(rejected.map(({ index }) => index)).toEqual([1]);
});

test('reads an event in the older envelope', () => {
	const { recipient_client_id, event_id, ...event } = eventWith('customer_login', {
		customer: { id: 26 },
	});
	expect(touchpointOf(deliver({ event_id, event, recipient_client_id })).id).toBe(
		`adobe_commerce:${String(event_id)}`,
	);
});

describe('a webhook of Commerce itself', () => {
	const call = (body: unknown, fields: Record<string, string> = {}): Reception =>
		receive(
			adobeCommerce,
			adobeWebhookSender.sign(Buffer.from(JSON.stringify(body)), ADOBE_KEYS[0]),
			{ ...adobeWebhookSender.settings, fields },
		);

	test('needs no client id, and says by its body which event it is', () => {
		const { body, sign, settings: own } = adobeWebhookSender;
		expect(touchpointOf(receive(adobeCommerce, sign(body, ADOBE_KEYS[0]), own))).toMatchObject({
			type: 'product_added',
			dedupe: 'content_hash',
			occurredAt: at('2026-11-20T06:40:00Z'),
			identities: [
				{ kind: 'email', value: 'neda@example.com' },
				{ kind: 'anonymous', namespace: 'adobe_commerce', value: 'cart:730' },
			],
			products: [{ id: 'LAMP-1', name: 'چراغ مطالعه', price: '18.450000' }],
		});
	});

	test('is named in the node where the body does not name it', () => {
		const body = { customer: { id: 26 } };
		expect(touchpointOf(call(body, { webhookMethod: 'observer.customer_login' }))).toMatchObject({
			type: 'signed_in',
			dedupe: 'none',
		});
		expect(acceptedOf(call(body)).rejected[0]?.reason).toMatch(/^eventName/);
	});
});

test('asks for other fields when nobody is named', () => {
	const [rejected] = acceptedOf(deliver(eventWith('customer_login', {}))).rejected;
	expect(rejected?.reason).toMatch(/names nobody: add customer_id/);
	expect(settings.fields?.clientId).toBe(ADOBE_CLIENT_ID);
});

test.each(['"text"', 'null', '7', '{"events":7}'])('refuses a body that is %s', (text) => {
	const { body, headers } = adobeCommerceSender.sign(Buffer.from(text), ADOBE_KEYS[0]);
	expect(refusalOf(receive(adobeCommerce, requestOf(body, headers), settings)).code).toBe(
		'broken_body',
	);
});
