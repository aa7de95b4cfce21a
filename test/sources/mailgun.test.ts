import { mailgun } from '../../sources/mailgun';
import type { Fields } from '../../sources/payload-fields';
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
import { mailgunSender, mailgunSignature, TOKEN } from './senders/mailgun';

const KEY = 'signing-key';
const HOUR_MS = 60 * 60_000;
const DENIED = [{ channel: 'email', purpose: 'marketing', status: 'denied' }];

function deliver(event: unknown, signature: unknown = mailgunSignature(KEY)) {
	const body = JSON.stringify({ signature, 'event-data': event });
	return receive(mailgun, requestOf(body), settingsOf({ secrets: [KEY] }));
}

const event = (fields: Fields): Fields => ({
	id: 'Ase7i2zsRYeDXztHGENqRA',
	timestamp: 1795157100.5,
	recipient: 'neda@example.com',
	...fields,
});
const read = (fields: Fields) => touchpointOf(deliver(event(fields)));

// Computed by OpenSSL, not by us: `printf %s 1529006854a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0 |
// openssl dgst -sha256 -hmac key-mailgun`, with the time and the token of the example in Mailgun's documentation.
test('takes a signature that OpenSSL made over timestamp and token', () => {
	const signature = {
		timestamp: '1529006854',
		token: 'a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0',
		signature: '4b85c3571bb0c3c16ab88b8921f8a55087cf0348e3bb3bcca7683c80606696cf',
	};
	const body = JSON.stringify({ signature, 'event-data': event({ event: 'delivered' }) });
	const request = requestOf(body, {}, { receivedAt: 1529006860_000 });
	const reception = receive(mailgun, request, settingsOf({ secrets: ['key-mailgun'] }));
	expect(acceptedOf(reception).touchpoints).toHaveLength(1);
});

test('reads an opening by a machine', () => {
	const reception = receive(
		mailgun,
		mailgunSender.sign(fixture('mailgun-opened.json'), mailgunSender.secrets[0]),
		mailgunSender.settings,
	);
	expect(touchpointOf(reception)).toEqual({
		id: `mailgun:${TOKEN}`,
		source: 'mailgun',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'campaign_opened',
		channel: 'email',
		occurredAt: 1795156830090,
		receivedAt: NOW,
		sequence: 4,
		timeMark: 'as_sent',
		identities: [{ kind: 'email', value: 'neda@example.com' }],
		attributes: {},
		keys: {},
		properties: {
			event: 'opened',
			eventId: 'Ase7i2zsRYeDXztHGENqRA',
			messageId: '20261120064500.1.BC6694A917BB7E6A@lamps.example',
			domain: 'lamps.example',
			bot: 'apple',
			machine: true,
			tags: ['welcome', 'variation-A'],
			variables: { cohort: '2026-11-B', order: '1041' },
		},
		test: false,
	});
});

test.each([
	[{ event: 'accepted' }, 'email_sent', undefined],
	[{ event: 'rejected' }, 'email_dropped', undefined],
	[{ event: 'delivered' }, 'email_delivered', undefined],
	[{ event: 'opened' }, 'campaign_opened', undefined],
	[{ event: 'clicked' }, 'campaign_clicked', undefined],
	[{ event: 'complained' }, 'email_marked_as_spam', DENIED],
	[{ event: 'unsubscribed' }, 'unsubscribed', DENIED],
	[
		{ event: 'failed', severity: 'temporary', reason: 'generic' },
		'other:failed_temporarily',
		undefined,
	],
	[{ event: 'failed', severity: 'permanent', reason: 'bounce' }, 'email_bounced', DENIED],
	[{ event: 'failed', severity: 'permanent', reason: 'generic' }, 'email_bounced', DENIED],
	[{ event: 'failed' }, 'email_bounced', DENIED],
	[{ event: 'failed', severity: 'permanent', reason: 'espblock' }, 'email_bounced', undefined],
	[{ event: 'failed', severity: 'permanent', reason: 'old' }, 'email_bounced', undefined],
	[
		{ event: 'failed', severity: 'permanent', reason: 'suppress-unsubscribe' },
		'email_dropped',
		DENIED,
	],
	[{ event: 'stored' }, 'other:stored', undefined],
])('reads %j as %s', (fields, type, consent) => {
	const touchpoint = read(fields);
	expect(touchpoint).toMatchObject({ type, channel: 'email' });
	expect(touchpoint.consent).toEqual(consent);
});

