import type { Touchpoint } from '../../journey/touchpoint';
import { fieldsOf, type Fields } from '../../sources/payload-fields';
import { receive } from '../../sources/receive';
import type { Reception, SourceSettings } from '../../sources/source';
import { zoho } from '../../sources/zoho';
import { acceptedOf, fixture, NOW, refusalOf, requestOf, touchpointOf } from './requests';
import { zohoSender } from './senders/zoho';

const { settings, secrets } = zohoSender;
const ID = '6756839000000575405';
const SERVER_TIME = 1795157103787;
const BODY = fieldsOf(JSON.parse(fixture('zoho-contacts.json').toString()));

const deliver = (changes: Fields, given: SourceSettings = settings): Reception =>
	receive(zoho, requestOf(JSON.stringify({ ...BODY, token: secrets[0], ...changes })), given);

/** A notification about one record with these values. */
const about = (module: string, operation: string, values?: Fields): Fields => ({
	module,
	operation,
	ids: [ID],
	affected_values: values === undefined ? [] : [{ record_id: ID, values }],
});

const read = (
	module: string,
	operation: string,
	values?: Fields,
	given?: SourceSettings,
): Touchpoint => touchpointOf(deliver(about(module, operation, values), given));

test('reads the records of a notification, each with its own values', () => {
	const { touchpoints, rejected } = acceptedOf(deliver({}));
	expect(rejected).toEqual([]);
	expect(touchpoints).toEqual([
		{
			id: expect.stringMatching(/^zoho:sha256-/),
			source: 'zoho',
			delivery: 'delivery-1',
			dedupe: 'content_hash',
			type: 'customer_created',
			channel: 'other',
			occurredAt: SERVER_TIME,
			receivedAt: NOW,
			sequence: 0,
			timeMark: 'as_sent',
			identities: [
				{ kind: 'external', namespace: 'zoho', value: ID },
				{ kind: 'email', value: 'neda.karimi@example.com' },
				{ kind: 'phone', value: '+989123456789' },
			],
			attributes: { firstName: 'Neda', lastName: 'Karimi' },
			keys: {},
			properties: { event: 'Contacts.insert' },
			test: false,
		},
		expect.objectContaining({
			identities: [{ kind: 'external', namespace: 'zoho', value: '6756839000000575406' }],
			attributes: {},
		}),
	]);
	expect(touchpoints[0]?.id).not.toBe(touchpoints[1]?.id);
});

describe('the token', () => {
	const code = (token: unknown, query: Record<string, string> = {}): string => {
		const request = requestOf(JSON.stringify({ ...BODY, token }), {}, { query });
		const reception = receive(zoho, request, settings);
		return reception.kind === 'refused' ? reception.refusal.code : reception.kind;
	};

	test('is the one in the body, or in the query of the address', () => {
		expect(code(secrets[0])).toBe('accepted');
		expect(code(secrets[1])).toBe('accepted');
		expect(code(undefined, { token: secrets[0] })).toBe('accepted');
	});

	test('is refused when it is wrong, empty, missing or no text', () => {
		expect(code(secrets[2])).toBe('bad_signature');
		expect(code(secrets[0].slice(0, -1))).toBe('bad_signature');
		for (const token of ['', undefined, null, [secrets[0]], { token: secrets[0] }])
			expect(code(token)).toBe('missing_signature');
	});

	test('reaches no touchpoint and nothing that is shown of the delivery', () => {
		const reception = deliver({});
		expect(JSON.stringify(reception)).not.toContain(secrets[0]);
	});

	test('cannot be read from a body that is broken', () => {
		const refusal = refusalOf(receive(zoho, requestOf(`{"token":"${secrets[0]}"`), settings));
		expect(refusal).toMatchObject({ status: 400, code: 'broken_body' });
	});
});

