import { EventWebhook } from '@sendgrid/eventwebhook';
import { secp256k1 } from 'starkbank-ecdsa/ellipticcurve/curve';
import type { Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import { sendgrid } from '../../sources/sendgrid';
import type { Reception } from '../../sources/source';
import { acceptedOf, NOW, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';
import { keyPair, sendgridBody, sendgridSender } from './senders/sendgrid';

const PAIR = keyPair('s');
const TIMESTAMP = String(NOW / 1000);
const AT = 1795157100;

interface Signed {
	readonly body: Buffer;
	readonly timestamp?: string;
	readonly signature?: string;
	readonly secrets?: readonly string[];
	readonly receivedAt?: number;
}

function deliver({ body, timestamp, signature, secrets, receivedAt }: Signed): Reception {
	const signedAt = timestamp ?? TIMESTAMP;
	const headers = {
		'x-twilio-email-event-webhook-signature': signature ?? PAIR.sign(body, signedAt),
		'x-twilio-email-event-webhook-timestamp': signedAt,
	};
	return receive(
		sendgrid,
		requestOf(body, headers, receivedAt === undefined ? {} : { receivedAt }),
		settingsOf({ secrets: secrets ?? [PAIR.verificationKey] }),
	);
}

const event = (fields: Fields): Fields => ({
	email: 'neda@example.com',
	timestamp: AT,
	sg_event_id: 'e-1',
	sg_message_id: 'm-1',
	...fields,
});
const read = (fields: Fields) => touchpointOf(deliver({ body: sendgridBody([event(fields)]) }));

// Two requests that SendGrid itself signed; they stand in the tests of its package @sendgrid/eventwebhook 8.0.0.
const SIGNED_BY_SENDGRID = [
	{
		name: 'one event',
		key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==',
		signature:
			'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
		timestamp: '1600112502',
		events: [
			{
				email: 'hello@world.com',
				event: 'dropped',
				reason: 'Bounced Address',
				sg_event_id: 'ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA',
				sg_message_id: 'LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0',
				'smtp-id': '<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>',
				timestamp: 1600112492,
			},
		],
		read: [['hello@world.com', 'email_dropped']],
	},
	{
		name: 'two events, each with a line of its own',
		key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQ4LIFtWztlsF7skFqOncjD1lun4H5w8XOhyOArHW9RcIx/FfEzx6cikC/yPfUvwaX/JScE7Fc9CJD2afQ9Ok3Q==',
		signature:
			'MEYCIQC/I4o6vCgqRYrTljjoVWB/GRWNtxeePlLMHr3x9ETeRQIhAIpV+03nREPTTHWSW0wIOA0EoMPdcNgXa70yCaqDJlu5',
		timestamp: '1619651159',
		events: [
			{
				email: 'invalid@gmail.com',
				event: 'processed',
				send_at: 0,
				sg_event_id: 'cHJvY2Vzc2VkLTE5OTQyMTEyLXFOd0JMZ1BRUWpXNkRKdktRd1NBYnctMA',
				sg_message_id: 'qNwBLgPQQjW6DJvKQwSAbw.filterdrecv-canary-547b64655b-cw6zx-1-6089EA4A-56.0',
				'smtp-id': '<qNwBLgPQQjW6DJvKQwSAbw@ismtpd0178p1mdw1.sendgrid.net>',
				timestamp: 1619651146,
			},
			{
				email: 'invalid@gmail.com',
				event: 'bounce',
				ip: '167.89.101.76',
				reason:
					'552 5.2.2 The email account that you tried to reach is over quota and inactive. Please direct the recipient to https://support.google.com/mail/?p=OverQuotaPerm c17si1130468pgv.34 - gsmtp',
				sg_event_id: 'Ym91bmNlLTAtMTk5NDIxMTItcU53QkxnUFFRalc2REp2S1F3U0Fidy0w',
				sg_message_id: 'qNwBLgPQQjW6DJvKQwSAbw.filterdrecv-canary-547b64655b-cw6zx-1-6089EA4A-56.0',
				'smtp-id': '<qNwBLgPQQjW6DJvKQwSAbw@ismtpd0178p1mdw1.sendgrid.net>',
				status: '5.2.2',
				timestamp: 1619651147,
				tls: 1,
				type: 'blocked',
			},
		],
		read: [
			['invalid@gmail.com', 'email_sent'],
			['invalid@gmail.com', 'email_bounced'],
		],
	},
] as const;

describe.each(SIGNED_BY_SENDGRID)('a request that SendGrid signed with $name', (vector) => {
	const { key, signature, timestamp } = vector;
	const body = sendgridBody(vector.events);
	const delivery = { body, signature, timestamp, secrets: [key] };
	const receivedAt = Number(timestamp) * 1000 + 1000;

	test('is taken, and read', () => {
		const { touchpoints, rejected } = acceptedOf(deliver({ ...delivery, receivedAt }));
		expect(rejected).toEqual([]);
		expect(touchpoints.map(({ type, identities }) => [identities[0]?.value, type])).toEqual(
			vector.read,
		);
	});

	test.each([
		['without its last line break', body.subarray(0, body.length - 2)],
		['with another byte', Buffer.from(body.toString().replace('event', 'Event'))],
	])('is refused %s', (_name, altered) => {
		expect(refusalOf(deliver({ ...delivery, body: altered, receivedAt })).code).toBe(
			'bad_signature',
		);
	});

	test('is refused with the key of the other one', () => {
		const [other] = SIGNED_BY_SENDGRID.filter((one) => one.key !== key);
		const reception = deliver({ ...delivery, secrets: [other!.key], receivedAt });
		expect(refusalOf(reception).code).toBe('bad_signature');
	});

	test('is refused when it comes again after years', () => {
		expect(refusalOf(deliver(delivery)).code).toBe('stale_timestamp');
	});
});

test('agrees with the package of SendGrid on what is signed', () => {
	const { body, secrets, settings } = sendgridSender;
	const webhook = new EventWebhook();
	const pair = keyPair('a');
	const signature = pair.sign(body, TIMESTAMP);
	const verdictOf = (bytes: Buffer, timestamp: string) =>
		webhook.verifySignature(
			webhook.convertPublicKeyToECDSA(pair.verificationKey),
			bytes,
			signature,
			timestamp,
		);
	expect(pair.verificationKey).toBe(secrets[0]);
	for (const [bytes, timestamp] of [
		[body, TIMESTAMP],
		[body, String(NOW / 1000 - 1)],
		[body.subarray(1), TIMESTAMP],
	] as const) {
		const reception = deliver({ body: bytes, signature, timestamp, secrets: settings.secrets });
		expect(reception.kind === 'accepted').toBe(verdictOf(bytes, timestamp));
	}
	expect(verdictOf(body, TIMESTAMP)).toBe(true);
});

test('takes the key with the lines of a PEM file around it', () => {
	const pem = `-----BEGIN PUBLIC KEY-----\n${PAIR.verificationKey}\n-----END PUBLIC KEY-----`;
	expect(deliver({ body: sendgridBody([]), secrets: [pem] }).kind).toBe('accepted');
});

test.each([
	['text that is no key', 'SG.not-a-verification-key'],
	['a key on another curve', keyPair('s', secp256k1).verificationKey],
])('takes %s for no secret at all', (_name, secret) => {
	const reception = deliver({ body: sendgridBody([]), secrets: [secret] });
	expect(refusalOf(reception)).toMatchObject({ status: 401, code: 'no_secret' });
});

test.each(['', 'AAAA', 'not base64 at all', 'MEUCIQ=='])(
	'refuses the signature %j',
	(signature) => {
		const reception = deliver({ body: sendgridBody([]), signature });
		expect(refusalOf(reception).status).toBe(401);
	},
);

test('reads a click with the campaign and the arguments of the message, and without network data', () => {
	const [, , click] = acceptedOf(
		receive(
			sendgrid,
			sendgridSender.sign(sendgridSender.body, sendgridSender.secrets[0]),
			sendgridSender.settings,
		),
	).touchpoints;
	expect(click).toEqual({
		id: 'sendgrid:Y2xpY2stMC0xOTk0MjExMi1xTndCTGdQUVFqVzZESnZL',
		source: 'sendgrid',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'campaign_clicked',
		channel: 'email',
		occurredAt: 1795157200_000,
		receivedAt: NOW,
		sequence: 5,
		timeMark: 'as_sent',
		identities: [{ kind: 'email', value: 'neda@example.com' }],
		attributes: {},
		keys: {},
		properties: {
			event: 'click',
			messageId: 'qNwBLgPQQjW6DJvKQwSAbw.filterdrecv-canary-547b64655b-cw6zx-1-6089EA4A-56.0',
			category: ['lamps', 'autumn'],
			campaign: 'Autumn lamps',
			campaignId: '12345',
			url: 'https://lamps.example/autumn?utm_source=mail',
			order_ref: '1041',
		},
		test: false,
	});
});

const DENIED = [{ channel: 'email', purpose: 'marketing', status: 'denied' }];
const GRANTED = [{ channel: 'email', purpose: 'marketing', status: 'granted' }];

test.each([
	[{ event: 'processed' }, 'email_sent', undefined],
	[{ event: 'delivered' }, 'email_delivered', undefined],
	[{ event: 'deferred', response: '400 try again later' }, 'other:deferred', undefined],
	[{ event: 'open' }, 'campaign_opened', undefined],
	[{ event: 'click' }, 'campaign_clicked', undefined],
	[{ event: 'bounce', type: 'bounce' }, 'email_bounced', DENIED],
	[{ event: 'bounce' }, 'email_bounced', DENIED],
	[{ event: 'bounce', type: 'blocked' }, 'email_bounced', undefined],
	[{ event: 'dropped', reason: 'Unsubscribed Address' }, 'email_dropped', DENIED],
	[{ event: 'dropped', reason: 'Spam Reporting Address' }, 'email_dropped', DENIED],
	[{ event: 'dropped', reason: 'Recipient List over Package Quota' }, 'email_dropped', undefined],
	[{ event: 'spamreport' }, 'email_marked_as_spam', DENIED],
	[{ event: 'unsubscribe' }, 'unsubscribed', DENIED],
	[{ event: 'group_unsubscribe', asm_group_id: 10 }, 'unsubscribed', DENIED],
	[{ event: 'group_resubscribe', asm_group_id: 10 }, 'subscribed', GRANTED],
	[{ event: 'something_new' }, 'other:something_new', undefined],
])('reads %j as %s', (fields, type, consent) => {
	const touchpoint = read(fields);
	expect(touchpoint).toMatchObject({ type, channel: 'email' });
	expect(touchpoint.consent).toEqual(consent);
});

test('keeps the group that somebody left', () => {
	expect(read({ event: 'group_unsubscribe', asm_group_id: 10 }).properties).toMatchObject({
		unsubscribeGroup: '10',
	});
});

test.each([
	[true, true],
	[false, undefined],
	[undefined, undefined],
])('marks an open with sg_machine_open %s as by a machine: %s', (flag, machine) => {
	expect(read({ event: 'open', sg_machine_open: flag }).properties.machine).toBe(machine);
});

test('passes over what SendGrid says of the account', () => {
	const change = { event: 'account_status_change', type: 'compliance_suspend', timestamp: AT };
	const body = sendgridBody([change, event({ event: 'open' })]);
	const { touchpoints, rejected } = acceptedOf(deliver({ body }));
	expect(touchpoints.map(({ type }) => type)).toEqual(['campaign_opened']);
	expect(rejected).toEqual([]);
});

test('keeps the rest of a list in which some events cannot be used', () => {
	const body = sendgridBody([
		event({ event: 'open' }),
		'text',
		event({ event: 'open', email: 'no address' }),
		event({ event: undefined }),
		event({ event: 'click', sg_event_id: 'e-2' }),
	]);
	const { touchpoints, rejected } = acceptedOf(deliver({ body }));
	expect(touchpoints.map(({ id }) => id)).toEqual(['sendgrid:e-1', 'sendgrid:e-2']);
	expect(rejected).toEqual([
		{ index: 1, reason: 'event: expected an object' },
		{ index: 2, reason: 'the event names nobody: expected an address that can be read' },
		{ index: 3, reason: 'event: expected a name like delivered' },
	]);
});

test('hashes what has no id, so that its repetition has the same one', () => {
	const bare = event({ event: 'open', sg_event_id: undefined });
	const body = sendgridBody([
		bare,
		bare,
		{ ...bare, timestamp: AT + 1 },
		{ ...bare, timestamp: null },
	]);
	const { touchpoints } = acceptedOf(deliver({ body }));
	const [first, again, later, timeless] = touchpoints;
	expect(first).toMatchObject({
		dedupe: 'content_hash',
		id: expect.stringMatching(/^sendgrid:sha256-/),
	});
	expect(again?.id).toBe(first?.id);
	expect(later?.id).not.toBe(first?.id);
	expect(timeless).toMatchObject({ dedupe: 'none', timeMark: 'receipt_time' });
});

test('takes an empty list, and one event without a list', () => {
	expect(acceptedOf(deliver({ body: sendgridBody([]) })).touchpoints).toEqual([]);
	const body = Buffer.from(JSON.stringify(event({ event: 'open' })));
	expect(touchpointOf(deliver({ body })).type).toBe('campaign_opened');
	expect(refusalOf(deliver({ body: Buffer.from('"text"') })).code).toBe('broken_body');
});
