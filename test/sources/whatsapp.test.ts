import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import XHubSignature from 'x-hub-signature';
import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { whatsapp } from '../../sources/whatsapp';
import { acceptedOf, fixture, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';
import { whatsappSender } from './senders/whatsapp';

const SECRET = 'app-secret-now';
const settings = settingsOf({ secrets: [SECRET], fields: { verifyToken: 'lamp-shop-2026' } });
const NEDA = { kind: 'phone', value: '+989123456789' };

const deliver = (body: unknown): Reception =>
	receive(whatsapp, whatsappSender.sign(Buffer.from(JSON.stringify(body)), SECRET), settings);

const change = (value: Record<string, unknown>, field = 'messages') => ({
	object: 'whatsapp_business_account',
	entry: [{ id: '102290129340398', changes: [{ field, value }] }],
});

const message = (more: Record<string, unknown>): Touchpoint =>
	touchpointOf(
		deliver(
			change({
				messages: [{ from: '989123456789', id: 'wamid.1', timestamp: '1795157990', ...more }],
			}),
		),
	);

const status = (more: Record<string, unknown>): Touchpoint =>
	touchpointOf(
		deliver(
			change({
				statuses: [
					{ id: 'wamid.2', recipient_id: '989123456789', timestamp: '1795157990', ...more },
				],
			}),
		),
	);

test('agrees with packages that others wrote about the signature and the challenge', () => {
	const body = JSON.stringify(
		change({ messages: [{ from: '989123456789', id: 'w', text: { body: '\\u0686' } }] }),
	);
	const ours = new XHubSignature('sha256', SECRET).sign(body);
	const script = join(__dirname, 'meta-packages.mjs');
	const said: unknown = JSON.parse(
		execFileSync(process.execPath, [script, SECRET, 'lamp-shop-2026', body], { encoding: 'utf8' }),
	);
	expect(said).toEqual({ signed: ours, isTaken: true, challenge: '1158201444' });
	const request = requestOf(body, { 'x-hub-signature-256': ours });
	expect(receive(whatsapp, request, settings).kind).toBe('accepted');
});

test('takes a signature over the body with its characters escaped, and over no other reading of it', () => {
	const body = JSON.stringify(
		change({ messages: [{ id: 'w', from: '989123456789', text: 'چ😀' }] }),
	);
	const escaped = body.replace('چ😀', '\\u0686\\ud83d\\ude00');
	const signature = new XHubSignature('sha256', SECRET).sign(escaped);
	for (const sent of [body, escaped]) {
		const request = requestOf(sent, { 'x-hub-signature-256': signature });
		expect(receive(whatsapp, request, settings).kind).toBe('accepted');
	}
	const other = requestOf(body.replace('چ', 'ج'), { 'x-hub-signature-256': signature });
	expect(refusalOf(receive(whatsapp, other, settings)).code).toBe('bad_signature');
});

test('does not take the SHA-1 signature of old apps', () => {
	const { body } = whatsappSender;
	const sha1 = new XHubSignature('sha1', SECRET).sign(body);
	for (const headers of [
		{ 'x-hub-signature': sha1 },
		{ 'x-hub-signature': sha1, 'x-hub-signature-256': sha1 },
		{ 'x-hub-signature-256': sha1.replace('sha1', 'sha256') },
	]) {
		expect(refusalOf(receive(whatsapp, requestOf(body, headers), settings)).status).toBe(401);
	}
});

describe('the challenge', () => {
	const ask = (
		query: Record<string, string>,
		fields: Record<string, string> = { verifyToken: 'lamp-shop-2026' },
	) => {
		const request = requestOf('', {}, { method: 'GET', query });
		const reception = receive(whatsapp, request, settingsOf({ secrets: [SECRET], fields }));
		if (reception.kind !== 'answered') throw new Error(reception.kind);
		return reception.answer;
	};
	const query = {
		'hub.mode': 'subscribe',
		'hub.verify_token': 'lamp-shop-2026',
		'hub.challenge': '1158201444',
	};

	test('is given back as plain text to whoever knows the verify token', () => {
		expect(ask(query)).toMatchObject({
			status: 200,
			headers: { 'content-type': 'text/plain' },
			body: '1158201444',
		});
		expect(ask(query, { verifyToken: ' lamp-shop-2026\n' }).status).toBe(200);
	});

	test.each([
		['another token', { ...query, 'hub.verify_token': 'guess' }],
		['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
		['another mode', { ...query, 'hub.mode': 'unsubscribe' }],
		['no challenge', { ...query, 'hub.challenge': '' }],
		['a challenge that is a page', { ...query, 'hub.challenge': '<script>alert(1)</script>' }],
		['nothing', {}],
	])('is refused to %s', (_name, asked) => {
		const answer = ask(asked);
		expect(answer.status).toBe(403);
		expect(answer.body).not.toContain('script');
	});

	test('is refused to everybody when no verify token is set', () => {
		for (const verifyToken of ['', ' ']) {
			expect(ask({ ...query, 'hub.verify_token': verifyToken }, { verifyToken }).status).toBe(403);
		}
	});
});

test('makes a touchpoint of each message, status and preference of a delivery', () => {
	const request = whatsappSender.sign(fixture('whatsapp-messages.json'), SECRET);
	const { touchpoints, rejected } = acceptedOf(receive(whatsapp, request, settings));
	expect(rejected).toEqual([]);
	expect(touchpoints).toMatchObject([
		{
			id: 'whatsapp:wamid.HBgMOTg5MTIzNDU2Nzg5FQIAEhgUM0EwQTFCMkMzRDRFNUY2Nzg5',
			type: 'message_received',
			channel: 'chat',
			occurredAt: Date.parse('2026-11-20T06:59:50Z'),
			timeMark: 'as_sent',
			identities: [NEDA],
			attributes: { name: 'Neda Karimi' },
			properties: {
				kind: 'text',
				text: 'چراغ مطالعه هنوز موجود است؟',
				ad: { kind: 'ad', clickId: 'Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27v' },
				ownNumber: '302101234567',
			},
		},
		{
			type: 'checkout_started',
			identities: [
				{ kind: 'external', namespace: 'whatsapp', value: 'GR.13491208655302741918' },
				{ kind: 'phone', value: '+306912345678' },
			],
			attributes: { name: 'Eleni' },
			value: { amount: '40.20', currency: 'EUR' },
			products: [
				{ id: 'LAMP-7', quantity: 2, price: '18.45' },
				{ id: 'BULB-1', quantity: 3, price: '1.1' },
			],
		},
		{ id: 'whatsapp:wamid.OUT1:read:989123456789', type: 'message_read', sequence: 3 },
		{ id: 'whatsapp:wamid.OUT1:delivered:989123456789', type: 'message_delivered', sequence: 2 },
		{
			dedupe: 'content_hash',
			type: 'unsubscribed',
			consent: [{ channel: 'chat', purpose: 'marketing', status: 'denied' }],
			identities: [NEDA],
		},
	]);
});

test('keeps the other events of a delivery when one names nobody', () => {
	const body = change({ messages: [{ id: 'a' }, { id: 'b', from: '989123456789' }] });
	const { touchpoints, rejected } = acceptedOf(deliver(body));
	expect(touchpoints.map(({ id }) => id)).toEqual(['whatsapp:b']);
	expect(rejected).toEqual([{ index: 0, reason: "field 'messages' names no customer" }]);
});

test.each([
	[{ type: 'text', text: { body: 'hello' } }, 'message_received', 'hello'],
	[{ type: 'button', button: { text: 'Yes, please' } }, 'message_received', 'Yes, please'],
	[
		{ type: 'interactive', interactive: { type: 'list_reply', list_reply: { title: 'Lamps' } } },
		'message_received',
		'Lamps',
	],
	[{ type: 'image', image: { caption: 'it is broken' } }, 'message_received', 'it is broken'],
	[
		{ type: 'reaction', reaction: { emoji: '👍', message_id: 'wamid.0' } },
		'message_reacted',
		undefined,
	],
	[{ type: 'location', location: { latitude: 1 } }, 'message_received', undefined],
])('reads the message %j', (more, type, text) => {
	const touchpoint = message(more);
	expect(touchpoint.type).toBe(type);
	expect(touchpoint.properties.text).toBe(text);
});

test('joins the old and the new number of somebody who moved', () => {
	const system = { type: 'user_changed_number', wa_id: '306912345678' };
	expect(message({ type: 'system', system })).toMatchObject({
		type: 'customer_updated',
		identities: [NEDA, { kind: 'phone', value: '+306912345678' }],
	});
});

describe('consent', () => {
	const preference = (value: string): Touchpoint =>
		touchpointOf(
			deliver(
				change(
					{ user_preferences: [{ wa_id: '989123456789', value, timestamp: 1795158010 }] },
					'user_preferences',
				),
			),
		);

	test('is given again by the preference only', () => {
		expect(preference('resume')).toMatchObject({
			type: 'subscribed',
			consent: [{ channel: 'chat', purpose: 'marketing', status: 'granted' }],
		});
		expect(preference('interested').consent).toBeUndefined();
		expect(message({ type: 'text', text: { body: 'START' } }).consent).toBeUndefined();
	});

	test.each(['STOP', 'Stop promotions'])('is taken back by %j', (body) => {
		expect(message({ type: 'text', text: { body } })).toMatchObject({
			type: 'unsubscribed',
			consent: [{ channel: 'chat', purpose: 'marketing', status: 'denied' }],
		});
	});

	test('is taken back where Meta says why it did not deliver', () => {
		const stopped = status({ status: 'failed', errors: [{ code: 131050, title: 'stopped' }] });
		expect(stopped).toMatchObject({ type: 'message_failed', properties: { errorCode: '131050' } });
		expect(stopped.consent).toHaveLength(1);
		expect(status({ status: 'failed', errors: [{ code: 131026 }] }).consent).toBeUndefined();
	});
});

test('counts an order only where its sum is certain', () => {
	const order = (...items: Record<string, unknown>[]) =>
		message({ type: 'order', order: { product_items: items } });
	const item = { product_retailer_id: 'a', quantity: 3, item_price: '0.10', currency: 'USD' };
	expect(order(item).value).toEqual({ amount: '0.30', currency: 'USD' });
	expect(order({ ...item, item_price: 5 }).value).toEqual({ amount: '15', currency: 'USD' });
	expect(order(item, { ...item, currency: 'EUR' }).value).toBeUndefined();
	expect(order({ ...item, quantity: 1.5 }).value).toBeUndefined();
	expect(order({ ...item, item_price: '-1.00' }).value).toBeUndefined();
	expect(order({ ...item, currency: undefined }).value).toBeUndefined();
});

test('tells people without a phone number apart by the id that WhatsApp gives them', () => {
	expect(message({ from: '12' }).identities).toEqual([
		{ kind: 'anonymous', namespace: 'whatsapp', value: '12' },
	]);
});

test('takes the ringing of a call from a customer for the contact', () => {
	const call = (more: Record<string, string>): Touchpoint =>
		touchpointOf(
			deliver(
				change(
					{
						calls: [
							{
								id: 'wacid.1',
								from: '989123456789',
								to: '302101234567',
								timestamp: '1795157990',
								...more,
							},
						],
					},
					'calls',
				),
			),
		);
	expect(call({ event: 'connect', direction: 'USER_INITIATED' })).toMatchObject({
		type: 'call_received',
		channel: 'phone',
		identities: [NEDA],
	});
	expect(call({ event: 'terminate', direction: 'USER_INITIATED' }).type).toBe(
		'other:call_terminate',
	);
});

describe('Messenger and Instagram', () => {
	const page = (item: Record<string, unknown>): Reception =>
		deliver({ object: 'instagram', entry: [{ id: '17841400000000000', messaging: [item] }] });
	const sides = { sender: { id: 'IGSID1' }, recipient: { id: '17841400000000000' } };

	test('know a person by an id within the page', () => {
		const item = { ...sides, timestamp: 1795157990123, message: { mid: 'm_1', text: 'Hi' } };
		expect(touchpointOf(page(item))).toMatchObject({
			id: 'whatsapp:m_1',
			type: 'message_received',
			channel: 'social',
			occurredAt: 1795157990123,
			identities: [{ kind: 'external', namespace: 'meta:17841400000000000', value: 'IGSID1' }],
			properties: { platform: 'instagram', text: 'Hi' },
		});
	});

	test('repeat what the page itself wrote', () => {
		const item = {
			sender: sides.recipient,
			recipient: sides.sender,
			message: { mid: 'm_2', is_echo: true, text: 'Hello' },
		};
		expect(touchpointOf(page(item))).toMatchObject({
			type: 'message_sent',
			identities: [{ value: 'IGSID1' }],
		});
		expect(touchpointOf(page({ ...sides, read: { mid: 'm_2' } })).type).toBe('other:page_read');
	});
});

test('keeps a lead of an advertisement by its id, every digit of it', () => {
	const body = `{"object":"page","entry":[{"id":"1","changes":[{"field":"leadgen","value":{"leadgen_id":820982911946154508,"form_id":7,"created_time":1795157990}}]}]}`;
	const request = whatsappSender.sign(Buffer.from(body), SECRET);
	expect(touchpointOf(receive(whatsapp, request, settings))).toMatchObject({
		id: 'whatsapp:lead:820982911946154508',
		type: 'lead_submitted',
		identities: [{ kind: 'anonymous', namespace: 'meta', value: 'lead:820982911946154508' }],
	});
});

test('rejects what is about the account, and refuses a body without entries', () => {
	const { rejected } = acceptedOf(
		deliver(change({ event: 'APPROVED' }, 'message_template_status_update')),
	);
	expect(rejected[0]?.reason).toContain('message_template_status_update');
	expect(refusalOf(deliver({ object: 'x' })).code).toBe('broken_body');
});
