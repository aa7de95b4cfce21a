import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode } from 'cloudevents';
import { bringUpN8n, type RunningN8n } from '../../host/bring-up';
import { Cleanup } from '../../host/cleanup';
import { findFreePort } from '../../host/port';
import { cloudevents } from '../../sources/cloudevents';
import { qrScan } from '../../sources/qr-scan';
import { receive } from '../../sources/receive';
import { rudderstack } from '../../sources/rudderstack';
import { segment } from '../../sources/segment';
import type { SourceRequest } from '../../sources/source';
import { acceptedOf } from '../sources/requests';
import type { Sender } from '../sources/sender';
import { SENDERS } from '../sources/signed-requests';
import {
	credentialsOf,
	executionsByPath,
	outputsOfLastRun,
	storedTouchpoints,
	workflowOf,
	type ListeningTrigger,
} from './listening-triggers';

const SECRET = 'example-shared-secret';

const CONTENT_TYPES = {
	json: 'application/json',
	form: 'application/x-www-form-urlencoded',
	xml: 'text/xml',
	none: undefined,
} as const;

/** The senders of the contract of all sources, each with a trigger that is reached at the address that it signs. */
const CONTRACT = Object.entries(SENDERS).map(([name, sender]) => {
	const publicAddress = withoutAddedPath(addressOf(sender.sign(sender.body, sender.secrets[0])));
	const path =
		sender.source.proof === 'address'
			? (publicAddress.split('/').at(-1) ?? '')
			: name.replace(/\W+/g, '-');
	const { source, settings } = sender;
	const trigger: ListeningTrigger = { path, source, settings, options: { publicAddress } };
	return { name, sender, trigger };
});

const clientSettings = { secrets: [SECRET], test: false };

const SEGMENT = { path: 'client-segment', source: segment, settings: clientSettings };
const RUDDERSTACK = { path: 'client-rudderstack', source: rudderstack, settings: clientSettings };
const CLOUDEVENTS = {
	path: 'client-cloudevents',
	source: cloudevents,
	settings: { ...clientSettings, fields: { typePrefix: 'com.example.' } },
};
const BATCHES = {
	path: 'batches',
	source: segment,
	settings: clientSettings,
	options: { outputRejected: true },
};
const QR_PAGE = {
	path: 'qr-page',
	source: qrScan,
	settings: { secrets: [], fields: { pageText: 'Thank you & welcome' }, test: false },
};

const TRIGGERS: readonly ListeningTrigger[] = [
	...CONTRACT.map(({ trigger }) => trigger),
	...[SEGMENT, RUDDERSTACK, CLOUDEVENTS, BATCHES, QR_PAGE],
];

const folder = mkdtempSync(join(tmpdir(), 'customer-journey-senders-'));
const cleanup = new Cleanup();
/** How many executions each trigger has to have started by now; no test takes this for granted, the last one counts. */
const expected = new Map(TRIGGERS.map(({ path }) => [path, 0]));
let n8n: RunningN8n;

beforeAll(async () => {
	n8n = await bringUpN8n({
		userFolder: folder,
		port: await findFreePort(),
		credentials: TRIGGERS.flatMap(credentialsOf),
		workflows: TRIGGERS.map(workflowOf),
		logFile: join(folder, 'n8n.log'),
		progress: { step: async (_title, work) => await work(() => undefined), note: () => undefined },
		cleanup,
	});
}, 300_000);

afterAll(async () => {
	await cleanup.run();
	rmSync(folder, { recursive: true, force: true });
});

function addressOf({ url }: SourceRequest): string {
	return url.split('?')[0] ?? '';
}

function withoutAddedPath(address: string): string {
	return address.replace(/\/v1\/\w+$/, '');
}

const webhook = ({ path }: Pick<ListeningTrigger, 'path'>) => `${n8n.address}/webhook/${path}`;

function expectExecution({ path }: Pick<ListeningTrigger, 'path'>): void {
	expected.set(path, (expected.get(path) ?? 0) + 1);
}

const allExpected = () => [...expected.values()].reduce((sum, count) => sum + count, 0);

/** Sends a request as its sender would, to the trigger. */
async function deliver(
	trigger: ListeningTrigger,
	request: SourceRequest,
	format: Sender['format'] = 'json',
): Promise<Response> {
	const { method, url, query, body } = request;
	const headers = new Headers();
	const contentType = CONTENT_TYPES[format];
	if (contentType !== undefined) headers.set('content-type', contentType);
	for (const [name, value] of Object.entries(request.headers)) headers.set(name, value ?? '');
	const added = addressOf(request).slice(withoutAddedPath(addressOf(request)).length);
	const ownQuery = new URLSearchParams(query as Record<string, string>).toString();
	const search = url.split('?')[1] ?? ownQuery;
	const isZipped = headers.get('content-encoding') === 'gzip';
	return await fetch(webhook(trigger) + added + (search && `?${search}`), {
		method,
		headers,
		redirect: 'manual',
		...(method !== 'GET' && { body: isZipped ? gzipSync(body) : body }),
	});
}

