import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import type { Touchpoint } from '../../journey/touchpoint';
import { cloudevents } from '../../sources/cloudevents';
import { receive } from '../../sources/receive';
import type { Reception, SourceSettings } from '../../sources/source';
import { listenForLibrary, type LibraryServer } from './library-server';
import { acceptedOf, NOW, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';

const TOKEN = 'token-now';
const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };
const settings = settingsOf({ secrets: [TOKEN] });
const EVENT = {
	specversion: '1.0',
	id: 'e-1',
	source: '/tills/42',
	type: 'order.completed',
	time: '2026-11-20T06:45:00.5Z',
	data: { email: 'neda@example.com', value: '12.50', currency: 'EUR', tableNumber: 4 },
};

function deliver(
	body: unknown,
	headers: Record<string, string> = {},
	changes: Partial<SourceSettings> = {},
): Reception {
	const given = {
		'content-type': 'application/cloudevents+json; charset=utf-8',
		...AUTHORIZED,
		...headers,
	};
	const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
	return receive(cloudevents, requestOf(bytes, given), { ...settings, ...changes });
}

const binary = (headers: Record<string, string>, body = '{}', type = 'application/json') =>
	deliver(body, {
		'content-type': type,
		'ce-specversion': '1.0',
		'ce-id': 'e-1',
		'ce-source': '/tills/42',
		'ce-type': 'qr.scanned',
		...headers,
	});

describe("the emitter of CloudEvents' own library", () => {
	let server: LibraryServer;

	beforeEach(async () => {
		server = await listenForLibrary((request) => {
			const reception = receive(cloudevents, request, settings);
			return reception.kind === 'refused'
				? { status: reception.refusal.status, body: '' }
				: reception.answer;
		});
	});

	afterEach(() => server.close());

	const sent = (): Touchpoint[] =>
		server.requests.map((request) => touchpointOf(receive(cloudevents, request, settings)));

	// In binary mode the library encodes no header value, and so sends none beyond ASCII.
	test.each([
		[Mode.BINARY, 'lamp "1" 100% off'],
		[Mode.STRUCTURED, 'چراغ "۱" 100%'],
	])('is understood in mode %s', async (mode, subject) => {
		const emit = emitterFor(httpTransport(`${server.url}/hook`), { mode });
		await emit(
			new CloudEvent({
				id: 'e-7',
				source: 'https://lamps.example/tills/42',
				type: 'order.completed',
				time: '2026-11-20T06:45:00.500Z',
				subject,
				branch: 'tehran',
				data: { email: 'neda@example.com', value: 12.5, currency: 'EUR', note: 'چراغ' },
			}),
			{ headers: AUTHORIZED },
		);
		expect(sent()).toMatchObject([
			{
				id: 'cloudevents:https://lamps.example/tills/42 e-7',
				dedupe: 'event_id',
				type: 'order_completed',
				occurredAt: Date.parse('2026-11-20T06:45:00.500Z'),
				timeMark: 'as_sent',
				identities: [{ kind: 'email', value: 'neda@example.com' }],
				value: { amount: '12.5', currency: 'EUR' },
				properties: {
					subject,
					branch: 'tehran',
					eventSource: 'https://lamps.example/tills/42',
					note: 'چراغ',
				},
			},
		]);
		expect('ce-id' in server.requests[0]!.headers).toBe(mode === Mode.BINARY);
	});

	test('takes our answer, which has no payload', async () => {
		const message = HTTP.binary(new CloudEvent({ id: '1', source: '/a', type: 'a.b', data: {} }));
		const response = await fetch(server.url, {
			method: 'POST',
			headers: { ...(message.headers as Record<string, string>), ...AUTHORIZED },
			body: String(message.body),
		});
		expect(response.status).toBe(204);
		expect(response.headers.get('cache-control')).toBe('private');
		expect(await response.text()).toBe('');
	});
});

test('reads the data in our own words, with type, time and id of the envelope', () => {
	expect(touchpointOf(deliver(EVENT))).toMatchObject({
		id: 'cloudevents:/tills/42 e-1',
		type: 'order_completed',
		occurredAt: Date.parse('2026-11-20T06:45:00.500Z'),
		value: { amount: '12.50', currency: 'EUR' },
		properties: { tableNumber: 4, eventSource: '/tills/42' },
	});
});

