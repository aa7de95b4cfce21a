import { mailchimp } from '../../sources/mailchimp';
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

const SECRET = 'secret-now';
const DENIED = [{ channel: 'email', purpose: 'marketing', status: 'denied' }];
const settings = settingsOf({ secrets: [SECRET] });

function deliver(body: string | Buffer, query: Record<string, string> = { secret: SECRET }) {
	return receive(mailchimp, requestOf(body, {}, { query }), settings);
}

/** A form with its fields under `data`, as Mailchimp writes it. */
function form(type: string, data: Record<string, string>): string {
	return new URLSearchParams([
		['type', type],
		['fired_at', '2026-11-20 06:45:57'],
		...Object.entries(data).map(([name, value]): [string, string] => [`data[${name}]`, value]),
	]).toString();
}

const read = (type: string, data: Record<string, string>) =>
	touchpointOf(deliver(form(type, { email: 'neda@example.com', list_id: 'a6b5da1054', ...data })));

test('reads a subscription, which is a permission', () => {
	const touchpoint = touchpointOf(deliver(fixture('mailchimp-subscribe.txt')));
	expect(touchpoint).toEqual({
		id: expect.stringMatching(/^mailchimp:sha256-[0-9a-f]{64}$/),
		source: 'mailchimp',
		delivery: 'delivery-1',
		dedupe: 'content_hash',
		type: 'subscribed',
		channel: 'email',
		occurredAt: Date.parse('2026-11-20T06:45:57Z'),
		receivedAt: NOW,
		sequence: 8,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'email', value: 'neda@example.com' },
			{ kind: 'phone', value: '+989123456789' },
		],
		attributes: {
			firstName: 'Neda',
			lastName: 'Karimi',
			city: 'Athens',
			country: 'GR',
			TIER: 'gold',
		},
		keys: {},
		consent: [{ channel: 'email', purpose: 'marketing', status: 'granted' }],
		properties: { event: 'subscribe', list: 'a6b5da1054' },
		test: false,
	});
});

test.each([
	['unsubscribe', { action: 'unsub', reason: 'manual' }, 'unsubscribed', DENIED],
	['unsubscribe', { action: 'unsub', reason: 'abuse' }, 'unsubscribed', DENIED],
	['unsubscribe', { action: 'delete', reason: 'manual' }, 'unsubscribed', DENIED],
	['profile', {}, 'customer_updated', undefined],
	['cleaned', { reason: 'hard' }, 'email_bounced', DENIED],
	['cleaned', { reason: 'abuse' }, 'email_marked_as_spam', DENIED],
	['something', {}, 'other:something', undefined],
] as [string, Record<string, string>, string, unknown][])(
	'reads %s with %j as %s',
	(name, data, type, consent) => {
		const touchpoint = read(name, data);
		expect(touchpoint).toMatchObject({ type, properties: { event: name, ...data } });
		expect(touchpoint.consent).toEqual(consent);
	},
);

test('makes the old and the new address of somebody one customer', () => {
	const body = form('upemail', {
		list_id: 'a6b5da1054',
		new_id: '51da8c3259',
		new_email: 'neda.karimi@example.com',
		old_email: 'neda@example.com',
	});
	const touchpoint = touchpointOf(deliver(body));
	expect(touchpoint.type).toBe('email_changed');
	// The id belongs to the address: as an identity it would make two customers of one.
	expect(touchpoint.identities).toEqual([
		{ kind: 'email', value: 'neda.karimi@example.com' },
		{ kind: 'email', value: 'neda@example.com' },
	]);
	expect(touchpoint.consent).toBeUndefined();
});

test('passes over a campaign, which names no reader', () => {
	const body = form('campaign', { id: '5aa2102003', subject: 'Autumn lamps', status: 'sent' });
	const { touchpoints, rejected } = acceptedOf(deliver(body));
	expect([touchpoints, rejected]).toEqual([[], []]);
});

test('gives a repetition the same id, and another event another one', () => {
	const { id } = read('unsubscribe', { reason: 'manual' });
	expect(read('unsubscribe', { reason: 'manual' }).id).toBe(id);
	expect(read('subscribe', {}).id).not.toBe(id);
	expect(read('unsubscribe', { email: 'omid@example.com' }).id).not.toBe(id);
	expect(read('unsubscribe', { list_id: 'another' }).id).not.toBe(id);
});

test('answers the GET by which Mailchimp looks whether somebody is there', () => {
	const request = requestOf('', {}, { method: 'GET' });
	expect(receive(mailchimp, request, settings)).toMatchObject({
		kind: 'answered',
		answer: { status: 200 },
	});
	expect(refusalOf(receive(mailchimp, request, settingsOf({ secrets: [] }))).code).toBe(
		'no_secret',
	);
});

test.each([
	[{}, 'missing_signature'],
	[{ secret: '' }, 'missing_signature'],
	[{ secret: 'wrong' }, 'bad_signature'],
	[{ token: SECRET }, 'missing_signature'],
] as [Record<string, string>, string][])('refuses the query %j', (query, code) => {
	const reception = deliver(form('subscribe', { email: 'neda@example.com' }), query);
	expect(refusalOf(reception)).toMatchObject({ status: 401, code });
});

test.each([
	['nothing', ''],
	['JSON', '{"type":"subscribe"}'],
	['a form without a type', 'data%5Bemail%5D=neda%40example.com'],
	['bytes that are not UTF-8', Buffer.from([0x74, 0x79, 0xff])],
])('refuses a body of %s', (_name, body) => {
	expect(refusalOf(deliver(body))).toMatchObject({ status: 400, code: 'broken_body' });
});

test('rejects a form that names nobody', () => {
	expect(acceptedOf(deliver(form('subscribe', { email: 'no address' }))).rejected).toEqual([
		{ index: 0, reason: 'the event names nobody: expected an address that can be read' },
	]);
});

test('takes only fields of the contact for attributes', () => {
	const { attributes } = read('profile', {
		'merges][__proto__': 'a',
		'merges][GROUPINGS][0][name': 'b',
		'merges][MMERGE3': 'c',
		'merges][ADDRESS][zip': '10563',
	});
	expect(attributes).toEqual({ MMERGE3: 'c' });
});
