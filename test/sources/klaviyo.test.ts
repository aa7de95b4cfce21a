import { klaviyo } from '../../sources/klaviyo';
import type { Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import type { SourceRequest } from '../../sources/source';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';
import { klaviyoSignature } from './senders/klaviyo';

const SECRET = 'klaviyo-secret';
const WEBHOOK = '01KP4928STE8FKCWB6WDHZ4ZB7';
const HOUR_MS = 60 * 60_000;

function signed(
	body: string,
	signedAt: number,
	headers: Record<string, string> = {},
): SourceRequest {
	const timestamp = new Date(signedAt).toUTCString();
	return requestOf(body, {
		'klaviyo-signature': klaviyoSignature(Buffer.from(body), timestamp, SECRET),
		'klaviyo-timestamp': timestamp,
		'klaviyo-webhook-id': WEBHOOK,
		...headers,
	});
}
const settings = settingsOf({ secrets: [SECRET] });
const deliver = (body: unknown) => receive(klaviyo, signed(JSON.stringify(body), NOW), settings);

const event = (topic: string, said: Fields = {}, changes: Fields = {}): Fields => ({
	topic,
	external_id: 'e-1',
	payload: {
		data: {
			id: 'e-1',
			attributes: { datetime: '2026-11-20T06:45:00+00:00', event_properties: said },
			relationships: { profile: { data: { type: 'profile', id: 'p-1' } } },
		},
	},
	...changes,
});
const read = (topic: string, said?: Fields) =>
	touchpointOf(deliver({ meta: { klaviyo_account_id: 'WBhXHN' }, data: [event(topic, said)] }));

// Klaviyo publishes no vector. This one was made with OpenSSL over its guide's construction, the body and then the text
// of the header, with the guide's own header; independent verifiers of that construction (one in Rust, one in PHP that
// runs against Klaviyo) do the same.
test('takes a signature that OpenSSL made over the body and then the time', () => {
	const body =
		'{"data":[{"external_id":"4L3cwQae2TX","topic":"event:klaviyo.sent_sms"}],"meta":{"klaviyo_webhook_id":"a8b890458b4bbfaa26d961471b83c101d6de23bd826e7e5173a15310985ec3cb"}}';
	const headers = {
		'klaviyo-signature': '5aa0e720d80b3a04ca04baf3c65cdfe31da57504af69fee8da29c35d45f0596b',
		'klaviyo-timestamp': 'Thu, 04 Jan 2024 18:05:25 GMT',
		'klaviyo-webhook-id': 'a8b890458b4bbfaa26d961471b83c101d6de23bd826e7e5173a15310985ec3cb',
	};
	const secrets = ['klaviyo-test-secret'];
	const at = (receivedAt: number) =>
		receive(klaviyo, requestOf(body, headers, { receivedAt }), settingsOf({ secrets }));
	const signedAt = 1704391525_000;
	expect(at(signedAt + 1000).kind).toBe('accepted');
	expect(refusalOf(at(signedAt + 301_000)).code).toBe('stale_timestamp');
});

test('reads a batch as Klaviyo sends it, whose header is five hours ahead', () => {
	const body = fixture('klaviyo-batch.json').toString();
	const { touchpoints, rejected } = acceptedOf(
		receive(klaviyo, signed(body, NOW + 5 * HOUR_MS), settings),
	);
	expect(rejected).toEqual([]);
	expect(touchpoints).toEqual([
		expect.objectContaining({
			id: 'klaviyo:73WCCK7JKtE',
			dedupe: 'event_id',
			type: 'unsubscribed',
			channel: 'email',
			occurredAt: Date.parse('2026-11-20T06:46:46Z'),
			identities: [
				{ kind: 'external', namespace: 'klaviyo:WBhXHN', value: '01KP4EGHH8QJ3N3AY2Z6V7RMDK' },
				{ kind: 'email', value: 'neda@example.com' },
			],
			consent: [{ channel: 'email', purpose: 'marketing', status: 'denied' }],
			properties: {
				topic: 'event:klaviyo.unsubscribed_from_email_marketing',
				method: 'PROFILE_PAGE',
				$event_id: '1795157206',
			},
		}),
		expect.objectContaining({
			id: 'klaviyo:4L3cwQae2TX',
			type: 'campaign_opened',
			identities: [
				{ kind: 'external', namespace: 'klaviyo:WBhXHN', value: '01KP4EGHH8QJ3N3AY2Z6V7RMDK' },
				{ kind: 'email', value: 'neda@example.com' },
				{ kind: 'phone', value: '+989123456789' },
			],
			attributes: {
				firstName: 'Neda',
				lastName: 'Karimi',
				language: 'fa-IR',
				timeZone: 'Europe/Athens',
				city: 'Athens',
				country: 'Greece',
			},
			properties: {
				topic: 'event:klaviyo.opened_email',
				'Campaign Name': 'Autumn lamps',
				Subject: 'New lamps',
				machine_open: true,
				machine: true,
				$ESP: 1,
			},
		}),
	]);
});

const minutes = (count: number) => new Date(NOW + count * 60_000).toISOString();
test.each([
	['the body, near', minutes(-1), 5 * HOUR_MS, 'accepted'],
	['the body, ten minutes ago', minutes(-10), 5 * HOUR_MS, 'stale_timestamp'],
	['the body, ten minutes ahead', minutes(10), -5 * HOUR_MS, 'stale_timestamp'],
	['the header, near', undefined, 0, 'accepted'],
	['the header, ten minutes ago', undefined, -10 * 60_000, 'stale_timestamp'],
	['neither that can be read', 'today', 10 * 60_000, 'stale_timestamp'],
])('goes by the time of %s', (_name, timestamp, offset, outcome) => {
	const body = JSON.stringify({ meta: { timestamp }, data: [] });
	const reception = receive(klaviyo, signed(body, NOW + offset), settings);
	expect(reception.kind === 'refused' ? reception.refusal.code : reception.kind).toBe(outcome);
});

test.each(['1795158030', '2026-11-20T07:00:00Z'])('reads the header %s too', (timestamp) => {
	const headers = {
		'klaviyo-signature': klaviyoSignature(Buffer.from('{"data":[]}'), timestamp, SECRET),
		'klaviyo-timestamp': timestamp,
	};
	expect(receive(klaviyo, requestOf('{"data":[]}', headers), settings).kind).toBe('accepted');
});

test('refuses a header whose time cannot be read, though it is signed', () => {
	const headers = {
		'klaviyo-signature': klaviyoSignature(Buffer.from('{"data":[]}'), 'today', SECRET),
		'klaviyo-timestamp': 'today',
	};
	const reception = receive(klaviyo, requestOf('{"data":[]}', headers), settings);
	expect(refusalOf(reception).code).toBe('missing_timestamp');
});

test('refuses the body of another webhook than the header names', () => {
	const body = JSON.stringify({ meta: { klaviyo_webhook_id: WEBHOOK }, data: [] });
	expect(receive(klaviyo, signed(body, NOW), settings).kind).toBe('accepted');
	const reception = receive(
		klaviyo,
		signed(body, NOW, { 'klaviyo-webhook-id': 'other' }),
		settings,
	);
	expect(refusalOf(reception)).toMatchObject({ status: 401, code: 'bad_signature' });
});

test('refuses a signature over the time and then the body', () => {
	const timestamp = new Date(NOW).toUTCString();
	const headers = {
		'klaviyo-signature': klaviyoSignature(Buffer.from(timestamp), '{"data":[]}', SECRET),
		'klaviyo-timestamp': timestamp,
	};
	const reception = receive(klaviyo, requestOf('{"data":[]}', headers), settings);
	expect(refusalOf(reception).code).toBe('bad_signature');
});

const of = (channel: string, status: string) => [{ channel, purpose: 'marketing', status }];
test.each([
	['received_email', 'email', 'email_delivered', undefined],
	['opened_email', 'email', 'campaign_opened', undefined],
	['clicked_email', 'email', 'campaign_clicked', undefined],
	['bounced_email', 'email', 'email_bounced', undefined],
	['dropped_email', 'email', 'email_dropped', undefined],
	['marked_email_as_spam', 'email', 'email_marked_as_spam', of('email', 'denied')],
	['subscribed_to_email_marketing', 'email', 'subscribed', of('email', 'granted')],
	['unsubscribed_from_email_marketing', 'email', 'unsubscribed', of('email', 'denied')],
	['manually_suppressed_from_email_marketing', 'email', 'consent_updated', of('email', 'denied')],
	['manually_unsuppressed_from_email_marketing', 'email', 'consent_updated', undefined],
	['updated_email_preferences', 'email', 'consent_updated', undefined],
	['received_sms', 'sms', 'message_delivered', undefined],
	['sent_sms', 'sms', 'message_received', undefined],
	['clicked_sms', 'sms', 'campaign_clicked', undefined],
	['failed_to_deliver_sms', 'sms', 'message_failed', undefined],
	['subscribed_to_sms_marketing', 'sms', 'subscribed', of('sms', 'granted')],
	['unsubscribed_from_sms_marketing', 'sms', 'unsubscribed', of('sms', 'denied')],
	['received_push', 'push', 'message_delivered', undefined],
	['opened_push', 'push', 'campaign_opened', undefined],
	['bounced_push', 'push', 'message_failed', undefined],
	['submitted_review', 'web', 'review_posted', undefined],
	['submitted_rating', 'other', 'other:submitted_rating', undefined],
	['ready_to_review', 'other', 'other:ready_to_review', undefined],
	['skipped_sms', 'sms', 'other:skipped_sms', undefined],
])('reads its own topic %s on %s as %s', (name, channel, type, consent) => {
	const touchpoint = read(`event:klaviyo.${name}`);
	expect(touchpoint).toMatchObject({ channel, type });
	expect(touchpoint.consent).toEqual(consent);
});

test('takes a hard bounce for the end of an address, and a soft one not', () => {
	const bounce = (type: string) => read('event:klaviyo.bounced_email', { 'Bounce Type': type });
	expect(bounce('Hard').consent).toEqual(of('email', 'denied'));
	expect(bounce('Soft').consent).toBeUndefined();
});

test.each([
	[{ 'Apple Privacy Open': true }, true],
	[{ machine_open: 'true' }, true],
	[{ 'Bot Click': true }, true],
	[{ machine_open: false }, undefined],
	[{}, undefined],
])('marks %j as by a machine: %s', (said, machine) => {
	expect(read('event:klaviyo.opened_email', said).properties.machine).toBe(machine);
});

test('reads an order that a shop told Klaviyo, and each of its lines only there', () => {
	const said = {
		$value: 36.9,
		$currency_code: 'EUR',
		Items: [{ ProductID: '7', ProductName: 'Lamp', Quantity: 2, ItemPrice: 18.45 }],
	};
	expect(read('event:shopify.placed_order', said)).toMatchObject({
		type: 'order_completed',
		channel: 'web',
		value: { amount: '36.9', currency: 'EUR' },
		products: [{ id: '7', name: 'Lamp', quantity: 2, price: '18.45' }],
	});
	expect(read('event:shopify.ordered_product').type).toBe('other:ordered_product');
});

test.each([
	['event:api.viewed_product', 'product_viewed'],
	['event:api.added_to_cart', 'product_added'],
	['event:api.started_checkout', 'checkout_started'],
	['event:shopify.cancelled_order', 'order_cancelled'],
	['event:api.loyalty_tier_reached', 'loyalty_tier_reached'],
	['something', 'other:something'],
])('reads the metric %s as %s', (topic, type) => {
	expect(read(topic).type).toBe(type);
});

test('reads the stars of a review', () => {
	expect(read('event:klaviyo.submitted_review', { rating: 4 }).experience).toEqual({
		metric: 'rating',
		scale: [1, 5],
		raw: 4,
		score: 75,
	});
	expect(read('event:klaviyo.submitted_review', { rating: 9 }).experience).toBeUndefined();
	expect(read('event:klaviyo.opened_email', { rating: 4 }).experience).toBeUndefined();
});

test('hashes an event without an id', () => {
	const bare = event('event:klaviyo.opened_email', {}, { external_id: undefined });
	const payload = bare.payload as { data: Fields };
	const withoutId = { ...bare, payload: { data: { ...payload.data, id: undefined } } };
	const [first, second] = acceptedOf(deliver({ data: [withoutId, withoutId] })).touchpoints;
	expect(first).toMatchObject({ dedupe: 'content_hash' });
	expect(second?.id).toBe(first?.id);
});

test('keeps the other 999 of a batch in which one cannot be used', () => {
	const data: unknown[] = Array.from({ length: 1000 }, (_, place) =>
		event('event:klaviyo.opened_email', {}, { external_id: `e-${place}` }),
	);
	data[500] = { topic: 'event:klaviyo.opened_email', external_id: 'e-500', payload: {} };
	const { touchpoints, rejected } = acceptedOf(deliver({ data }));
	expect(touchpoints).toHaveLength(999);
	expect(rejected).toEqual([
		{ index: 500, reason: 'the event names nobody: expected an address that can be read' },
	]);
});

describe('the webhook action of a flow', () => {
	const body = JSON.stringify({
		type: 'campaign_clicked',
		id: 'flow-1',
		channel: 'email',
		occurredAt: '2026-11-20T06:45:00Z',
		email: 'neda@example.com',
	});
	const by = (headers: Record<string, string>, secretHeader = 'X-Klaviyo-Secret') =>
		receive(
			klaviyo,
			requestOf(body, headers),
			settingsOf({ secrets: [SECRET], fields: { secretHeader } }),
		);

	test('is taken with the secret in the header that was named, in our own words', () => {
		expect(touchpointOf(by({ 'x-klaviyo-secret': SECRET }))).toMatchObject({
			id: 'klaviyo:flow-1',
			type: 'campaign_clicked',
			channel: 'email',
			identities: [{ kind: 'email', value: 'neda@example.com' }],
		});
	});

	test.each([
		['no secret', {}, 'missing_signature'],
		['a wrong secret', { 'x-klaviyo-secret': 'wrong' }, 'bad_signature'],
		[
			'a wrong signature beside the right secret',
			{ 'x-klaviyo-secret': SECRET, 'klaviyo-signature': 'aa', 'klaviyo-timestamp': '1795158030' },
			'bad_signature',
		],
	] as [string, Record<string, string>, string][])('is refused with %s', (_name, headers, code) => {
		expect(refusalOf(by(headers)).code).toBe(code);
	});

	test('is refused where no header was named', () => {
		expect(refusalOf(by({ 'x-klaviyo-secret': SECRET }, ''))).toMatchObject({
			code: 'missing_signature',
			reason: expect.stringContaining('klaviyo-signature'),
		});
	});
});

test.each([['text'], [7], [null]])('refuses the body %j', (body) => {
	expect(refusalOf(deliver(body)).code).toBe('broken_body');
});
