import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks';
import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import { twilio } from '../../sources/twilio';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';
import { formOf, signForm, signJson } from './senders/twilio';

const TOKEN = 'auth-token-now';
const ACCOUNT = 'AC11112222333344445555666677778888';
const SID = 'SM2a1f0c9d8e7b6a5f4e3d2c1b0a998877';
const CALLER = { kind: 'phone', value: '+989123456789' };
const settings = settingsOf({ secrets: [TOKEN] });

const SMS: Record<string, string> = JSON.parse(fixture('twilio-sms.json').toString());

function read(fields: Record<string, string>): Touchpoint {
	return touchpointOf(receive(twilio, signForm(formOf(fields), TOKEN), settings));
}

const status = (name: string, more: Record<string, string> = {}) => ({
	MessageSid: 'SM2',
	SmsSid: 'SM2',
	SmsStatus: name,
	MessageStatus: name,
	AccountSid: ACCOUNT,
	From: '+306912345678',
	To: '+989123456789',
	...more,
});

const call = (name: string, more: Record<string, string> = {}) => ({
	CallSid: 'CA1',
	AccountSid: ACCOUNT,
	From: '+989123456789',
	To: '+302101234567',
	CallStatus: name,
	Direction: 'inbound',
	...more,
});

test('reads a message that came in', () => {
	expect(read(SMS)).toEqual({
		id: `twilio:${SID}:received`,
		source: 'twilio',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'message_received',
		channel: 'sms',
		occurredAt: NOW,
		receivedAt: NOW,
		sequence: 0,
		timeMark: 'receipt_time',
		identities: [CALLER],
		attributes: {},
		keys: {},
		properties: {
			sid: SID,
			status: 'received',
			direction: 'inbound',
			text: 'سلام، سفارش من کی می‌رسد؟ + 2 لامپ & چراغ',
			ownNumber: '+306912345678',
			messagingService: 'MGc0ffee00c0ffee00c0ffee00c0ffee00',
		},
		test: false,
	});
});

describe('signature', () => {
	test('is the published one for the published example', () => {
		const request = requestOf(
			formOf({
				CallSid: 'CA1234567890ABCDE',
				Caller: '+14158675309',
				Digits: '1234',
				From: '+14158675309',
				To: '+18005551212',
			}),
			{ 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
			{ url: 'https://mycompany.com/myapp.php?foo=1&bar=2' },
		);
		expect(receive(twilio, request, settingsOf({ secrets: ['12345'] })).kind).toBe('accepted');
		const elsewhere = { ...request, url: 'https://mycompany.com/myapp.php?foo=1&bar=3' };
		expect(refusalOf(receive(twilio, elsewhere, settingsOf({ secrets: ['12345'] }))).code).toBe(
			'bad_signature',
		);
	});

	test.each([
		['https://n8n.example:443/webhook/a', 'https://n8n.example/webhook/a'],
		['https://n8n.example/webhook/a', 'https://n8n.example:443/webhook/a'],
		['http://n8n.example/webhook/a?b=1', 'http://n8n.example:80/webhook/a?b=1'],
		['https://n8n.example:8443/webhook/a', 'https://n8n.example:8443/webhook/a'],
		['https://n8n.example:8443/webhook/a', 'https://n8n.example/webhook/a'],
		['https://me:pass@n8n.example/webhook/a', 'https://me:pass@n8n.example:443/webhook/a'],
		['https://[2001:db8::1]/webhook/a', 'https://[2001:db8::1]:443/webhook/a'],
	])('of the address %s may be one of %s', (url, signed) => {
		const request = signForm(formOf(SMS), TOKEN, signed);
		expect(receive(twilio, { ...request, url }, settings).kind).toBe('accepted');
		const header = request.headers['x-twilio-signature'] ?? '';
		expect(validateRequest(TOKEN, header, url, SMS)).toBe(true);
	});

	test.each(['https://n8n.example/webhook/b', 'http://n8n.example/webhook/a'])(
		'of another address (%s) is refused',
		(signed) => {
			const request = signForm(formOf(SMS), TOKEN, signed);
			const elsewhere = { ...request, url: 'https://n8n.example/webhook/a' };
			expect(refusalOf(receive(twilio, elsewhere, settings)).code).toBe('bad_signature');
		},
	);

	test('covers names that come several times, each value once and in order', () => {
		const body = `${formOf(SMS)}&MediaUrl=b&MediaUrl=a&MediaUrl=b`;
		expect(receive(twilio, signForm(body, TOKEN), settings).kind).toBe('accepted');
	});

	test('over the address alone protects no body that is not in it', () => {
		const url = 'https://n8n.example/webhook/touchpoints';
		const request = requestOf(
			fixture('twilio-events.json'),
			{
				'content-type': 'application/json',
				'x-twilio-signature': getExpectedTwilioSignature(TOKEN, url, {}),
			},
			{ url },
		);
		expect(refusalOf(receive(twilio, request, settings)).code).toBe('bad_signature');
	});

	test.each(['', '00', 'zz'.repeat(32)])('with %j as the hash of the body is refused', (hash) => {
		const url = `https://n8n.example/webhook/touchpoints?bodySHA256=${hash}`;
		const headers = { 'x-twilio-signature': getExpectedTwilioSignature(TOKEN, url, {}) };
		const request = requestOf('[]', headers, { url });
		expect(refusalOf(receive(twilio, request, settings)).code).toBe('bad_signature');
	});

	test('of a form that is no UTF-8 is refused', () => {
		const body = Buffer.from([0x46, 0x3d, 0xff]);
		const refusal = refusalOf(receive(twilio, signForm(body, TOKEN), settings));
		expect(refusal).toMatchObject({ status: 400, code: 'broken_body' });
	});
});

test('answers with TwiML that does nothing', () => {
	const { answer } = acceptedOf(receive(twilio, signForm(formOf(SMS), TOKEN), settings));
	expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'text/xml' } });
	expect(answer.body).toContain('<Response></Response>');
});

