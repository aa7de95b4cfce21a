import type { Touchpoint } from '../../journey/touchpoint';
import { posthog } from '../../sources/posthog';
import { receive } from '../../sources/receive';
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

const SECRET = 'hook-secret-now';
const AUTHORIZED = { authorization: `Bearer ${SECRET}` };
const settings = settingsOf({ secrets: [SECRET] });

function deliver(body: unknown, headers: Record<string, string> = AUTHORIZED): Reception {
	const bytes = Buffer.isBuffer(body) ? body : JSON.stringify(body);
	return receive(posthog, requestOf(bytes, headers), settings);
}

/** One event with the template's body; the customer has no properties. */
function captured(event: string, properties: Record<string, unknown> = {}): Touchpoint {
	const timestamp = '2026-11-20T06:45:00Z';
	return touchpointOf(
		deliver({ event: { uuid: 'ev-1', event, distinct_id: 'cu-1', properties, timestamp } }),
	);
}

test('reads the default body of the destination', () => {
	expect(touchpointOf(deliver(fixture('posthog-order.json')))).toEqual({
		id: 'posthog:0193491a-7c3e-7d41-b6f5-5a1c0f2e9b10',
		source: 'posthog',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'order_completed',
		channel: 'web',
		occurredAt: Date.parse('2026-11-20T06:45:00Z'),
		receivedAt: NOW,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'external', namespace: 'posthog', value: 'cu-1042' },
			{ kind: 'email', value: 'neda.karimi@example.com' },
			{ kind: 'phone', value: '+989123456789' },
			{
				kind: 'anonymous',
				namespace: 'posthog:person',
				value: '7f6e5d4c-0000-4000-8000-0000000000cc',
			},
		],
		attributes: {
			firstName: 'Neda',
			plan: 'gold',
			language: 'fa-IR',
			timeZone: 'Asia/Tehran',
		},
		value: { amount: '36.9', currency: 'EUR' },
		products: [{ id: '9007199254740993', name: 'Reading lamp', price: '18.45', quantity: 2 }],
		keys: { order: '1001' },
		properties: {
			url: 'https://lamps.example/checkout/thanks',
			referrer: 'https://search.example/',
			order_id: '1001',
			total: 36.9,
			currency: 'EUR',
			coupon: 'YALDA',
			utm_source: 'newsletter',
		},
		test: false,
	});
});

test.each([
	['$pageview', 'page_viewed'],
	['$screen', 'screen_viewed'],
	['$identify', 'customer_identified'],
	['$set', 'customer_identified'],
	['$create_alias', 'customer_aliased'],
	['survey sent', 'survey_answered'],
	['survey shown', 'survey_shown'],
	['product_added', 'product_added'],
	['Completed Order', 'order_completed'],
	['$autocapture', 'other:$autocapture'],
	['$pageleave', 'other:$pageleave'],
	['خرید', 'other:خرید'],
])('calls %s %s', (event, type) => {
	expect(captured(event).type).toBe(type);
});

test.each<[string, Record<string, unknown>, string]>([
	['$screen', {}, 'app'],
	['opened', { $lib: 'posthog-ios' }, 'app'],
	['opened', { $lib: 'posthog-android' }, 'app'],
	['opened', { $lib: 'web' }, 'web'],
	['opened', { $lib: 'posthog-node' }, 'other'],
	['opened', { $lib: 'posthog-node', channel: 'store' }, 'store'],
	['Email Opened', { $lib: 'posthog-node' }, 'email'],
])('places %s with %j in the channel %s', (event, properties, channel) => {
	expect(captured(event, properties).channel).toBe(channel);
});

describe('who it was', () => {
	const kinds = (properties: Record<string, unknown>, event = 'opened') =>
		captured(event, properties).identities.map(({ kind, value }) => `${kind} ${value}`);

	test("a distinct_id is the customer's, unless it is the device's or nobody is identified", () => {
		expect(kinds({})).toEqual(['external cu-1']);
		expect(kinds({ $device_id: 'dev-1', $is_identified: true })).toEqual(['external cu-1']);
		expect(kinds({ $device_id: 'cu-1' })).toEqual(['anonymous cu-1']);
		expect(kinds({ $is_identified: false })).toEqual(['anonymous cu-1']);
	});

	test('identifying joins the anonymous id to the customer, and so does an alias', () => {
		expect(kinds({ $anon_distinct_id: 'dev-1' }, '$identify')).toEqual([
			'external cu-1',
			'anonymous dev-1',
		]);
		expect(kinds({ alias: 'dev-2' }, '$create_alias')).toEqual([
			'external cu-1',
			'anonymous dev-2',
		]);
		expect(kinds({ alias: 'dev-2' })).toEqual(['external cu-1']);
	});

	test('what the event itself sets on the person counts', () => {
		const touchpoint = captured('$identify', { $set: { email: 'n@example.com', city: 'Yazd' } });
		expect(touchpoint.identities).toContainEqual({ kind: 'email', value: 'n@example.com' });
		expect(touchpoint.attributes).toEqual({ city: 'Yazd' });
	});
});