const typesIn = (trigger: Pick<ListeningTrigger, 'path'>) =>
	storedTouchpoints(folder, trigger)
		.map(({ type }) => type)
		.sort();

describe.each(CONTRACT)('$name', ({ sender, trigger }) => {
	const { source, settings, body, secrets, format, status = 200 } = sender;
	const rows = () => storedTouchpoints(folder, trigger);

	test('is answered as it expects, and kept once though it comes twice', async () => {
		const request = sender.sign(body, secrets[0], Date.now());
		const reading = receive(source, { ...request, receivedAt: Date.now() }, settings);
		const { touchpoints, answer } = acceptedOf(reading);
		for (const isRepetition of [false, true]) {
			const response = await deliver(trigger, request, format);
			expect([response.status, await response.text()]).toEqual([status, answer.body]);
			// Compressing two letters costs n8n more than all of our own work.
			expect(response.headers.get('content-encoding')).toBeNull();
			const isNews = !isRepetition || touchpoints.some(({ dedupe }) => dedupe === 'none');
			if (isNews) expectExecution(trigger);
			const kept = isRepetition && isNews ? [...touchpoints, ...touchpoints] : touchpoints;
			expect(typesIn(trigger)).toEqual(kept.map(({ type }) => type).sort());
		}
	});

	if (source.proof !== 'address') {
		test('is neither taken with the secret of somebody else nor without one', async () => {
			const before = rows();
			const forged = sender.sign(body, secrets[2], Date.now());
			expect((await deliver(trigger, forged, format)).status).toBe(401);
			const headers = Object.entries(forged.headers).filter(([name]) => !(name in sender.required));
			const bare = { ...forged, headers: Object.fromEntries(headers) };
			expect((await deliver(trigger, bare, format)).status).toBe(401);
			expect(rows()).toEqual(before);
		});
	}
});

describe('the real clients', () => {
	test("Segment's library sends in batches to the path it is told", async () => {
		const errors: unknown[] = [];
		const analytics = new Analytics({
			writeKey: SECRET,
			host: n8n.address,
			path: '/webhook/client-segment/v1/batch',
			maxRetries: 0,
		});
		analytics.on('error', (error) => errors.push(error));
		analytics.identify({ userId: 'user-1', traits: { email: 'charlotte@example.com' } });
		analytics.track({ userId: 'user-1', event: 'Product Added to Wishlist' });
		analytics.page({ userId: 'user-1', name: 'Lamps' });
		await analytics.closeAndFlush();
		expect(errors).toEqual([]);
		expect(typesIn(SEGMENT)).toEqual([
			'customer_identified',
			'page_viewed',
			'product_added_to_wishlist',
		]);
		expectExecution(SEGMENT);
	});

	test("RudderStack's library sends zipped under the content type of a form", async () => {
		const client = new RudderAnalytics(SECRET, {
			dataPlaneUrl: webhook(RUDDERSTACK),
			gzip: true,
			flushAt: 1000,
			flushInterval: 3_600_000,
			errorHandler: (error: unknown) => {
				throw error;
			},
		});
		client.identify({ userId: 'user-1', traits: { email: 'charlotte@example.com' } });
		client.track({ userId: 'user-1', event: 'Product Added' });
		client.track({ userId: 'user-1', event: 'Cart Viewed' });
		await client.flush();
		expect(typesIn(RUDDERSTACK)).toEqual(['cart_viewed', 'customer_identified', 'product_added']);
		// It sends its first event at once and the others together.
		expectExecution(RUDDERSTACK);
		expectExecution(RUDDERSTACK);
	});

	test("CloudEvents' library sends binary and structured events, and what it writes makes a batch", async () => {
		const event = (id: string) =>
			new CloudEvent({
				id,
				source: '/tills/42',
				type: 'com.example.cart.viewed',
				data: { email: 'charlotte@example.com' },
			});
		const authorization = { authorization: `Bearer ${SECRET}` };
		const send = httpTransport(webhook(CLOUDEVENTS));
		for (const mode of [Mode.BINARY, Mode.STRUCTURED]) {
			await emitterFor(send, { mode })(event(mode), { headers: authorization });
			expectExecution(CLOUDEVENTS);
		}
		const batch = await fetch(webhook(CLOUDEVENTS), {
			method: 'POST',
			headers: { ...authorization, 'content-type': 'application/cloudevents-batch+json' },
			body: `[${['b-1', 'b-2', 'binary'].map((id) => HTTP.structured(event(id)).body).join()}]`,
		});
		expect(batch.status).toBe(204);
		expectExecution(CLOUDEVENTS);
		// One of the batch had come before.
		expect(typesIn(CLOUDEVENTS)).toEqual(Array(4).fill('cart_viewed'));
	});
});

