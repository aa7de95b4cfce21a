import type { Touchpoint } from '../../journey/touchpoint';
import { receive } from '../../sources/receive';
import { segment } from '../../sources/segment';
import type { Reception } from '../../sources/source';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';

const KEY = 'wk_live_1';
const BASE = 'https://n8n.example/webhook/touchpoints';
const basic = (text: string): Record<string, string> => ({
	authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});
const settings = settingsOf({ secrets: [KEY] });

function deliver(
	body: unknown,
	call = '/v1/track',
	headers: Record<string, string> = basic(`${KEY}:`),
): Reception {
	const bytes = Buffer.isBuffer(body) ? body : JSON.stringify(body);
	return receive(segment, requestOf(bytes, headers, { url: `${BASE}${call}` }), settings);
}

const track = (fields: Record<string, unknown>): Touchpoint =>
	touchpointOf(deliver({ messageId: 'm', userId: 'u', event: 'Order Completed', ...fields }));

describe('a batch', () => {
	const { touchpoints, rejected, answer } = acceptedOf(
		deliver(fixture('segment-batch.json'), '/v1/batch', {}),
	);
	const [identify, wish, order] = touchpoints;

	test('is answered as the Tracking API does', () => {
		expect(rejected).toEqual([]);
		expect(answer).toEqual({
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: '{"success":true}',
		});
	});

	test('gives who the customer is, and not the password or the network address', () => {
		expect(identify).toEqual({
			id: 'segment:m-1',
			source: 'segment',
			delivery: 'delivery-1',
			dedupe: 'event_id',
			type: 'customer_identified',
			channel: 'web',
			occurredAt: NOW - 10_000,
			receivedAt: NOW,
			sequence: 0,
			timeMark: 'skew_corrected',
			identities: [
				{ kind: 'external', namespace: 'segment', value: 'u-42' },
				{ kind: 'email', value: 'neda.karimi@example.com' },
				{ kind: 'phone', value: '+989123456789' },
				{ kind: 'anonymous', namespace: 'segment', value: 'a-9' },
			],
			attributes: {
				firstName: 'Neda',
				lastName: 'Karimi',
				language: 'fa-IR',
				timeZone: 'Europe/Athens',
				segment: 'vip',
				city: 'Athens',
				country: 'GR',
			},
			keys: {},
			properties: {},
			test: false,
		});
	});

	test('gives a product on a wish list, with every digit of its id', () => {
		expect(wish).toMatchObject({
			id: 'segment:m-2',
			type: 'product_added_to_wishlist',
			products: [{ id: '9007199254740993', name: 'Reading lamp', quantity: 1, price: '18.45' }],
			properties: {
				wishlist_id: 'w-1',
				url: 'https://lamps.example/p/1',
				campaign: { source: 'newsletter' },
			},
		});
		expect(wish?.properties).not.toHaveProperty('ip_address');
	});

	test('gives an order with its value, key and products', () => {
		expect(order).toMatchObject({
			type: 'order_completed',
			value: { amount: '36.9', currency: 'EUR' },
			keys: { order: '1042' },
			products: [{ id: '7513594', name: 'Reading lamp', quantity: 2, price: '18.45' }],
			properties: { coupon: 'WELCOME10', order_id: '1042' },
		});
	});

	test('with one bad message keeps the others', () => {
		const good = (messageId: string) => ({ type: 'track', messageId, userId: 'u', event: 'A' });
		const batch = [
			good('1'),
			null,
			{ type: 'dance', messageId: '2', userId: 'u' },
			{ type: 'track', messageId: '3', userId: 'u' },
			{ type: 'track', messageId: '4', event: 'A' },
			'text',
			good('5'),
		];
		const reception = acceptedOf(deliver({ batch }, '/v1/batch'));
		expect(reception.touchpoints.map(({ id }) => id)).toEqual(['segment:1', 'segment:5']);
		expect(reception.rejected.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5]);
		expect(reception.answer.body).toBe('{"success":true}');
	});

	test('of nothing is accepted', () => {
		expect(acceptedOf(deliver({ batch: [] }, '/v1/batch')).touchpoints).toEqual([]);
	});

	test('that is no list, or a body that is no object, is refused', () => {
		expect(refusalOf(deliver({ batch: 'all' }, '/v1/batch')).code).toBe('broken_body');
		expect(refusalOf(deliver([], '/v1/batch')).code).toBe('broken_body');
		expect(refusalOf(deliver(Buffer.from('null'), '/v1/track')).code).toBe('broken_body');
	});
});