test('reads the messages of Event Streams under the ids that the webhooks give them', () => {
	const reception = receive(twilio, signJson(fixture('twilio-events.json'), TOKEN), settings);
	const { touchpoints, rejected } = acceptedOf(reception);
	expect(rejected).toEqual([]);
	expect(touchpoints).toMatchObject([
		{
			id: `twilio:${SID}:received`,
			type: 'message_received',
			identities: [CALLER],
			occurredAt: Date.parse('2026-11-20T06:59:57Z'),
			properties: { text: 'Where is my order? Neda Karimi' },
		},
		{ id: 'twilio:SM00000000000000000000000000000002:delivered', type: 'message_delivered' },
	]);
});

test('rejects events of other families, in which nobody is the customer', () => {
	const body = Buffer.from(
		JSON.stringify([{ specversion: '1.0', type: 'com.twilio.taskrouter.task.created', data: {} }]),
	);
	const { touchpoints, rejected } = acceptedOf(receive(twilio, signJson(body, TOKEN), settings));
	expect(touchpoints).toEqual([]);
	expect(rejected[0]?.reason).toContain('com.twilio.messaging');
});

test.each([
	['sent', 'message_sent', 1],
	['delivered', 'message_delivered', 2],
	['undelivered', 'message_failed', 2],
	['failed', 'message_failed', 2],
	['read', 'message_read', 3],
	['queued', 'other:message_queued', 0],
])('takes the recipient of a message that is %s for the customer', (name, type, sequence) => {
	expect(read(status(name))).toMatchObject({
		id: `twilio:SM2:${name}`,
		type,
		sequence,
		identities: [CALLER],
		properties: { direction: 'outbound', ownNumber: '+306912345678' },
	});
});