test.each<[string, string, Fields | undefined, string, string]>([
	['Contacts', 'update', undefined, 'customer_updated', `external ${ID}`],
	['Contacts', 'delete', undefined, 'customer_deleted', `external ${ID}`],
	['Leads', 'insert', { Lead_Source: 'Fair' }, 'lead_created', `external ${ID}`],
	['Deals', 'insert', undefined, 'deal_created', `anonymous deals:${ID}`],
	['Deals', 'update', { Stage: 'Negotiation' }, 'deal_updated', `anonymous deals:${ID}`],
	['Deals', 'update', { Stage: 'Closed Won' }, 'order_completed', `anonymous deals:${ID}`],
	['Deals', 'update', { Stage: 'Closed Lost' }, 'deal_lost', `anonymous deals:${ID}`],
	['Deals', 'delete', { Stage: 'Closed Won' }, 'deal_deleted', `anonymous deals:${ID}`],
	['Cases', 'insert', undefined, 'ticket_opened', `anonymous cases:${ID}`],
	['Cases', 'update', { Status: 'Closed' }, 'ticket_solved', `anonymous cases:${ID}`],
	['Events', 'insert', { Who_Id: { id: '77', name: 'Neda' } }, 'meeting_booked', 'external 77'],
	['Calls', 'insert', undefined, 'call_logged', `anonymous calls:${ID}`],
	[
		'Visits',
		'insert',
		{ Email: 'neda@example.com' },
		'other:Visits.insert',
		'email neda@example.com',
	],
])('reads %s %s with %j as %s', (module, operation, values, type, identity) => {
	const touchpoint = read(module, operation, values);
	expect(touchpoint.type).toBe(type);
	expect(`${touchpoint.identities[0]?.kind} ${touchpoint.identities[0]?.value}`).toBe(identity);
});

test('keeps the ids of leads and contacts apart', () => {
	expect(read('Leads', 'update').identities).toEqual([
		{ kind: 'external', namespace: 'zoho:lead', value: ID },
	]);
});

test('reads a won deal with its contact and its amount, in the currency of the node', () => {
	const won = { Stage: 'Closed Won', Amount: 1250.5, Contact_Name: { id: '77', name: 'Neda' } };
	expect(read('Deals', 'update', won).value).toBeUndefined();
	const given = { ...settings, fields: { currency: 'EUR' } };
	expect(read('Deals', 'update', won, given)).toMatchObject({
		id: `zoho:deal:${ID}:won`,
		value: { amount: '1250.5', currency: 'EUR' },
		keys: { order: ID },
		identities: [
			{ kind: 'external', namespace: 'zoho', value: '77' },
			{ kind: 'anonymous', namespace: 'zoho', value: `deals:${ID}` },
		],
	});
	expect(read('Deals', 'update', { ...won, Currency: 'USD' }, given).value?.currency).toBe('USD');
});

test('takes an opt-out for a refusal, and one taken back for no permission yet', () => {
	expect(read('Contacts', 'update', { Email_Opt_Out: true })).toMatchObject({
		type: 'unsubscribed',
		channel: 'email',
		consent: [{ channel: 'email', purpose: 'marketing', status: 'denied' }],
	});
	expect(read('Contacts', 'update', { Email_Opt_Out: false }).consent).toBeUndefined();
});

test('knows a repetition by channel, record, time and values', () => {
	const idOf = (changes: Fields): string =>
		touchpointOf(deliver({ ...about('Contacts', 'update', { City: 'Athens' }), ...changes })).id;
	const first = idOf({});
	expect(idOf({})).toBe(first);
	expect(idOf({ token: secrets[1] })).toBe(first);
	expect(idOf({ server_time: SERVER_TIME + 1 })).not.toBe(first);
	expect(idOf({ channel_id: '7' })).not.toBe(first);
	expect(idOf({ operation: 'insert' })).not.toBe(first);
	expect(
		touchpointOf(deliver({ ...about('Contacts', 'update'), server_time: null })),
	).toMatchObject({
		dedupe: 'none',
		timeMark: 'receipt_time',
	});
});

test('passes over modules that are about no one customer', () => {
	for (const module of ['Accounts', 'Products', 'Vendors', 'Campaigns'])
		expect(acceptedOf(deliver(about(module, 'update')))).toMatchObject({
			touchpoints: [],
			rejected: [],
		});
});

test('keeps the others where one id is unusable, and takes a notification of nothing', () => {
	const reception = acceptedOf(deliver({ ids: [ID, null, '7'] }));
	expect(reception.touchpoints).toHaveLength(2);
	expect(reception.rejected.map(({ index }) => index)).toEqual([1]);
	expect(acceptedOf(deliver({ ids: [] })).touchpoints).toEqual([]);
});

test("takes the company of a contact for the customer's account", () => {
	const values = { Account_Name: { name: 'Acme', id: '77' } };
	expect(read('Contacts', 'update', values).keys).toEqual({ account: '77' });
});
