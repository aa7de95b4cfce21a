import type { Touchpoint } from '../../journey/touchpoint';
import { fieldsOf, type Fields } from '../../sources/payload-fields';
import { pipedrive } from '../../sources/pipedrive';
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
import { pipedriveSender } from './senders/pipedrive';

const { settings, secrets, sign } = pipedriveSender;
const NAMESPACE = 'pipedrive:12882925';
const DEAL = fieldsOf(JSON.parse(fixture('pipedrive-deal.json').toString()));
const PERSON_V1 = fieldsOf(JSON.parse(fixture('pipedrive-person-v1.json').toString()));

const deliver = (body: unknown): Reception =>
	receive(pipedrive, sign(Buffer.from(JSON.stringify(body)), secrets[0]), settings);

/** An event of version 2. */
const eventOf = (
	entity: string,
	action: string,
	data: Fields | null,
	previous: Fields | null = null,
): Fields => ({
	meta: { ...fieldsOf(DEAL.meta), entity, action, entity_id: '746' },
	data,
	previous,
});

const read = (entity: string, action: string, data: Fields | null, previous?: Fields): Touchpoint =>
	touchpointOf(deliver(eventOf(entity, action, data, previous)));

test('reads a deal that was won', () => {
	expect(touchpointOf(deliver(DEAL))).toEqual({
		id: 'pipedrive:12882925:deal:746:won:2026-11-20T06:45:03Z',
		source: 'pipedrive',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'order_completed',
		channel: 'other',
		occurredAt: Date.parse('2026-11-20T06:45:03.120Z'),
		receivedAt: NOW,
		sequence: 1,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'external', namespace: NAMESPACE, value: '3' },
			{ kind: 'anonymous', namespace: NAMESPACE, value: 'deal:746' },
		],
		attributes: {},
		value: { amount: '1250.5', currency: 'EUR' },
		keys: { account: '2', deal: '746', order: '746' },
		properties: {
			event: 'deal.change',
			title: 'Lamps for the Karimi office',
			status: 'won',
			statusBefore: 'open',
			stage: '5',
			pipeline: '1',
			changeSource: 'app',
		},
		test: false,
	});
});

test('reads a person of version 1, with all addresses and numbers', () => {
	expect(touchpointOf(deliver(PERSON_V1))).toMatchObject({
		type: 'unsubscribed',
		occurredAt: 1795157103000,
		identities: [
			{ kind: 'external', namespace: NAMESPACE, value: '3' },
			{ kind: 'email', value: 'neda.karimi@example.com' },
			{ kind: 'email', value: 'neda@example.com' },
			{ kind: 'phone', value: '+989123456789' },
		],
		attributes: { name: 'Neda Karimi', firstName: 'Neda', lastName: 'Karimi' },
		consent: [{ channel: 'email', purpose: 'marketing', status: 'denied' }],
		properties: { event: 'person.change' },
	});
});

describe('the password', () => {
	const basic = (text: string): Record<string, string> => ({
		authorization: `Basic ${Buffer.from(text).toString('base64')}`,
	});
	const check = (headers: Record<string, string>): string => {
		const reception = receive(pipedrive, requestOf(JSON.stringify(DEAL), headers), settings);
		return reception.kind === 'refused' ? reception.refusal.code : reception.kind;
	};

	test('is that of HTTP Basic, alone or with its user', () => {
		expect(check(basic('anybody:basic-password-now'))).toBe('accepted');
		expect(check(basic('shop:basic-password-old'))).toBe('accepted');
		expect(check(basic('other:basic-password-old'))).toBe('bad_signature');
		expect(check(basic('anybody:wrong'))).toBe('bad_signature');
	});

	test('is looked for nowhere else', () => {
		expect(check({ authorization: 'Bearer basic-password-now' })).toBe('missing_signature');
		expect(check({ 'x-secret': 'basic-password-now' })).toBe('missing_signature');
		expect(
			refusalOf(receive(pipedrive, requestOf('{}', {}, { query: { token: secrets[0] } }), settings))
				.code,
		).toBe('missing_signature');
	});
});

describe('a deal', () => {
	const deal = { id: 746, person_id: 3, value: 10, currency: 'EUR' };

	test.each<[string, Fields | null, Fields | undefined, string]>([
		['create', { ...deal, status: 'open' }, undefined, 'deal_created'],
		['create', { ...deal, status: 'won' }, undefined, 'order_completed'],
		['change', { ...deal, status: 'lost' }, { status: 'open' }, 'deal_lost'],
		['change', { ...deal, status: 'open', stage_id: 3 }, { stage_id: 2 }, 'deal_updated'],
		['change', { ...deal, status: 'won', title: 'new' }, { title: 'old' }, 'deal_updated'],
		[
			'change',
			{ ...deal, status: 'won', title: 'new' },
			{ ...deal, status: 'won' },
			'deal_updated',
		],
		['delete', null, { ...deal, status: 'won' }, 'deal_deleted'],
		['archive', deal, undefined, 'other:deal.archive'],
	])('%s with %j before %j is %s', (action, data, previous, type) => {
		expect(read('deal', action, data, previous).type).toBe(type);
	});

	test('counts again when it was opened again and won anew, and not when it is only told again', () => {
		const won = (won_time: string): string =>
			read('deal', 'change', { ...deal, status: 'won', won_time }, { status: 'open' }).id;
		expect(won('2026-11-20T06:45:03Z')).toBe(won('2026-11-20T06:45:03Z'));
		expect(won('2026-11-20T06:45:03Z')).not.toBe(won('2026-12-24T06:45:03Z'));
	});

	test('of version 1 brings its person as an object', () => {
		const v1 = {
			meta: {
				action: 'added',
				object: 'deal',
				id: 746,
				company_id: 12882925,
				timestamp: 1795157103,
			},
			current: {
				id: 746,
				status: 'open',
				value: 10,
				currency: 'EUR',
				person_id: { value: 3, name: 'Neda', email: [{ value: 'neda@example.com' }], phone: [] },
			},
			previous: null,
		};
		expect(touchpointOf(deliver(v1))).toMatchObject({
			type: 'deal_created',
			value: { amount: '10', currency: 'EUR' },
			identities: [
				{ kind: 'external', namespace: NAMESPACE, value: '3' },
				{ kind: 'email', value: 'neda@example.com' },
				{ kind: 'anonymous', namespace: NAMESPACE, value: 'deal:746' },
			],
		});
	});
});

