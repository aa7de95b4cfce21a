import { genericSecret } from '../../sources/generic-secret';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { acceptedOf, fixture, refusalOf, requestOf, settingsOf, touchpointOf } from './requests';

const SECRET = 'carried-now';
const EVENT = fixture('canonical-event.json');

function deliver(
	headers: Record<string, string>,
	{
		body = EVENT as Buffer | string,
		query = {},
		secretHeader = '',
		secrets = [SECRET],
		sender = '',
	} = {},
): Reception {
	return receive(
		genericSecret,
		requestOf(body, headers, { query }),
		settingsOf({ secrets, fields: { secretHeader }, ...(sender && { sender }) }),
	);
}

const basic = (text: string): Record<string, string> => ({
	authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

test.each<[string, Record<string, string>]>([
	['Basic', basic(`anybody:${SECRET}`)],
	['a bearer token', { authorization: `Bearer ${SECRET}` }],
	['X-Webhook-Secret', { 'x-webhook-secret': SECRET }],
	['X-Api-Key', { 'x-api-key': SECRET }],
])('takes the secret by %s', (_name, headers) => {
	expect(touchpointOf(deliver(headers))).toMatchObject({
		source: 'generic_secret',
		type: 'order_completed',
		value: { amount: '36.90', currency: 'EUR' },
	});
});

test('takes user and password where the secret names both', () => {
	const secrets = [`shop:${SECRET}`];
	expect(deliver(basic(`shop:${SECRET}`), { secrets }).kind).toBe('accepted');
	expect(refusalOf(deliver(basic(`other:${SECRET}`), { secrets })).code).toBe('bad_signature');
});

test('takes a header of its own beside the usual ones, and no secret in the query', () => {
	expect(refusalOf(deliver({ 'x-mine': SECRET })).code).toBe('missing_signature');
	expect(deliver({ 'x-mine': SECRET }, { secretHeader: 'X-Mine' }).kind).toBe('accepted');
	expect(refusalOf(deliver({}, { query: { secret: SECRET } })).code).toBe('missing_signature');
});

test('takes a list, and the name of the system behind it', () => {
	const body = `[${EVENT.toString()}, {"type":"store_visited"}, {"type":7}]`;
	const { touchpoints, rejected } = acceptedOf(
		deliver({ 'x-api-key': SECRET }, { body, sender: 'door_counter' }),
	);
	expect(touchpoints.map(({ source, type }) => [source, type])).toEqual([
		['door_counter', 'order_completed'],
		['door_counter', 'store_visited'],
	]);
	expect(rejected).toEqual([{ index: 2, reason: 'type: expected a text like order_completed' }]);
});
