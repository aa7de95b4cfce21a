import { gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';
import { getHmac } from '@shopify/shopify-api/test-helpers';
import { Webhook } from 'standardwebhooks';
import { NOW, stoppedClock } from './clock';
import type { NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { serveTrigger, type WebhookServer } from './webhook-server';

const SHOP_SECRET = 'example-app-client-secret';
const OLD_SHOP_SECRET = 'example-old-client-secret';
const WHSEC = `whsec_${Buffer.from('example-survey-secret-24').toString('base64')}`;
const WRITE_KEY = 'example-write-key';

const store = temporaryStore();
stoppedClock();

let server: WebhookServer;
afterEach(async () => await server.stop());

function trigger(
	parameters: NodeUnderTest['parameters'],
	secrets: Record<string, string>,
): NodeUnderTest {
	return {
		type: 'touchpointTrigger',
		typeVersion: 2,
		parameters: { path: 'journey', options: {}, ...parameters },
		credentials: { touchpointSourceApi: secrets, ...store.credentials },
	};
}

const shopify = (options: object = {}) =>
	trigger({ source: 'shopify', options: { ...options } }, { secret: SHOP_SECRET });

const order = (id: number) =>
	JSON.stringify({
		id,
		email: 'charlotte@example.com',
		phone: '+302101234567',
		created_at: '2026-11-22T09:30:00+02:00',
		currency: 'EUR',
		total_price: '39.90',
		line_items: [{ product_id: 1001, title: 'Tea pot', quantity: 1, price: '39.90' }],
	});

async function postOrder(
	body: string | Buffer,
	{ secret = SHOP_SECRET, webhookId = 'w-1', headers = {} as Record<string, string> } = {},
): Promise<Response> {
	return await fetch(`${server.address}/journey`, {
		method: 'POST',
		body,
		headers: {
			'content-type': 'application/json',
			'x-shopify-topic': 'orders/create',
			'x-shopify-shop-domain': 'tea.myshopify.com',
			'x-shopify-webhook-id': webhookId,
			'x-shopify-hmac-sha256': getHmac(String(body), secret),
			...headers,
		},
	});
}

async function keptTouchpoints(): Promise<number> {
	return (await (await store.open()).getTotals()).touchpoints;
}

describe('a signed delivery', () => {
	test('is kept, answered and emitted as one flat item', async () => {
		server = await serveTrigger(shopify());
		const response = await postOrder(order(5001));
		expect(response.status).toBe(200);
		expect(await keptTouchpoints()).toBe(1);
		expect(server.executions).toHaveLength(1);
		expect(server.executions[0]?.[0]?.json).toMatchObject({
			id: 'shopify:w-1',
			type: 'order_completed',
			channel: 'web',
			source: 'shopify',
			occurredAt: '2026-11-22T07:30:00.000Z',
			receivedAt: '2026-11-22T10:00:00.000Z',
			email: 'charlotte@example.com',
			phone: '+302101234567',
			value: { amount: '39.90', currency: 'EUR' },
			keys: { order: '5001' },
			test: false,
			rejectedElements: 0,
		});
	});

	test('that comes again is answered and starts nothing', async () => {
		server = await serveTrigger(shopify());
		await postOrder(order(5001));
		const again = await postOrder(order(5001));
		expect(again.status).toBe(200);
		expect(server.executions).toHaveLength(1);
		expect(await keptTouchpoints()).toBe(1);
	});

	test('is taken with the previous secret while the sender changes it', async () => {
		server = await serveTrigger(
			trigger({ source: 'shopify' }, { secret: SHOP_SECRET, previousSecret: OLD_SHOP_SECRET }),
		);
		expect((await postOrder(order(1), { secret: OLD_SHOP_SECRET })).status).toBe(200);
		expect((await postOrder(order(2), { webhookId: 'w-2' })).status).toBe(200);
		expect(server.executions).toHaveLength(2);
	});

	test('is taken zipped and under a content type that n8n does not parse', async () => {
		server = await serveTrigger(shopify());
		const body = order(7);
		const response = await fetch(`${server.address}/journey`, {
			method: 'POST',
			body: gzipSync(body),
			headers: {
				'content-type': 'application/octet-stream',
				'content-encoding': 'gzip',
				'x-shopify-topic': 'orders/create',
				'x-shopify-webhook-id': 'w-7',
				'x-shopify-hmac-sha256': getHmac(body, SHOP_SECRET),
			},
		});
		expect(response.status).toBe(200);
		expect(server.executions).toHaveLength(1);
	});

	test('of a type that is not wanted is answered and neither kept nor emitted', async () => {
		server = await serveTrigger(shopify({ onlyTypes: ['order_fulfilled'] }));
		expect((await postOrder(order(1))).status).toBe(200);
		expect(server.executions).toHaveLength(0);
		expect(await keptTouchpoints()).toBe(0);
	});
});

describe('a test delivery', () => {
	test('is marked as a test and is emitted as often as it comes', async () => {
		server = await serveTrigger(shopify(), 'manual');
		await postOrder(order(1));
		await postOrder(order(1));
		expect(server.executions.map(([item]) => item?.json.test)).toEqual([true, true]);
	});
});

describe('a delivery that cannot be trusted', () => {
	test.each([
		['a forged signature', { secret: 'example-guess' }, 401, 'bad_signature'],
		['no signature', { headers: { 'x-shopify-hmac-sha256': '' } }, 401, 'missing_signature'],
	])(
		'%s is refused without an execution or a row, with the reason in the log',
		async (_, how, status, code) => {
			server = await serveTrigger(shopify());
			const response = await postOrder(order(1), how);
			expect(response.status).toBe(status);
			expect(await response.json()).toMatchObject({ error: code });
			expect(server.executions).toHaveLength(0);
			expect(await keptTouchpoints()).toBe(0);
			expect(server.log).toEqual([
				{ level: 'warn', message: expect.stringContaining(`${status} ${code}`) as string },
			]);
			expect(server.log[0]?.message).not.toContain(SHOP_SECRET);
			expect(server.log[0]?.message).not.toContain('charlotte');
		},
	);

	test('that is signed over broken JSON is refused with 400', async () => {
		server = await serveTrigger(shopify());
		const response = await postOrder('{"id": 1,');
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ error: 'broken_body' });
		expect(server.executions).toHaveLength(0);
	});

	test('that is over the size limit of the node is refused with 413', async () => {
		server = await serveTrigger(shopify({ maxBodyKilobytes: 1 }));
		const response = await postOrder(JSON.stringify({ id: 1, note: 'x'.repeat(2000) }));
		expect(response.status).toBe(413);
		expect(await response.json()).toMatchObject({ error: 'body_too_large' });
	});

	test('that cannot be unzipped is refused with 400', async () => {
		server = await serveTrigger(shopify());
		const response = await postOrder('not zipped', { headers: { 'content-encoding': 'gzip' } });
		expect(response.status).toBe(400);
		expect(server.log[0]?.message).toContain('broken_body');
	});

	test('is refused when the credential has no secret', async () => {
		server = await serveTrigger(trigger({ source: 'shopify' }, { secret: ' ' }));
		expect((await postOrder(order(1))).status).toBe(401);
		expect(server.log[0]?.message).toContain('no_secret');
	});
});

