import { brevo } from '../../sources/brevo';
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

const TOKEN = 'token-now';
const BEARER = { authorization: `Bearer ${TOKEN}` };
const AT = 1795157100;
const DENIED = [{ channel: 'email', purpose: 'marketing', status: 'denied' }];

function deliver(body: unknown) {
	const text = Buffer.isBuffer(body) ? body : JSON.stringify(body);
	return receive(brevo, requestOf(text, BEARER), settingsOf({ secrets: [TOKEN] }));
}

const event = (fields: Fields): Fields => ({
	id: 26224,
	email: 'neda@example.com',
	'message-id': '<1@smtp-relay.mailin.fr>',
	ts_event: AT,
	ts: AT + 3600,
	...fields,
});
const read = (fields: Fields) => touchpointOf(deliver(event(fields)));

test('reads a batch of a message and a campaign', () => {
	const { touchpoints, rejected } = acceptedOf(deliver(fixture('brevo-batch.json')));
	expect(rejected).toEqual([]);
	expect(touchpoints).toMatchObject([
		{
			source: 'brevo',
			dedupe: 'content_hash',
			type: 'campaign_opened',
			channel: 'email',
			occurredAt: AT * 1000,
			timeMark: 'as_sent',
			identities: [
				{ kind: 'external', namespace: 'brevo', value: '8' },
				{ kind: 'email', value: 'neda@example.com' },
			],
			properties: {
				event: 'unique_opened',
				messageId: '<202611200630.27287306012@smtp-relay.mailin.fr>',
				subject: 'Your order',
				templateId: '22',
				tags: ['transactional'],
			},
		},
		{
			type: 'unsubscribed',
			occurredAt: (AT + 100) * 1000,
			consent: DENIED,
			properties: {
				event: 'unsubscribe',
				campaign: 'Autumn lamps',
				campaignId: '48',
				lists: ['3', '42'],
			},
		},
	]);
	expect(touchpoints[0]?.properties).not.toHaveProperty('machine');
});

test.each([
	['request', 'email_sent', undefined],
	['delivered', 'email_delivered', undefined],
	['deferred', 'other:deferred', undefined],
	['error', 'other:error', undefined],
	['opened', 'campaign_opened', undefined],
	['unique_opened', 'campaign_opened', undefined],
	['click', 'campaign_clicked', undefined],
	['soft_bounce', 'email_bounced', undefined],
	['hard_bounce', 'email_bounced', DENIED],
	['invalid_email', 'email_bounced', DENIED],
	['blocked', 'email_dropped', undefined],
	['spam', 'email_marked_as_spam', DENIED],
	['complaint', 'email_marked_as_spam', DENIED],
	['unsubscribe', 'unsubscribed', DENIED],
	['unsubscribed', 'unsubscribed', DENIED],
	['list_addition', 'list_joined', undefined],
	['contact_deleted', 'customer_deleted', undefined],
	['unique_coupon_sent', 'other:unique_coupon_sent', undefined],
])('reads %s as %s', (name, type, consent) => {
	const touchpoint = read({ event: name });
	expect(touchpoint).toMatchObject({ type, channel: 'email' });
	expect(touchpoint.consent).toEqual(consent);
});

test.each(['proxy_open', 'unique_proxy_open'])('marks %s as by a machine', (name) => {
	expect(read({ event: name })).toMatchObject({
		type: 'campaign_opened',
		properties: { machine: true },
	});
});

test('takes the two names of a first opening for one fact, and that of a machine for another', () => {
	const { id } = read({ event: 'opened' });
	expect(read({ event: 'unique_opened' }).id).toBe(id);
	expect(read({ event: 'proxy_open' }).id).not.toBe(id);
});

test('tells events without an id apart by time, message, link and person', () => {
	const click = { event: 'click', link: 'https://lamps.example/a' };
	const ids = [
		click,
		{ ...click, link: 'https://lamps.example/b' },
		{ ...click, ts_event: AT + 1 },
		{ ...click, email: 'omid@example.com' },
		{ ...click, 'message-id': '<2@smtp-relay.mailin.fr>' },
		{ event: 'soft_bounce' },
		{ event: 'hard_bounce' },
	].map((fields) => read(fields).id);
	expect(new Set(ids).size).toBe(ids.length);
	expect(read(click).id).toBe(ids[0]);
});