describe('a survey', () => {
	const questions = (question: string, response: unknown) => ({
		$survey_id: 's-1',
		$survey_questions: [
			{ id: 'q-0', question: 'What is missing?', response: 'Nothing' },
			{ id: 'q-1', question, response },
		],
	});

	test('that names its metric gives an experience, on the usual scale of it', () => {
		const named = { $survey_id: 's-1', $survey_name: 'NPS autumn', $survey_response: '9' };
		expect(captured('survey sent', named).experience).toEqual({
			metric: 'nps',
			scale: [0, 10],
			raw: 9,
			score: 90,
		});
		expect(captured('survey sent', questions('Your CSAT?', 4)).experience).toMatchObject({
			metric: 'csat',
			raw: 4,
		});
		expect(captured('survey sent', questions('CES of checkout', '7')).experience).toMatchObject({
			metric: 'ces',
			score: 100,
		});
		const byId = { ...questions('Net Promoter Score', undefined), '$survey_response_q-1': '0' };
		expect(captured('survey sent', byId).experience).toMatchObject({ metric: 'nps', score: 0 });
	});

	test.each([
		['a survey without a metric', questions('How old are you?', 7)],
		['an answer off the scale', questions('CSAT', 9)],
		['an answer in words', questions('NPS', 'nine')],
		['an answer that is a list', questions('NPS', [9])],
	])('gives no experience: %s', (_name, properties) => {
		const touchpoint = captured('survey sent', properties);
		expect(touchpoint).not.toHaveProperty('experience');
		expect(touchpoint.type).toBe('survey_answered');
		expect(touchpoint.properties).toHaveProperty('answers');
	});

	test('counts once it is complete, not after each of its questions', () => {
		const properties = { ...questions('NPS', 9), $survey_completed: false };
		const partial = captured('survey sent', properties);
		expect(partial.type).toBe('other:survey sent');
		expect(partial).not.toHaveProperty('experience');
		const whole = captured('survey sent', { ...properties, $survey_completed: true });
		expect(whole).toMatchObject({ type: 'survey_answered', experience: { raw: 9 } });
	});
});

test('understands a body of its own with the event at the top, and one with the older name of the event', () => {
	const flat = { event: '$pageview', distinct_id: 'cu-1', properties: { utm_source: 'qr' } };
	expect(touchpointOf(deliver(flat))).toMatchObject({ type: 'page_viewed', dedupe: 'none' });
	const dated = { ...flat, timestamp: '2026-11-20T06:45:00Z' };
	const [one, two, other] = [dated, dated, { ...dated, properties: {} }].map((body) =>
		touchpointOf(deliver(body)),
	);
	expect(one).toMatchObject({ dedupe: 'content_hash' });
	expect(two?.id).toBe(one?.id);
	expect(other?.id).not.toBe(one?.id);
	const older = { event: { uuid: 'u-1', name: '$pageview', distinct_id: 'cu-1' } };
	expect(touchpointOf(deliver(older))).toMatchObject({ id: 'posthog:u-1', type: 'page_viewed' });
});

test('keeps the others of a list, and says what is missing', () => {
	const { touchpoints, rejected } = acceptedOf(
		deliver([
			{ event: 'a', distinct_id: 'cu-1' },
			{ event: 'a' },
			{ event: { distinct_id: 'cu-1' } },
			3,
		]),
	);
	expect(touchpoints).toHaveLength(1);
	expect(rejected).toEqual([
		{ index: 1, reason: 'event.distinct_id: expected a text' },
		{ index: 2, reason: 'event.event: expected a name like $pageview' },
		{ index: 3, reason: 'event.event: expected a name like $pageview' },
	]);
});

test('takes the secret in a header of the name that was entered, and in no other', () => {
	const body = JSON.stringify({ event: 'a', distinct_id: 'cu-1' });
	const given = { ...settings, fields: { secretHeader: 'X-Hook' } };
	const withHeader = (name: string) => receive(posthog, requestOf(body, { [name]: SECRET }), given);
	expect(withHeader('x-hook').kind).toBe('accepted');
	expect(refusalOf(withHeader('x-other')).code).toBe('missing_signature');
});