test('keeps two events of the same id apart when they come from two sources', () => {
	const ids = ['/a b', '/a%20b', '/c'].map(
		(source) => touchpointOf(deliver({ ...EVENT, source })).id,
	);
	expect(ids).toEqual(['cloudevents:/a%20b e-1', 'cloudevents:/a%20b e-1', 'cloudevents:/c e-1']);
});

test('leaves the prefix off the type, and takes the subject for the customer where that is set', () => {
	const fields = { typePrefix: 'com.example.', subjectIsCustomer: true };
	const event = { ...EVENT, type: 'com.example.cart.viewed', subject: 'cu-7' };
	expect(touchpointOf(deliver(event, {}, { fields, sender: 'till' }))).toMatchObject({
		type: 'cart_viewed',
		source: 'till',
		identities: [
			{ kind: 'external', namespace: 'till', value: 'cu-7' },
			{ kind: 'email', value: 'neda@example.com' },
		],
	});
	expect(touchpointOf(deliver(event)).type).toBe('com_example_cart_viewed');
	expect(touchpointOf(deliver(event)).identities).toHaveLength(1);
	const bare = { ...event, type: 'com.example.' };
	expect(touchpointOf(deliver(bare, {}, { fields })).type).toBe('com_example');
	const own = { ...event, data: { customerId: 'cu-8' } };
	expect(touchpointOf(deliver(own, {}, { fields })).identities).toMatchObject([{ value: 'cu-8' }]);
});

describe('a batch', () => {
	const BATCH = { 'content-type': 'application/cloudevents-batch+json' };

	test('gives a touchpoint for each good event, and says which are bad and why', () => {
		const { touchpoints, rejected } = acceptedOf(
			deliver(
				[
					EVENT,
					{ ...EVENT, id: '' },
					{ ...EVENT, specversion: '0.3' },
					{ ...EVENT, data: 'text' },
					17,
					{ ...EVENT, id: 'e-2', data: undefined },
				],
				BATCH,
			),
		);
		expect(touchpoints.map(({ id }) => id)).toEqual([
			'cloudevents:/tills/42 e-1',
			'cloudevents:/tills/42 e-2',
		]);
		expect(rejected).toEqual([
			{ index: 1, reason: 'id: expected a text' },
			{ index: 2, reason: 'specversion: expected 1.0' },
			{ index: 3, reason: 'data: expected a JSON object, or nothing' },
			{ index: 4, reason: 'event: expected a CloudEvent as a JSON object' },
		]);
	});

	test('may be empty', () => {
		expect(acceptedOf(deliver([], BATCH))).toMatchObject({ touchpoints: [], rejected: [] });
	});

	test('that is no list is refused', () => {
		expect(refusalOf(deliver(EVENT, BATCH))).toMatchObject({ status: 400, code: 'broken_body' });
	});
});

describe('in binary mode', () => {
	test('header values are unquoted and decoded once', () => {
		const { properties } = touchpointOf(
			binary({
				'ce-subject': '"a \\"b\\" %E2%82%AC"',
				'ce-encoded': 'Euro%20%e2%82%AC%20%F0%9F%98%80',
				'ce-twice': '100%2525',
				'ce-bare': '100% sure',
			}),
		);
		expect(properties).toMatchObject({
			subject: 'a "b" €',
			encoded: 'Euro € 😀',
			twice: '100%25',
			bare: '100% sure',
		});
	});

	test.each(['%C0%A0', '%ff'])('a header value that is not UTF-8 is refused: %s', (value) => {
		const refusal = refusalOf(binary({ 'ce-subject': value }));
		expect(refusal).toMatchObject({ status: 400, code: 'broken_body' });
		expect(refusal.reason).toContain("'ce-subject'");
	});

	test.each(['application/json; charset=utf-8', 'application/vnd.lamps.v1+json', 'text/json', ''])(
		'the payload is JSON under the content type %j',
		(type) => {
			expect(
				touchpointOf(binary({}, '{"email":"neda@example.com"}', type)).identities,
			).toHaveLength(1);
		},
	);

	test('an event without a payload is one, and a payload that is not JSON makes it unusable', () => {
		expect(touchpointOf(binary({}, '')).type).toBe('qr_scanned');
		expect(acceptedOf(binary({}, 'hello', 'text/plain')).rejected).toEqual([
			{ index: 0, reason: 'data: expected a JSON object, or nothing' },
		]);
		expect(refusalOf(binary({}, '{"a":')).code).toBe('broken_body');
	});
});

