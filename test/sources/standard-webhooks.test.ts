import { Webhook } from 'standardwebhooks';
import { receive } from '../../sources/receive';
import type { Reception } from '../../sources/source';
import { standardWebhooks } from '../../sources/standard-webhooks';
import {
	acceptedOf,
	fixture,
	NOW,
	refusalOf,
	requestOf,
	settingsOf,
	touchpointOf,
} from './requests';

const RAW = Buffer.alloc(24, 7).toString('base64');
const SECRET = `whsec_${RAW}`;
const DATA: unknown = JSON.parse(fixture('canonical-event.json').toString());

interface Delivery {
	readonly body?: unknown;
	readonly secrets?: readonly string[];
	readonly signers?: readonly Webhook[];
	readonly family?: string;
	readonly sender?: string;
	readonly headers?: Record<string, string>;
}

function deliver({ body, secrets, signers, family, sender, headers }: Delivery = {}): Reception {
	const text = JSON.stringify(
		body ?? { type: 'order.completed', timestamp: '2026-11-20T06:00:00Z', data: DATA },
	);
	const prefix = family ?? 'webhook';
	const signatures = (signers ?? [new Webhook(SECRET)]).map((signer) =>
		signer.sign('evt_1', new Date(NOW), text),
	);
	const request = requestOf(text, {
		[`${prefix}-id`]: 'evt_1',
		[`${prefix}-timestamp`]: String(NOW / 1000),
		[`${prefix}-signature`]: signatures.join(' '),
		...headers,
	});
	return receive(
		standardWebhooks,
		request,
		settingsOf({ secrets: secrets ?? [SECRET], ...(sender && { sender }) }),
	);
}

test('reads the data in our own words, with the type and the id of the envelope', () => {
	expect(touchpointOf(deliver())).toMatchObject({
		id: 'standard_webhooks:evt_1',
		source: 'standard_webhooks',
		dedupe: 'event_id',
		type: 'order_completed',
		channel: 'store',
		occurredAt: Date.parse('2026-11-20T06:45:00Z'),
		value: { amount: '36.90', currency: 'EUR' },
	});
});

test('takes the time of the envelope where the data has none', () => {
	const body = {
		type: 'qr_scanned',
		timestamp: '2026-11-20T06:00:00Z',
		data: { email: 'neda@example.com' },
	};
	expect(touchpointOf(deliver({ body })).occurredAt).toBe(Date.parse('2026-11-20T06:00:00Z'));
});

test('gives the name of the system behind it to ids and namespaces', () => {
	const touchpoint = touchpointOf(deliver({ sender: 'call_centre' }));
	expect(touchpoint).toMatchObject({ id: 'call_centre:evt_1', source: 'call_centre' });
	expect(touchpoint.identities[0]).toMatchObject({ namespace: 'call_centre' });
});

test('takes either of two signatures while the sender changes its secret', () => {
	const other = new Webhook(`whsec_${Buffer.alloc(24, 9).toString('base64')}`);
	for (const signers of [
		[other, new Webhook(SECRET)],
		[new Webhook(SECRET), other],
	]) {
		expect(deliver({ signers }).kind).toBe('accepted');
	}
	expect(refusalOf(deliver({ signers: [other] })).code).toBe('bad_signature');
});

test('passes over signatures of other versions', () => {
	const v1 = new Webhook(SECRET).sign(
		'evt_1',
		new Date(NOW),
		JSON.stringify({ type: 'a', data: {} }),
	);
	const header = `v1a,AAAA v2,${v1.slice(3)} ${v1}`;
	const body = { type: 'a', data: {} };
	expect(deliver({ body, headers: { 'webhook-signature': header } }).kind).toBe('accepted');
	const downgraded = { 'webhook-signature': `v1a,${v1.slice(3)}` };
	expect(refusalOf(deliver({ body, headers: downgraded })).code).toBe('bad_signature');
});

test.each([
	['base64 without the mark', RAW, new Webhook(RAW)],
	[
		'plain text, as BigCommerce has it',
		'client-secret_01',
		new Webhook('client-secret_01', { format: 'raw' }),
	],
	['plain text that could be base64', 'abcd1234', new Webhook('abcd1234', { format: 'raw' })],
])('takes a secret that is %s', (_name, secret, signer) => {
	expect(deliver({ secrets: [secret], signers: [signer] }).kind).toBe('accepted');
});

test.each(['whsec_', 'whsec_!!!!', 'whsec_a', 'whsec_===='])(
	'takes %s for no secret at all',
	(secret) => {
		const empty = new Webhook('x', { format: 'raw' });
		expect(refusalOf(deliver({ secrets: [secret], signers: [empty] })).code).toBe('no_secret');
	},
);

test('does not mix the headers of the two families', () => {
	expect(deliver({ family: 'svix' }).kind).toBe('accepted');
	const reception = deliver({ family: 'svix', headers: { 'webhook-signature': 'v1,AAAA' } });
	expect(refusalOf(reception).status).toBe(401);
});

test.each([
	[{ type: 'a' }, 'data: expected an object'],
	[{ type: 'a', data: [] }, 'data: expected an object'],
	[{ data: {} }, 'type: expected a text like order_completed'],
	[[], 'data: expected an object'],
	['text', 'data: expected an object'],
])('rejects %j, saying what is missing', (body, reason) => {
	expect(acceptedOf(deliver({ body })).rejected).toEqual([{ index: 0, reason }]);
});