describe('the write key', () => {
	const message = { userId: 'u', event: 'A', messageId: 'm' };

	test('may come by Basic authorization or in the body', () => {
		expect(deliver(message, '/v1/track', basic(`${KEY}:`)).kind).toBe('accepted');
		expect(deliver(message, '/v1/track', basic(KEY)).kind).toBe('accepted');
		expect(deliver({ ...message, writeKey: KEY }, '/v1/track', {}).kind).toBe('accepted');
	});

	test('that is wrong in the header is not saved by one in the body', () => {
		expect(
			refusalOf(deliver({ ...message, writeKey: KEY }, '/v1/track', basic('wk_x:'))).code,
		).toBe('bad_signature');
	});

	test.each([
		['no header and no field', {}, message, 'missing_signature'],
		['another scheme', { authorization: `Bearer ${KEY}` }, message, 'missing_signature'],
		['an empty user', basic(':'), message, 'missing_signature'],
		['a field that is no text', {}, { ...message, writeKey: { $ne: '' } }, 'missing_signature'],
		['a wrong field', {}, { ...message, writeKey: 'wk_x' }, 'bad_signature'],
		['only the beginning', {}, { ...message, writeKey: KEY.slice(0, -1) }, 'bad_signature'],
	])('is refused: %s', (_name, headers, body, code) => {
		expect(refusalOf(deliver(body, '/v1/track', headers as Record<string, string>))).toMatchObject({
			status: 401,
			code,
		});
	});

	test('cannot be read from a body that is broken', () => {
		expect(
			refusalOf(deliver(Buffer.from('{"writeKey":"wk_live_1"'), '/v1/track', {})),
		).toMatchObject({
			status: 400,
			code: 'broken_body',
		});
	});
});

test.each([
	['/v1/identify', 'customer_identified'],
	['/v1/page', 'page_viewed'],
	['/v1/screen', 'screen_viewed'],
	['/v1/group', 'group_joined'],
	['/v1/alias', 'customer_aliased'],
	['/v1/track', 'order_completed'],
	['/v1/track/?x=1', 'order_completed'],
])('the path %s names the call', (call, type) => {
	const message = {
		userId: 'u',
		previousId: 'old',
		event: 'Order Completed',
		messageId: 'm',
		traits: { seats: 5 },
	};
	expect(touchpointOf(deliver(message, call)).type).toBe(type);
});

test('a message that names its own call needs no path', () => {
	expect(touchpointOf(deliver({ type: 'page', anonymousId: 'a', messageId: 'm' }, '')).type).toBe(
		'page_viewed',
	);
});

test('an alias joins the earlier anonymous id to the customer', () => {
	const { identities } = touchpointOf(
		deliver({ userId: 'u', previousId: 'a-9', messageId: 'm' }, '/v1/alias'),
	);
	expect(identities).toEqual([
		{ kind: 'external', namespace: 'segment', value: 'u' },
		{ kind: 'anonymous', namespace: 'segment', value: 'a-9' },
	]);
});

test('traits of a group are not taken for those of the customer', () => {
	const message = {
		userId: 'u',
		groupId: 'g',
		messageId: 'm',
		traits: { name: 'Acme', email: 'hq@acme.example' },
	};
	const group = touchpointOf(deliver(message, '/v1/group'));
	expect(group.identities).toHaveLength(1);
	expect(group.attributes).toEqual({});
	expect(group.properties).toEqual({
		groupId: 'g',
		group: { name: 'Acme', email: 'hq@acme.example' },
	});
});

test('the group of a call, or of the page it comes from, is the account of the customer', () => {
	const group = { userId: 'u', groupId: 'g', messageId: 'm' };
	expect(touchpointOf(deliver(group, '/v1/group')).keys).toEqual({ account: 'g' });
	expect(track({ context: { groupId: 'g' } }).keys).toMatchObject({ account: 'g' });
});

