import type { Fields } from '../../sources/payload-fields';
import { postmark } from '../../sources/postmark';
import { receive } from '../../sources/receive';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';

const PASSWORD = 'password-now';
const AUTHORIZATION = {
	authorization: `Basic ${Buffer.from(`postmark:${PASSWORD}`).toString('base64')}`,
};
const DENIED = [{ channel: 'email', purpose: 'marketing', status: 'denied' }];
const GRANTED = [{ channel: 'email', purpose: 'marketing', status: 'granted' }];

function deliver(body: unknown, headers: Record<string, string> = {}) {
	const text = Buffer.isBuffer(body) ? body : JSON.stringify(body);
	const request = requestOf(text, { ...AUTHORIZATION, ...headers });
	return receive(postmark, request, settingsOf({ secrets: [PASSWORD] }));
}

const record = (fields: Fields): Fields => ({
	MessageID: 'm-1',
	Recipient: 'neda@example.com',
	ReceivedAt: '2026-11-20T06:45:00.9065619Z',
	...fields,
});
const read = (fields: Fields) => touchpointOf(deliver(record(fields)));

test('reads a hard bounce', () => {
	expect(touchpointOf(deliver(fixture('postmark-bounce.json')))).toEqual({
		id: 'postmark:bounce:901542550',
		source: 'postmark',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'email_bounced',
		channel: 'email',
		occurredAt: Date.parse('2026-11-20T06:45:10.273Z'),
		receivedAt: NOW,
		sequence: 3,
		timeMark: 'as_sent',
		identities: [{ kind: 'email', value: 'neda@example.com' }],
		attributes: {},
		keys: {},
		consent: DENIED,
		properties: {
			event: 'Bounce',
			messageId: '2706ee8a-737c-4285-b032-ccd317af53ed',
			messageStream: 'outbound',
			subject: 'Welcome, Neda Karimi',
			tag: 'welcome-email',
			bounceType: 'HardBounce',
			reason:
				'The server was unable to deliver your message (ex: unknown user, mailbox not found).',
			details: 'smtp;550 5.1.1 The email account that you tried to reach does not exist.',
			metadata: { cohort: '2026-11-A', userid: '12345' },
		},
		test: false,
	});
});

test('reads a click without what it says of the device and the place', () => {
	const { type, dedupe, properties } = touchpointOf(deliver(fixture('postmark-click.json')));
	expect([type, dedupe]).toEqual(['campaign_clicked', 'content_hash']);
	expect(properties).toEqual({
		event: 'Click',
		messageId: 'f4830d10-9c35-4f0c-bca3-3d9b459821f8',
		messageStream: 'outbound',
		tag: 'welcome-email',
		url: 'https://lamps.example/autumn',
	});
});

const change = (fields: Fields) => ({ RecordType: 'SubscriptionChange', ...fields });
const bounce = (Type: string, Inactive = false) => ({
	RecordType: 'Bounce',
	ID: 7,
	Type,
	Inactive,
});
test.each([
	[{ RecordType: 'Delivery' }, 'email_delivered', undefined],
	[{ RecordType: 'Open', FirstOpen: true }, 'campaign_opened', undefined],
	[{ RecordType: 'Click' }, 'campaign_clicked', undefined],
	[{ RecordType: 'SpamComplaint', ID: 7 }, 'email_marked_as_spam', DENIED],
	[bounce('BadEmailAddress'), 'email_bounced', DENIED],
	[bounce('Transient'), 'email_bounced', undefined],
	[bounce('SoftBounce'), 'email_bounced', undefined],
	[bounce('Blocked', true), 'email_bounced', DENIED],
	[bounce('SpamComplaint'), 'email_marked_as_spam', DENIED],
	[bounce('Unsubscribe'), 'unsubscribed', DENIED],
	[bounce('AutoResponder'), 'other:auto_reply_received', undefined],
	[
		change({ SuppressSending: true, SuppressionReason: 'ManualSuppression' }),
		'unsubscribed',
		DENIED,
	],
	[change({ SuppressSending: true, SuppressionReason: 'HardBounce' }), 'consent_updated', DENIED],
	[
		change({ SuppressSending: true, SuppressionReason: 'SpamComplaint' }),
		'consent_updated',
		DENIED,
	],
	[change({ SuppressSending: false, Origin: 'Recipient' }), 'subscribed', GRANTED],
	[change({ SuppressSending: false, Origin: 'Customer' }), 'consent_updated', undefined],
	[{ RecordType: 'SMTPApiError' }, 'other:SMTPApiError', undefined],
])('reads %j as %s', (fields, type, consent) => {
	const touchpoint = read(fields);
	expect(touchpoint).toMatchObject({ type, channel: 'email' });
	expect(touchpoint.consent).toEqual(consent);
});

