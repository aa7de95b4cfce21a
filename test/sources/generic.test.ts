import { createHmac } from 'node:crypto';
import type { Touchpoint } from '../../journey/touchpoint';
import { generic } from '../../sources/generic';
import { receive } from '../../sources/receive';
import type { HmacRecipe, Reception, SourceSettings } from '../../sources/source';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';

const RECIPE: HmacRecipe = {
	header: 'x-signature',
	algorithm: 'sha256',
	encoding: 'hex',
	signed: '{body}',
};

function deliver(body: unknown, changes: Partial<SourceSettings> = {}): Reception {
	const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
	const signature = createHmac('sha256', 'secret-now').update(bytes).digest('hex');
	return receive(
		generic,
		requestOf(bytes, { 'x-signature': signature }),
		settingsOf({ hmac: RECIPE, ...changes }),
	);
}

const read = (fields: Record<string, unknown>): Touchpoint =>
	touchpointOf(deliver({ id: 'e-1', type: 'qr_scanned', email: 'neda@example.com', ...fields }));

const reasonFor = (fields: Record<string, unknown>): string | undefined =>
	acceptedOf(deliver({ id: 'e-1', type: 'qr_scanned', ...fields })).rejected[0]?.reason;

test('reads every field of an event in our own words', () => {
	expect(touchpointOf(deliver(fixture('canonical-event.json')))).toEqual({
		id: 'generic:pos-1001',
		source: 'generic',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'order_completed',
		channel: 'store',
		occurredAt: Date.parse('2026-11-20T06:45:00Z'),
		receivedAt: NOW,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'external', namespace: 'generic', value: '9007199254740993' },
			{ kind: 'email', value: 'neda.karimi@example.com' },
			{ kind: 'phone', value: '+989123456789' },
			{ kind: 'anonymous', namespace: 'generic', value: 'till-7' },
		],
		attributes: { firstName: 'ندا', language: 'fa', timeZone: 'Asia/Tehran', segment: 'vip' },
		value: { amount: '36.90', currency: 'EUR' },
		products: [{ id: 'LAMP-1', name: 'چراغ مطالعه', quantity: 2, price: '18.45' }],
		keys: { order: '1042', cart: 'c-1', ticket: 't-1' },
		consent: [{ channel: 'sms', purpose: 'marketing', status: 'granted' }],
		experience: { metric: 'csat', scale: [1, 5], raw: 4, score: 75 },
		properties: { shelf: 'B2', till: 7 },
		test: false,
	});
});

test('needs no more than a type, and takes null for a field that is not there', () => {
	const nulls = Object.fromEntries(
		[
			'channel',
			'occurredAt',
			'phone',
			'attributes',
			'value',
			'products',
			'consent',
			'experience',
			'properties',
		].map((name) => [name, null]),
	);
	expect(read(nulls)).toMatchObject({
		type: 'qr_scanned',
		channel: 'other',
		timeMark: 'receipt_time',
		keys: {},
	});
	expect(touchpointOf(deliver({ type: 'store_visited' })).identities).toEqual([]);
});

test('keeps the others of a list when some are bad, and says which field of which', () => {
	const good = (id: number) => ({ id, type: 'call_received', phone: '0912 345 6789' });
	const { touchpoints, rejected } = acceptedOf(
		deliver([good(1), { id: 2 }, 'text', null, { id: 3, type: 'a', channel: 'fax' }, good(4)]),
	);
	expect(touchpoints.map(({ id }) => id)).toEqual(['generic:1', 'generic:4']);
	expect(rejected).toEqual([
		{ index: 1, reason: 'type: expected a text like order_completed' },
		{ index: 2, reason: 'event: expected a JSON object' },
		{ index: 3, reason: 'event: expected a JSON object' },
		{ index: 4, reason: expect.stringMatching(/^channel: expected one of web, app/) as string },
	]);
});