describe('trouble of our own', () => {
	test('a store that cannot be opened asks the sender to try again and says why in the log', async () => {
		const node = shopify();
		server = await serveTrigger({
			...node,
			credentials: { ...node.credentials, journeyStoreApi: { path: store.folder } },
		});
		const response = await postOrder(order(1));
		expect(response.status).toBe(503);
		expect(response.headers.get('retry-after')).toBe('30');
		expect(await response.text()).not.toContain(store.folder);
		expect(server.executions).toHaveLength(0);
		expect(server.log).toEqual([
			{ level: 'error', message: expect.stringContaining(store.folder) as string },
		]);
	});

	test('a field that is wrong asks the sender to try again and is named in the log', async () => {
		server = await serveTrigger(shopify({ defaultPhoneCountry: 'Greece' }));
		expect((await postOrder(order(1))).status).toBe(503);
		expect(server.log[0]?.message).toContain("'Default Phone Country'");
	});
});

describe('Standard Webhooks', () => {
	const survey = { type: 'survey_answered', timestamp: '2026-11-22T09:59:00Z' };
	const answer = { experience: { metric: 'csat', raw: 2 }, email: 'charlotte@example.com' };

	async function postSurvey(signedAt: Date): Promise<Response> {
		const body = JSON.stringify({ ...survey, data: answer });
		const signature = new Webhook(WHSEC).sign('msg_1', signedAt, body);
		return await fetch(`${server.address}/journey`, {
			method: 'POST',
			body,
			headers: {
				'content-type': 'application/json',
				'webhook-id': 'msg_1',
				'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
				'webhook-signature': signature,
			},
		});
	}

	test('are taken, named by the system that sends them', async () => {
		server = await serveTrigger(
			trigger({ source: 'standard_webhooks', sender: 'survey_tool' }, { secret: WHSEC }),
		);
		expect((await postSurvey(new Date(NOW))).status).toBe(200);
		expect(server.executions[0]?.[0]?.json).toMatchObject({
			id: 'survey_tool:msg_1',
			experience: { metric: 'csat', raw: 2, score: 25 },
		});
	});

	test('that were signed too long ago are refused', async () => {
		server = await serveTrigger(trigger({ source: 'standard_webhooks' }, { secret: WHSEC }));
		const response = await postSurvey(new Date(NOW - 3_600_000));
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ error: 'stale_timestamp' });
		expect(server.executions).toHaveLength(0);
	});
});

