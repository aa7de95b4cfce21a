import { getHmac } from '@shopify/shopify-api/test-helpers';
import { stoppedClock } from './clock';
import type { NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { serveTrigger, type WebhookServer } from './webhook-server';

const WRITE_KEY = 'example-write-key';
const SHOP_SECRET = 'example-app-client-secret';

const store = temporaryStore();
stoppedClock();

let server: WebhookServer;
afterEach(async () => await server.stop());

function segment(options: NodeUnderTest['parameters']): NodeUnderTest {
	return {
		type: 'touchpointTrigger',
		typeVersion: 2,
		parameters: { source: 'segment', path: 'journey', options },
		credentials: { touchpointSourceApi: { secret: WRITE_KEY }, ...store.credentials },
	};
}

const message = (id: number, event: string) => ({
	type: 'track',
	messageId: `m-${id}`,
	userId: 'user-1',
	event,
});

async function postBatch(
	batch: readonly unknown[],
	headers: Record<string, string> = {},
): Promise<Response> {
	return await fetch(`${server.address}/journey/v1/batch`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`,
			...headers,
		},
		body: JSON.stringify({ batch }),
	});
}

const kept = async () => (await (await store.open()).getTotals()).touchpoints;

describe('a batch of a thousand with one bad element', () => {
	const batch = Array.from({ length: 1000 }, (_, index) =>
		index === 500 ? { type: 'track', event: 'Nobody' } : message(index, 'Product Viewed'),
	);

	test('keeps the others and puts the bad one out by the second output, with its place and the reason', async () => {
		server = await serveTrigger(segment({ outputRejected: true }));
		expect((await postBatch(batch)).status).toBe(200);
		expect(await kept()).toBe(999);
		const [outputs] = server.outputs;
		expect(outputs?.[0]).toHaveLength(999);
		expect(outputs?.[1]?.map(({ json }) => json)).toEqual([
			{
				index: 500,
				reason: 'userId: expected it, or anonymousId',
				delivery: outputs?.[0]?.[0]?.json.delivery,
				source: 'segment',
				receivedAt: '2026-11-22T10:00:00.000Z',
				test: false,
			},
		]);
	});

	test('has a single output by default, and the log tells of the bad one', async () => {
		server = await serveTrigger(segment({}));
		await postBatch(batch);
		expect(server.outputs[0]).toHaveLength(1);
		expect(server.outputs[0]?.[0]).toHaveLength(999);
		expect(server.log[0]?.message).toContain('element 500: userId');
	});
});

test('rejected elements alone start the workflow where they have an output, and only there', async () => {
	server = await serveTrigger(segment({ outputRejected: true }));
	await postBatch([{ type: 'track', event: 'Nobody' }]);
	expect(server.outputs.map((outputs) => outputs.map(({ length }) => length))).toEqual([[0, 1]]);
	await server.stop();
	server = await serveTrigger(segment({}));
	await postBatch([{ type: 'track', event: 'Nobody' }]);
	expect(server.outputs).toEqual([]);
});

describe('which types are kept', () => {
	const batch = [message(1, 'Product Viewed'), message(2, 'Order Completed'), message(3, 'خرید')];

	test.each([
		['every type by default', {}, ['product_viewed', 'order_completed', 'other:خرید']],
		['only those listed', { onlyTypes: ['order_completed'] }, ['order_completed']],
		['all that are understood', { dropUnknownTypes: true }, ['product_viewed', 'order_completed']],
		['unknown ones where they are listed', { onlyTypes: ['other:خرید'] }, ['other:خرید']],
	])('%s', async (_, options, types) => {
		server = await serveTrigger(segment(options));
		expect((await postBatch(batch)).status).toBe(200);
		expect(server.executions[0]?.map(({ json }) => json.type)).toEqual(types);
		expect(await kept()).toBe(types.length);
	});
});

describe('the backlog', () => {
	test('beyond the limit has the sender asked to come again, and loses nothing that was accepted', async () => {
		server = await serveTrigger(segment({ maxBacklog: 2 }));
		expect((await postBatch([1, 2, 3].map((id) => message(id, 'Product Viewed')))).status).toBe(
			200,
		);
		const refused = await postBatch([message(4, 'Product Viewed')]);
		expect(refused.status).toBe(429);
		expect(refused.headers.get('retry-after')).toBe('30');
		expect(await refused.json()).toMatchObject({ error: 'backlog_full' });
		expect(await kept()).toBe(3);
		expect(server.executions).toHaveLength(1);
	});

	test('at the limit takes what comes', async () => {
		server = await serveTrigger(segment({ maxBacklog: 2 }));
		await postBatch([1, 2].map((id) => message(id, 'Product Viewed')));
		expect((await postBatch([message(3, 'Product Viewed')])).status).toBe(200);
	});
});

describe('allowed IP addresses', () => {
	test('let a caller in who is on the list', async () => {
		server = await serveTrigger(segment({ allowedAddresses: '10.0.0.0/8, 127.0.0.1' }));
		expect((await postBatch([message(1, 'Product Viewed')])).status).toBe(200);
	});

	test('keep everyone else out, before the body is looked at', async () => {
		server = await serveTrigger(segment({ allowedAddresses: '10.0.0.0/8, ::1' }));
		const response = await postBatch([message(1, 'Product Viewed')]);
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ error: 'address_not_allowed' });
		expect(server.executions).toHaveLength(0);
		expect(await kept()).toBe(0);
	});

	test('are compared with the address that a trusted proxy names', async () => {
		server = await serveTrigger(segment({ allowedAddresses: '2001:db8::/32' }));
		const from = (ip: string) => ({ 'x-forwarded-for': ip });
		const delivery = [message(1, 'Product Viewed')];
		expect((await postBatch(delivery, from('2001:db8::5'))).status).toBe(200);
		expect((await postBatch(delivery, from('2001:db9::5'))).status).toBe(401);
	});
});

test('a phone number without a country code is read by the default country', async () => {
	server = await serveTrigger({
		...segment({}),
		parameters: {
			source: 'shopify',
			path: 'journey',
			options: { defaultPhoneCountry: 'gr' },
		},
		credentials: { touchpointSourceApi: { secret: SHOP_SECRET }, ...store.credentials },
	});
	const body = JSON.stringify({ id: 1, email: 'charlotte@example.com', phone: '2101234567' });
	await fetch(`${server.address}/journey`, {
		method: 'POST',
		body,
		headers: {
			'content-type': 'application/json',
			'x-shopify-topic': 'customers/create',
			'x-shopify-webhook-id': 'w-1',
			'x-shopify-hmac-sha256': getHmac(body, SHOP_SECRET),
		},
	});
	expect(server.executions[0]?.[0]?.json.phone).toBe('+302101234567');
});