describe('consent', () => {
	const both = (channel: string, value: string) => [
		{ channel, purpose: 'marketing', status: value },
		{ channel, purpose: 'transactional', status: value },
	];

	test.each(['STOP', ' Stop ', 'unsubscribe', 'STOPALL', 'OptOut', 'end'])(
		'%j takes it back for all messages',
		(Body) => {
			expect(read({ ...SMS, Body })).toMatchObject({
				type: 'unsubscribed',
				consent: both('sms', 'denied'),
			});
		},
	);

	test.each(['START', 'unstop'])('%s gives it again', (Body) => {
		expect(read({ ...SMS, Body })).toMatchObject({
			type: 'subscribed',
			consent: both('sms', 'granted'),
		});
	});

	test.each(['YES', 'stop sending the wrong lamp', 'HELP', ''])('%j says nothing', (Body) => {
		const touchpoint = read({ ...SMS, Body });
		expect(touchpoint.type).toBe('message_received');
		expect(touchpoint.consent).toBeUndefined();
	});

	test("is read by Twilio's own word where the account has words in another language", () => {
		expect(read({ ...SMS, Body: 'لغو', OptOutType: 'STOP' }).type).toBe('unsubscribed');
		expect(read({ ...SMS, Body: 'STOP', OptOutType: 'HELP' }).type).toBe('message_received');
	});

	test('is taken back by whoever Twilio no longer sends to', () => {
		expect(read(status('failed', { ErrorCode: '21610' })).consent).toEqual(both('sms', 'denied'));
		expect(read(status('failed', { ErrorCode: '30003' })).consent).toBeUndefined();
	});

	test('on WhatsApp is for chat', () => {
		const fields = { ...SMS, From: 'whatsapp:+989123456789', Body: 'STOP' };
		expect(read(fields).consent).toEqual(both('chat', 'denied'));
	});
});

test('takes WhatsApp for chat, and the name on the profile', () => {
	const fields = {
		...SMS,
		From: 'whatsapp:+989123456789',
		To: 'whatsapp:+306912345678',
		WaId: '989123456789',
		ProfileName: 'Neda Karimi',
		NumMedia: '1',
	};
	expect(read(fields)).toMatchObject({
		channel: 'chat',
		identities: [CALLER],
		attributes: { name: 'Neda Karimi' },
		properties: { mediaCount: '1' },
	});
});

test('knows a Messenger user by an id within the account', () => {
	expect(read({ ...SMS, From: 'messenger:1846286405459091' })).toMatchObject({
		channel: 'chat',
		identities: [
			{ kind: 'external', namespace: `twilio:${ACCOUNT}`, value: 'messenger:1846286405459091' },
		],
	});
});

test('understands a number in Persian digits', () => {
	expect(read({ ...SMS, From: '۰۹۱۲۳۴۵۶۷۸۹' }).identities).toEqual([CALLER]);
});

describe('a call', () => {
	test('that came in is one touchpoint, however often Twilio tells of it', () => {
		const seen = ['ringing', 'in-progress', 'completed'].map((name) => read(call(name)));
		expect(new Set(seen.map(({ id, type }) => `${id} ${type}`))).toEqual(
			new Set(['twilio:CA1 call_received']),
		);
		expect(seen[0]).toMatchObject({
			channel: 'phone',
			identities: expect.arrayContaining([CALLER]),
		});
	});

	test('has the time that e-mail would write', () => {
		const fields = call('completed', {
			Timestamp: 'Fri, 20 Nov 2026 06:45:00 +0000',
			CallDuration: '42',
		});
		expect(read(fields)).toMatchObject({
			occurredAt: Date.parse('2026-11-20T06:45:00Z'),
			timeMark: 'as_sent',
			properties: { durationSeconds: '42' },
		});
	});

	test('whose caller hides the number joins nobody else', () => {
		for (const From of ['anonymous', '+266696687', '+86282452253']) {
			expect(read(call('completed', { From })).identities).toEqual([
				{ kind: 'anonymous', namespace: `twilio:${ACCOUNT}`, value: 'call:CA1' },
			]);
		}
	});

	test('that the business made counts when it was answered', () => {
		const made = (name: string) =>
			read(call(name, { Direction: 'outbound-api', From: '+302101234567', To: '+989123456789' }));
		expect(made('completed')).toMatchObject({ type: 'call_made', id: 'twilio:CA1:completed' });
		expect(made('no-answer')).toMatchObject({ type: 'other:call_no-answer' });
		expect(made('completed').identities).toContainEqual(CALLER);
	});
});

test('rejects what is neither a message nor a call, and a message from no number', () => {
	const reasonFor = (fields: Record<string, string>) =>
		acceptedOf(receive(twilio, signForm(formOf(fields), TOKEN), settings)).rejected[0]?.reason;
	expect(reasonFor({ AccountSid: ACCOUNT })).toContain('MessageSid');
	expect(reasonFor({ ...SMS, From: 'LAMPS' })).toContain('From');
	expect(reasonFor(status('sent', { To: '12345' }))).toContain('To');
});

test('keeps no NUL character, which the store could not keep either', () => {
	expect(read({ ...SMS, Body: 'a\0b' }).properties.text).toBe('ab');
});