test.each([
	[{ type: '  ' }, 'type: expected a text like order_completed'],
	[{ type: 5 }, 'type: expected a text like order_completed'],
	[{ occurredAt: 'soon' }, 'occurredAt: expected an ISO 8601 time'],
	[{ email: { a: 1 } }, 'email: expected text or a number'],
	[{ customerId: true }, 'customerId: expected text or a number'],
	[{ attributes: ['vip'] }, 'attributes: expected an object'],
	[{ value: 'free' }, 'value: expected digits like 12.50'],
	[{ value: 5 }, 'value: expected digits like 12.50, with a currency'],
	[{ value: [] }, 'value: expected a number or an amount'],
	[{ products: {} }, 'products: expected a list'],
	[{ products: ['lamp'] }, 'products.0: expected an object'],
	[{ consent: [{ channel: 'sms', purpose: 'fun', status: 'granted' }] }, 'consent.0.purpose: '],
	[{ experience: { metric: 'joy', raw: 1 } }, 'experience.metric: expected one of nps, csat'],
	[{ experience: { metric: 'nps', raw: 11 } }, 'experience.raw: expected a number on the scale'],
	[{ experience: { metric: 'nps', raw: '9' } }, 'experience.raw: expected a number'],
	[{ experience: { metric: 'csat', raw: 1, scale: [1] } }, 'experience.scale'],
])('rejects %j and names the field', (fields, reason) =>
	expect(reasonFor(fields)).toContain(reason),
);

test('never puts what was sent into a reason', () => {
	for (const name of [
		'type',
		'channel',
		'occurredAt',
		'email',
		'attributes',
		'value',
		'products',
		'consent',
	]) {
		for (const bad of [{ secret: 'neda' }, ['neda'], 'neda', true]) {
			expect(reasonFor({ [name]: bad }) ?? '').not.toContain('neda');
		}
	}
});

test.each([
	[
		{ value: 12.5, currency: 'usd' },
		{ amount: '12.5', currency: 'USD' },
	],
	[{ value: { amount: '12.50', currency: 'USD' } }, { amount: '12.50', currency: 'USD' }],
	[
		{ value: { amount: 12 }, currency: 'USD' },
		{ amount: '12', currency: 'USD' },
	],
])('reads the value of %j', (fields, value) => expect(read(fields).value).toEqual(value));

test.each([
	['ISO 8601', '2026-11-20T07:00:00Z'],
	['seconds', NOW / 1000 - 30],
	['milliseconds', NOW - 30_000],
	['milliseconds as text', String(NOW - 30_000)],
])('reads the time as %s', (_name, occurredAt) =>
	expect(read({ occurredAt }).occurredAt).toBe(NOW - 30_000),
);

test('clamps a time that is far ahead, and says so', () => {
	expect(read({ occurredAt: NOW + 3_600_000 })).toMatchObject({
		occurredAt: NOW,
		timeMark: 'clamped',
	});
});

test('gives the name of the system behind it to ids and namespaces, so that two can both count from 1', () => {
	const idOf = (sender?: string): string =>
		touchpointOf(deliver({ id: 1, type: 'a', customerId: 7 }, sender ? { sender } : {})).id;
	expect([idOf(), idOf('till'), idOf('call_centre')]).toEqual([
		'generic:1',
		'till:1',
		'call_centre:1',
	]);
});

describe('without an id', () => {
	const of = (fields: Record<string, unknown>) =>
		read({ id: undefined, occurredAt: NOW, ...fields });

	test('the same event at the same time is the same touchpoint, another is not', () => {
		const first = of({});
		expect(first.dedupe).toBe('content_hash');
		expect(of({ email: ' NEDA@example.com' }).id).toBe(first.id);
		for (const other of [
			{ type: 'a' },
			{ occurredAt: NOW - 1 },
			{ email: 'b@example.com' },
			{ orderId: 1 },
			{ x: 1 },
		]) {
			expect(of(other).id).not.toBe(first.id);
		}
	});

	test('and without a time nothing tells a repetition', () => {
		expect(of({ occurredAt: undefined })).toMatchObject({
			dedupe: 'none',
			id: 'generic:delivery-1#0',
		});
	});
});

test('is refused while nobody has said how the sender signs', () => {
	expect(refusalOf(deliver({ type: 'a' }, { hmac: undefined }))).toMatchObject({
		status: 401,
		code: 'no_secret',
	});
});

test('keeps an address and a number that recognise nobody as attributes', () => {
	expect(read({ email: 'neda at example', phone: 12 })).toMatchObject({
		identities: [],
		attributes: { email: 'neda at example', phone: '12' },
	});
});

test('the account of an event is the company or household that shares a journey', () => {
	expect(read({ accountId: 'acme', orderId: 1042 }).keys).toEqual({
		order: '1042',
		account: 'acme',
	});
});