test.each([
	[{ ts_epoch: AT * 1000, ts_event: 1, ts: 1 }, AT * 1000, 'as_sent'],
	[{ ts_event: undefined, ts: AT }, AT * 1000, 'as_sent'],
	[{ ts_event: undefined, ts: NOW / 1000 + 3600 }, NOW, 'clamped'],
	[{ ts_event: undefined, ts: undefined, date: '2026-11-20 07:45:00' }, NOW, 'receipt_time'],
])('reads the time of %j', (fields, occurredAt, timeMark) => {
	expect(read({ event: 'opened', ...fields })).toMatchObject({ occurredAt, timeMark });
});

test('reads what changed in a contact', () => {
	const touchpoint = touchpointOf(deliver(fixture('brevo-contact.json')));
	expect(touchpoint).toMatchObject({
		type: 'customer_updated',
		attributes: { firstName: 'Neda', lastName: 'Karimi', TIER: 'gold' },
	});
	expect(touchpoint.consent).toBeUndefined();
});

test('reads the address of a list of one', () => {
	expect(read({ event: 'contact_deleted', email: ['neda@example.com'] }).identities).toEqual([
		{ kind: 'email', value: 'neda@example.com' },
	]);
});

test('does not take contact 0, which is none, for a customer', () => {
	expect(read({ event: 'opened', contact_id: 0 }).identities).toHaveLength(1);
});

test.each([
	['sent', 'message_sent', undefined],
	['delivered', 'message_delivered', undefined],
	['hard_bounce', 'message_failed', undefined],
	['replied', 'message_received', undefined],
	['unsubscribe', 'unsubscribed', 'denied'],
	['blacklisted', 'consent_updated', 'denied'],
	['skipped', 'other:sms_skipped', undefined],
])('reads the state %s of an SMS as %s', (status, type, consent) => {
	// From elsewhere than the default country, in which a number without a plus would be read.
	const body = { id: 1, to: '4915112345678', msg_status: status, messageId: 123, ts_event: AT };
	const touchpoint = touchpointOf(deliver(body));
	expect(touchpoint).toMatchObject({
		type,
		channel: 'sms',
		identities: [{ kind: 'phone', value: '+4915112345678' }],
		properties: { event: status, messageId: '123' },
	});
	expect(touchpoint.consent).toEqual(
		consent && [{ channel: 'sms', purpose: 'marketing', status: consent }],
	);
});

test('takes the token, the password of the address, or a header of its own', () => {
	const body = JSON.stringify(event({ event: 'opened' }));
	const settings = settingsOf({ secrets: [TOKEN], fields: { secretHeader: 'X-Brevo-Token' } });
	const by = (headers: Record<string, string>) =>
		receive(brevo, requestOf(body, headers), settings);
	const basic = `Basic ${Buffer.from(`brevo:${TOKEN}`).toString('base64')}`;
	for (const headers of [BEARER, { authorization: basic }, { 'x-brevo-token': TOKEN }]) {
		expect(by(headers).kind).toBe('accepted');
	}
	expect(refusalOf(by({ authorization: 'Bearer wrong' })).code).toBe('bad_signature');
	expect(refusalOf(by({ 'api-key': TOKEN })).code).toBe('missing_signature');
});

test('keeps the rest of a batch in which some events cannot be used', () => {
	const body = [event({ event: 'opened' }), 7, event({}), event({ event: 'click', email: '' })];
	const { touchpoints, rejected } = acceptedOf(deliver(body));
	expect(touchpoints).toHaveLength(1);
	expect(rejected).toEqual([
		{ index: 1, reason: 'event: expected an object' },
		{ index: 2, reason: 'event: expected a name like delivered' },
		{ index: 3, reason: 'the event names nobody: expected an address that can be read' },
	]);
});