test('takes a complaint for one fact under both of its names', () => {
	const asBounce = read({ RecordType: 'Bounce', Type: 'SpamComplaint', ID: 901542550 });
	const asComplaint = read({ RecordType: 'SpamComplaint', ID: 901542550 });
	expect(asComplaint.id).toBe(asBounce.id);
});

test('reads a mail that came in, with the reply and without what it quotes', () => {
	const body = {
		FromName: 'Neda Karimi',
		FromFull: { Email: 'neda@example.com', Name: 'Neda Karimi', MailboxHash: '' },
		To: 'us@lamps.example',
		MessageID: '22c74902-a0c1-4511-804f2-341342852c90',
		Subject: 'Re: Autumn lamps',
		Date: 'Fri, 20 Nov 2026 06:45:00 +0000',
		TextBody: 'Where is it?\n> old',
		StrippedTextReply: 'Where is it?',
		HtmlBody: '<p>Where is it?</p>',
		Attachments: [{ Name: 'a.png', Content: 'AAAA' }],
	};
	expect(touchpointOf(deliver(body))).toMatchObject({
		id: 'postmark:inbound:22c74902-a0c1-4511-804f2-341342852c90',
		type: 'message_received',
		timeMark: 'receipt_time',
		identities: [{ kind: 'email', value: 'neda@example.com' }],
		attributes: { name: 'Neda Karimi' },
		properties: {
			event: 'Inbound',
			messageId: '22c74902-a0c1-4511-804f2-341342852c90',
			subject: 'Re: Autumn lamps',
			text: 'Where is it?',
		},
	});
});

test('gives a repetition the same id, and another link or moment another one', () => {
	const click = { RecordType: 'Click', OriginalLink: 'https://lamps.example/a' };
	const { id } = read(click);
	expect(read(click).id).toBe(id);
	expect(read({ ...click, OriginalLink: 'https://lamps.example/b' }).id).not.toBe(id);
	expect(read({ ...click, ReceivedAt: '2026-11-20T06:45:01Z' }).id).not.toBe(id);
	expect(read({ ...click, RecordType: 'Open' }).id).not.toBe(id);
});

test('goes by the trace of the delivery where there is no time', () => {
	const open = record({ RecordType: 'Open', ReceivedAt: undefined });
	const traced = touchpointOf(deliver(open, { 'x-pm-webhook-trace-id': 't-1' }));
	expect(traced.id).toBe('postmark:trace:t-1');
	expect(touchpointOf(deliver(open)).dedupe).toBe('none');
});

test('takes a header of its own for the secret, and no other', () => {
	const body = JSON.stringify(record({ RecordType: 'Open' }));
	const settings = settingsOf({
		secrets: [PASSWORD],
		fields: { secretHeader: 'X-Postmark-Secret' },
	});
	const by = (headers: Record<string, string>) =>
		receive(postmark, requestOf(body, headers), settings);
	expect(by({ 'x-postmark-secret': PASSWORD }).kind).toBe('accepted');
	expect(by(AUTHORIZATION).kind).toBe('accepted');
	expect(refusalOf(by({ 'x-postmark-secret': 'wrong' })).code).toBe('bad_signature');
	expect(refusalOf(by({ 'x-secret': PASSWORD })).code).toBe('missing_signature');
});

test.each([
	['text', 'body: expected an object'],
	[{}, 'RecordType: expected a name like Delivery'],
	[{ RecordType: 'Open' }, 'the event names nobody: expected an address that can be read'],
])('rejects %j', (body, reason) => {
	expect(acceptedOf(deliver(body)).rejected).toEqual([{ index: 0, reason }]);
});