describe('time', () => {
	test('is corrected by the clock of the sender where it says when it sent', () => {
		const fast = track({ timestamp: NOW + 3_600_000, sentAt: NOW + 3_605_000 });
		expect(fast).toMatchObject({ occurredAt: NOW - 5_000, timeMark: 'skew_corrected' });
		const original = track({ originalTimestamp: NOW - 9_000, timestamp: NOW, sentAt: NOW - 8_000 });
		expect(original.occurredAt).toBe(NOW - 1_000);
	});

	test('is taken as it is without the time of sending, and clamped when far ahead', () => {
		expect(track({ timestamp: new Date(NOW - 5_000).toISOString() })).toMatchObject({
			occurredAt: NOW - 5_000,
			timeMark: 'as_sent',
		});
		expect(track({ timestamp: NOW + 3_600_000 })).toMatchObject({
			occurredAt: NOW,
			timeMark: 'clamped',
		});
		expect(track({})).toMatchObject({ occurredAt: NOW, timeMark: 'receipt_time' });
	});
});

describe('without a message id', () => {
	const of = (fields: Record<string, unknown>) => track({ messageId: undefined, ...fields });

	test('the same message with a time is the same touchpoint, however often it is sent', () => {
		const first = of({ timestamp: NOW - 5_000, sentAt: NOW });
		expect(first.dedupe).toBe('content_hash');
		expect(of({ timestamp: NOW - 5_000, sentAt: NOW + 60_000 }).id).toBe(first.id);
		expect(of({ timestamp: NOW - 5_001, sentAt: NOW }).id).not.toBe(first.id);
		expect(of({ timestamp: NOW - 5_000, userId: 'other' }).id).not.toBe(first.id);
		expect(of({ timestamp: NOW - 5_000, properties: { order_id: '2' } }).id).not.toBe(first.id);
	});

	test('and without a time nothing tells a repetition, and the touchpoint says so', () => {
		expect(of({})).toMatchObject({ dedupe: 'none', id: 'segment:delivery-1#0' });
	});
});

test.each([
	[{ event: 'Email Opened' }, 'email'],
	[{ event: 'email_link_clicked' }, 'email'],
	[{ event: 'Emailed a friend' }, 'web'],
	[{ event: 'Push Notification Tapped' }, 'push'],
	[{ event: 'SMS Delivered' }, 'sms'],
	[{ event: 'Application Opened' }, 'app'],
	[{ event: 'A', channel: 'mobile' }, 'app'],
	[{ event: 'A', context: { device: { type: 'Android' } } }, 'app'],
	[{ event: 'A', properties: { channel: 'store' } }, 'store'],
	[{ event: 'A', properties: { channel: 'carrier pigeon' } }, 'web'],
	[{ event: 'A' }, 'web'],
])('the channel of %j is %s', (fields, channel) => expect(track(fields).channel).toBe(channel));

test('an amount without a currency stays a property and becomes no value', () => {
	const touchpoint = track({ properties: { total: 50, order_id: 7 } });
	expect(touchpoint.value).toBeUndefined();
	expect(touchpoint.properties.total).toBe(50);
	expect(touchpoint.keys).toEqual({ order: '7' });
});

test('an answer to a survey and a rating become an experience, with their scale', () => {
	expect(
		track({ event: 'Survey Answered', properties: { metric_type: 'NPS', score: '9' } }).experience,
	).toEqual({
		metric: 'nps',
		scale: [0, 10],
		raw: 9,
		score: 90,
	});
	expect(
		track({ event: 'Product Reviewed', properties: { rating: 4, product_id: 'p' } }).experience,
	).toEqual({
		metric: 'rating',
		scale: [1, 5],
		raw: 4,
		score: 75,
	});
	expect(
		track({ event: 'Product Reviewed', properties: { rating: 40 } }).experience,
	).toBeUndefined();
	expect(track({ event: 'Product Viewed', properties: { rating: 4 } }).experience).toBeUndefined();
});

test('an unsubscription refuses further mail', () => {
	expect(track({ event: 'Unsubscribed', properties: { email: 'neda@example.com' } })).toMatchObject(
		{
			consent: [{ channel: 'email', purpose: 'marketing', status: 'denied' }],
			identities: [expect.anything(), { kind: 'email', value: 'neda@example.com' }],
		},
	);
});

test('ids that mean nobody do not join visitors', () => {
	const reception = acceptedOf(
		deliver({ userId: 'null', anonymousId: '0', event: 'A', messageId: 'm' }),
	);
	expect(reception.rejected).toEqual([{ index: 0, reason: 'userId: expected it, or anonymousId' }]);
});