test('reads a payload in base64 when it is JSON', () => {
	const data_base64 = Buffer.from('{"email":"neda@example.com"}').toString('base64');
	const event = { ...EVENT, data: undefined, data_base64 };
	expect(touchpointOf(deliver(event)).identities).toHaveLength(1);
	expect(acceptedOf(deliver({ ...event, datacontenttype: 'image/png' })).rejected).toHaveLength(1);
	expect(acceptedOf(deliver({ ...event, data_base64: '!' })).rejected).toEqual([
		{ index: 0, reason: 'data_base64: expected JSON in base64' },
	]);
});

test('understands structured events and batches under the plain media type of JSON', () => {
	const plain = { 'content-type': 'application/json' };
	expect(touchpointOf(deliver(EVENT, plain)).type).toBe('order_completed');
	expect(acceptedOf(deliver([EVENT, EVENT], plain)).touchpoints).toHaveLength(2);
});

test.each(['application/cloudevents+avro', 'application/cloudevents-batch+protobuf'])(
	'answers 415 to the format %s, but only to its sender',
	(type) => {
		expect(refusalOf(deliver('x', { 'content-type': type }))).toMatchObject({ status: 415 });
		const foreign = { 'content-type': type, authorization: 'Bearer foreign' };
		expect(refusalOf(deliver('x', foreign))).toMatchObject({ status: 401, code: 'bad_signature' });
	},
);

test('takes the token in the query, and no other scheme', () => {
	const body = JSON.stringify(EVENT);
	const withQuery = (query: Record<string, string>) =>
		receive(cloudevents, requestOf(body, {}, { query }), settings);
	expect(withQuery({ access_token: TOKEN }).kind).toBe('accepted');
	expect(refusalOf(withQuery({ access_token: 'x' })).code).toBe('bad_signature');
	expect(refusalOf(withQuery({ token: TOKEN })).code).toBe('missing_signature');
	const basic = `Basic ${Buffer.from(`:${TOKEN}`).toString('base64')}`;
	expect(refusalOf(deliver(EVENT, { authorization: basic })).code).toBe('missing_signature');
});

describe('the handshake', () => {
	const ask = (headers: Record<string, string>): Reception =>
		receive(cloudevents, requestOf('', headers, { method: 'OPTIONS' }), settings);

	test('grants permission to who asks, at any rate, and calls nobody back', () => {
		const reception = ask({
			'webhook-request-origin': 'eventemitter.example.com',
			'webhook-request-callback': 'https://example.com/confirm?id=12345',
			'webhook-request-rate': '120',
		});
		expect(reception).toEqual({
			kind: 'answered',
			answer: {
				status: 200,
				headers: {
					allow: 'OPTIONS, POST',
					'webhook-allowed-origin': 'eventemitter.example.com',
					'webhook-allowed-rate': '*',
				},
				body: '',
			},
		});
	});

	test('grants nothing to an origin that is no name', () => {
		expect(ask({ 'webhook-request-origin': 'a\r\nset-cookie: b' })).toEqual({
			kind: 'answered',
			answer: { status: 200, headers: { allow: 'OPTIONS, POST' }, body: '' },
		});
	});

	test('is nothing without an origin, and stands in for no delivery', () => {
		expect(refusalOf(ask({})).code).toBe('missing_signature');
		const request = requestOf(JSON.stringify(EVENT), { 'webhook-request-origin': 'a.example' });
		expect(refusalOf(receive(cloudevents, request, settings)).code).toBe('missing_signature');
	});
});

test('clamps a time that is far ahead, and takes the time of receipt where there is none', () => {
	const ahead = touchpointOf(deliver({ ...EVENT, time: '2030-01-01T00:00:00Z' }));
	expect(ahead).toMatchObject({ occurredAt: NOW, timeMark: 'clamped' });
	const none = touchpointOf(deliver({ ...EVENT, time: undefined }));
	expect(none).toMatchObject({ occurredAt: NOW, timeMark: 'receipt_time' });
	expect(acceptedOf(deliver({ ...EVENT, time: 'soon' })).rejected).toHaveLength(1);
});