describe('Segment', () => {
	const node = (path: string) => trigger({ source: 'segment', path }, { secret: WRITE_KEY });

	/** Sends two events by Segment's own package and gives the statuses that it got. */
	async function track(host: string): Promise<number[]> {
		const statuses: number[] = [];
		const { origin, pathname } = new URL(host);
		const analytics = new Analytics({
			writeKey: WRITE_KEY,
			host: origin,
			path: `${pathname}/v1/batch`,
			flushAt: 2,
			maxRetries: 0,
			httpClient: async (url, options) => {
				const response = await fetch(url, options);
				statuses.push(response.status);
				return response;
			},
		});
		analytics.track({ userId: 'user-1', event: 'Product Viewed' });
		analytics.track({ userId: 'user-1', event: 'Product Added' });
		await analytics.closeAndFlush();
		return statuses;
	}

	test('posts a batch below the address, and all its new touchpoints make one execution', async () => {
		server = await serveTrigger(node('journey/segment/'));
		expect(await track(`${server.address}/journey/segment`)).toEqual([200]);
		expect(server.executions).toHaveLength(1);
		expect(server.executions[0]?.map(({ json }) => json.type)).toEqual([
			'product_viewed',
			'product_added',
		]);
	});

	test('posts below the id of the node when no path is entered', async () => {
		server = await serveTrigger(node(''));
		expect(await track(`${server.address}/1f6e9f3e-6f5b-4a7e-9d0c-3c1d0e7b2a55`)).toEqual([200]);
	});

	test.each([
		['n8n knows', {}],
		['the option gives', { publicAddress: 'https://hooks.example.com/segment' }],
	])('posts a single call, whose kind the address says that %s', async (_, options) => {
		const parameters = { source: 'segment', path: 'journey', options };
		server = await serveTrigger(trigger(parameters, { secret: WRITE_KEY }));
		const response = await fetch(`${server.address}/journey/v1/identify`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`,
			},
			body: JSON.stringify({ userId: 'user-1', traits: { email: 'charlotte@example.com' } }),
		});
		expect(response.status).toBe(200);
		expect(server.executions[0]?.[0]?.json.type).toBe('customer_identified');
	});

	test('has addresses of its own only where Segment is the source', async () => {
		server = await serveTrigger(shopify());
		const response = await fetch(`${server.address}/journey/v1/batch`, { method: 'POST' });
		expect(response.status).toBe(404);
	});
});

test('a signed address is the public one, with the query that was called', async () => {
	const { createHmac } = await import('node:crypto');
	server = await serveTrigger(
		trigger(
			{
				source: 'generic',
				sender: 'crm',
				signatureHeader: 'X-Signature',
				algorithm: 'sha256',
				encoding: 'hex',
				signedText: '{url}{body}',
				options: { publicAddress: 'https://hooks.example.com/crm' },
			},
			{ secret: 'example-crm-secret' },
		),
	);
	const body = JSON.stringify({ id: 1, type: 'call_booked', email: 'charlotte@example.com' });
	const signature = createHmac('sha256', 'example-crm-secret')
		.update(`https://hooks.example.com/crm?from=team${body}`)
		.digest('hex');
	const response = await fetch(`${server.address}/journey?from=team`, {
		method: 'POST',
		body,
		headers: { 'x-signature': signature, 'content-type': 'application/json' },
	});
	expect(response.status).toBe(200);
	expect(server.executions[0]?.[0]?.json.id).toBe('crm:1');
});