test.each<[string, string, Fields, Fields | undefined, string, string]>([
	['person', 'create', { name: 'Neda' }, undefined, 'customer_created', 'other'],
	['person', 'change', { name: 'Neda' }, { name: 'N' }, 'customer_updated', 'other'],
	[
		'lead',
		'create',
		{ person_id: 3, value: { amount: 5, currency: 'EUR' } },
		undefined,
		'lead_created',
		'other',
	],
	[
		'activity',
		'create',
		{ type: 'call', done: false, person_id: 3 },
		undefined,
		'call_booked',
		'phone',
	],
	[
		'activity',
		'create',
		{ type: 'call', done: true, person_id: 3 },
		undefined,
		'call_logged',
		'phone',
	],
	[
		'activity',
		'change',
		{ type: 'call', done: true, person_id: 3 },
		{ done: false },
		'call_logged',
		'phone',
	],
	[
		'activity',
		'change',
		{ type: 'call', done: true, person_id: 3 },
		{ note: 'x' },
		'other:activity.change',
		'other',
	],
	[
		'activity',
		'create',
		{ type: 'meeting', participants: [{ person_id: 3, primary: true }] },
		undefined,
		'meeting_booked',
		'event',
	],
	[
		'activity',
		'change',
		{ type: 'meeting', done: true, person_id: 3 },
		{ done: false },
		'meeting_held',
		'event',
	],
	['note', 'create', { person_id: 3 }, undefined, 'other:note.create', 'other'],
])('reads %s %s with %j before %j', (entity, action, data, previous, type, channel) => {
	expect(read(entity, action, data, previous)).toMatchObject({ type, channel });
});

test('takes a permission for given when it is new, and a refusal whenever it is said', () => {
	const read1 = (status: string, before?: string) =>
		read(
			'person',
			'change',
			{ marketing_status: status },
			before === undefined ? { name: 'x' } : { marketing_status: before },
		);
	expect(read1('subscribed', 'no_consent')).toMatchObject({
		type: 'subscribed',
		consent: [{ status: 'granted' }],
	});
	expect(read1('subscribed').consent).toBeUndefined();
	expect(read1('unsubscribed')).toMatchObject({
		type: 'customer_updated',
		consent: [{ status: 'denied' }],
	});
	expect(read1('no_consent', 'subscribed').consent).toBeUndefined();
});

describe('without an id of the event', () => {
	const change = (changes: Fields = {}, meta: Fields = {}): Touchpoint =>
		touchpointOf(
			deliver({
				...eventOf(
					'deal',
					'change',
					{ id: 746, person_id: 3, stage_id: 3, ...changes },
					{ stage_id: 2 },
				),
				meta: { ...fieldsOf(DEAL.meta), ...meta },
			}),
		);

	test('a repetition is known by its content, whatever the attempt and the webhook', () => {
		const first = change();
		expect(first.dedupe).toBe('content_hash');
		expect(change({}, { attempt: 3, webhook_id: '100' }).id).toBe(first.id);
		expect(change({ stage_id: 4 }).id).not.toBe(first.id);
		expect(change({}, { timestamp: '2026-11-20T06:45:04Z' }).id).not.toBe(first.id);
		expect(change({}, { company_id: '7' }).id).not.toBe(first.id);
	});

	test('and without a time nothing tells a repetition', () => {
		expect(change({}, { timestamp: null })).toMatchObject({
			dedupe: 'none',
			timeMark: 'receipt_time',
		});
	});
});

test('passes over what is about no one customer', () => {
	for (const entity of ['organization', 'pipeline', 'product', 'user', 'stage', 'activityType'])
		expect(acceptedOf(deliver(eventOf(entity, 'change', { id: 1 })))).toMatchObject({
			touchpoints: [],
			rejected: [],
		});
});

test.each([
	[{ data: { id: 1 } }, /^meta.entity/],
	[eventOf('note', 'create', {}), /names no person and no deal/],
	['text', /^meta.entity/],
])('rejects what cannot be used', (body, reason) => {
	expect(acceptedOf(deliver(body)).rejected[0]?.reason).toMatch(reason);
	expect(settingsOf().secrets).toHaveLength(1);
});