test('marks nobody as a machine where Mailgun saw none', () => {
	const { properties } = read({ event: 'clicked', 'client-info': { bot: '' } });
	expect(properties).not.toHaveProperty('machine');
	expect(properties).not.toHaveProperty('bot');
});

test('reads the recipient of a rejected mail from its headers', () => {
	const headers = { to: 'Neda Karimi <neda@example.com>' };
	const { identities } = read({ event: 'rejected', recipient: undefined, message: { headers } });
	expect(identities).toEqual([{ kind: 'email', value: 'neda@example.com' }]);
});

test.each([{ 'is-test-mode': true }, { 'is-system-test': true }])(
	'takes %j for a test',
	(flags) => {
		expect(read({ event: 'delivered', flags }).test).toBe(true);
	},
);

test('gives everything that comes with one token one id, as the signature does not cover the body', () => {
	const genuine = read({ event: 'unsubscribed' });
	const forged = read({ event: 'opened', id: 'another', recipient: 'omid@example.com' });
	expect(forged.id).toBe(genuine.id);
	const next = touchpointOf(
		deliver(event({ event: 'opened' }), mailgunSignature(KEY, NOW, 'f'.repeat(50))),
	);
	expect(next.id).not.toBe(genuine.id);
});

test.each([
	[8 * HOUR_MS, 'accepted'],
	[9 * HOUR_MS + 1000, 'stale_timestamp'],
	[24 * HOUR_MS, 'stale_timestamp'],
	[-4 * 60_000, 'accepted'],
	[-6 * 60_000, 'stale_timestamp'],
])('judges a delivery signed %d ms ago: %s', (ageMs, outcome) => {
	const reception = deliver(event({ event: 'opened' }), mailgunSignature(KEY, NOW - ageMs));
	expect(reception.kind === 'refused' ? reception.refusal.code : reception.kind).toBe(outcome);
});

test('takes the signature of the parent of a subaccount', () => {
	const own = mailgunSignature('key of the subaccount');
	const parent = mailgunSignature(KEY).signature;
	const opened = event({ event: 'opened' });
	expect(deliver(opened, { ...own, 'parent-signature': parent }).kind).toBe('accepted');
	expect(refusalOf(deliver(opened, own)).code).toBe('bad_signature');
});

const GOOD = mailgunSignature(KEY);
test.each([
	[undefined, 'missing_signature'],
	['text', 'missing_signature'],
	[{ ...GOOD, token: undefined }, 'missing_signature'],
	[{ ...GOOD, token: '' }, 'missing_signature'],
	[{ ...GOOD, signature: undefined }, 'missing_signature'],
	[{ ...GOOD, signature: [GOOD.signature] }, 'missing_signature'],
	[{ ...GOOD, signature: GOOD.signature.slice(1) }, 'missing_signature'],
	[{ ...GOOD, timestamp: undefined }, 'missing_timestamp'],
	[{ ...GOOD, timestamp: 'today' }, 'missing_timestamp'],
	[{ ...GOOD, token: `${TOKEN}0` }, 'bad_signature'],
	[{ ...GOOD, timestamp: String(NOW / 1000 - 1) }, 'bad_signature'],
])('refuses the signature %j', (signature, code) => {
	const body = JSON.stringify({ signature, 'event-data': event({ event: 'opened' }) });
	const reception = receive(mailgun, requestOf(body), settingsOf({ secrets: [KEY] }));
	expect(refusalOf(reception)).toMatchObject({ status: 401, code });
});

test.each([[undefined], ['text'], [{}], [{ event: '' }]])('rejects the event %j', (given) => {
	expect(acceptedOf(deliver(given)).rejected).toEqual([
		{ index: 0, reason: 'event-data.event: expected a name like opened' },
	]);
});