describe('requests that only set a connection up', () => {
	const ask = async (name: keyof typeof SENDERS, init: RequestInit, query = '') => {
		const { trigger } = CONTRACT.find((contract) => contract.name === name) ?? {};
		if (trigger === undefined) throw new Error(`no sender '${name}'`);
		const before = storedTouchpoints(folder, trigger);
		const response = await fetch(webhook(trigger) + query, { redirect: 'manual', ...init });
		expect(storedTouchpoints(folder, trigger)).toEqual(before);
		return [response.status, await response.text()] as const;
	};

	test.each([
		['adobe commerce, events', 'GET', '?challenge=8ec8d794-e0ab-42df-9017-e3dada8e84f7'],
		['whatsapp', 'GET', whatsappQuery('lamp-shop-2026', '8ec8d794-e0ab-42df-9017-e3dada8e84f7')],
	])('%s: a challenge by %s is given back', async (name, method, query) => {
		expect(await ask(name, { method }, query)).toEqual([
			200,
			'8ec8d794-e0ab-42df-9017-e3dada8e84f7',
		]);
	});

	test('whatsapp: a challenge with another verify token is not', async () => {
		const [status, text] = await ask('whatsapp', {}, whatsappQuery('guess', '1158'));
		expect(status).toBe(403);
		expect(text).not.toContain('1158');
	});

	test.each([
		['intercom', 'HEAD', 200],
		['surveymonkey', 'HEAD', 200],
		['mailchimp', 'GET', 200],
		['shopify', 'GET', 404],
		['shopify', 'HEAD', 404],
	])('%s: %s is answered %i', async (name, method, status) => {
		expect((await ask(name, { method }))[0]).toBe(status);
	});

	test("woocommerce: the ping of a webhook that is saved is answered though it isn't signed", async () => {
		const ping = await ask('woocommerce', {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: 'webhook_id=12',
		});
		expect(ping).toEqual([200, 'OK']);
	});

	test('cloudevents: whether events are welcome is answered by n8n itself, without a word', async () => {
		const [status, text] = await ask('cloudevents, structured', {
			method: 'OPTIONS',
			headers: { 'webhook-request-origin': 'events.example.com' },
		});
		expect([status, text]).toEqual([204, '']);
	});
});

function whatsappQuery(token: string, challenge: string): string {
	return `?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=${challenge}`;
}

describe('a QR code', () => {
	const scan = async (trigger: Pick<ListeningTrigger, 'path'>, init: RequestInit = {}) =>
		await fetch(`${webhook(trigger)}?code=window-1`, { redirect: 'manual', ...init });
	const redirecting = CONTRACT.find(({ name }) => name === 'qr scan')?.trigger ?? QR_PAGE;

	test('sends people on, and a look ahead is no scan', async () => {
		const before = storedTouchpoints(folder, redirecting);
		for (const [init, scans] of [
			[{ method: 'HEAD' }, 0],
			[{ headers: { 'sec-purpose': 'prefetch' } }, 0],
			[{}, 1],
		] as const) {
			const response = await scan(redirecting, init);
			expect(response.status).toBe(302);
			expect(response.headers.get('location')).toBe('https://www.example.com/lamps');
			expect(storedTouchpoints(folder, redirecting)).toHaveLength(before.length + scans);
		}
		expectExecution(redirecting);
	});

	test('shows a page where there is no address to go to', async () => {
		const response = await scan(QR_PAGE);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(await response.text()).toContain('<h1 dir="auto">Thank you &#38; welcome</h1>');
		expect(typesIn(QR_PAGE)).toEqual(['qr_scanned']);
		expectExecution(QR_PAGE);
	});
});

describe('a batch', () => {
	const send = async (messages: readonly unknown[]) =>
		await fetch(`${webhook(BATCHES)}/v1/batch`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				authorization: `Basic ${Buffer.from(`${SECRET}:`).toString('base64')}`,
			},
			body: JSON.stringify({ batch: messages }),
		});
	const message = (n: number) => ({
		type: 'track',
		event: 'Product Viewed',
		messageId: `message-${n}`,
		userId: `user-${n}`,
		timestamp: new Date().toISOString(),
	});

	test('with one bad element keeps the other 999 and puts the bad one out apart', async () => {
		const messages = Array.from({ length: 1000 }, (_, n) =>
			n === 412 ? { type: 'track', event: 'Product Viewed' } : message(n),
		);
		expect((await send(messages)).status).toBe(200);
		expectExecution(BATCHES);
		expect(storedTouchpoints(folder, BATCHES)).toHaveLength(999);
		const [taken, rejected] = await outputsOfLastRun(n8n.rest, BATCHES, allExpected());
		expect(taken).toHaveLength(999);
		expect(rejected).toMatchObject([
			{ index: 412, reason: 'userId: expected it, or anonymousId', source: 'segment' },
		]);
	});

	test('that is larger than a body may be is refused whole', async () => {
		const before = storedTouchpoints(folder, BATCHES).length;
		const large = { ...message(5000), properties: { note: 'x'.repeat(1024 * 1024) } };
		expect((await send([message(4999), large])).status).toBe(413);
		expect(storedTouchpoints(folder, BATCHES)).toHaveLength(before);
	});
});

test('executions are started by what is new, and by nothing else', async () => {
	expect(await executionsByPath(n8n.rest, TRIGGERS, allExpected())).toEqual(expected);
});
