import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { CloudEvent, emitterFor, httpTransport, Mode } from 'cloudevents';
import { stoppedClock } from './clock';
import type { NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { serveTrigger, type WebhookServer } from './webhook-server';

const SECRET = 'example-shared-secret';
/** The path of a node whose Path is empty. */
const NODE_ID = '1f6e9f3e-6f5b-4a7e-9d0c-3c1d0e7b2a55';

const store = temporaryStore();
stoppedClock();

let server: WebhookServer;
afterEach(async () => await server.stop());

function trigger(parameters: NodeUnderTest['parameters'], secret?: string): NodeUnderTest {
	return {
		type: 'touchpointTrigger',
		typeVersion: 2,
		parameters: { path: 'journey', options: {}, ...parameters },
		credentials: {
			...(secret !== undefined && { touchpointSourceApi: { secret } }),
			...store.credentials,
		},
	};
}

const typesOf = () => server.executions.map((items) => items.map(({ json }) => json.type));

test.each([true, false])(
	"takes what RudderStack's own library sends at the address it is given (zipped: %s)",
	async (gzip) => {
		server = await serveTrigger(trigger({ source: 'rudderstack' }, SECRET));
		const client = new RudderAnalytics(SECRET, {
			dataPlaneUrl: `${server.address}/journey`,
			gzip,
			flushAt: 1000,
			flushInterval: 3_600_000,
			errorHandler: (error: unknown) => {
				throw error;
			},
		});
		client.identify({ userId: 'user-1', traits: { email: 'charlotte@example.com' } });
		client.track({ userId: 'user-1', event: 'Product Added' });
		await client.flush();
		// The library sends its first event at once and the others together.
		expect(typesOf().flat()).toEqual(['customer_identified', 'product_added']);
		expect((await (await store.open()).getTotals()).touchpoints).toBe(2);
	},
);

test.each([Mode.BINARY, Mode.STRUCTURED])(
	"takes an event of CloudEvents' own library in mode %s",
	async (mode) => {
		server = await serveTrigger(
			trigger({ source: 'cloudevents', typePrefix: 'com.example.' }, SECRET),
		);
		const emit = emitterFor(httpTransport(`${server.address}/journey`), { mode });
		await emit(
			new CloudEvent({
				id: 'e-1',
				source: '/tills/42',
				type: 'com.example.cart.viewed',
				data: { email: 'charlotte@example.com' },
			}),
			{ headers: { authorization: `Bearer ${SECRET}` } },
		);
		expect(typesOf()).toEqual([['cart_viewed']]);
	},
);

test('a scan of a QR code counts once and sends people on, and a look at its address does not count', async () => {
	server = await serveTrigger(
		trigger({ source: 'qr_scan', redirectTo: 'https://www.example.com/lamps' }),
	);
	const scan = async (method: string) =>
		await fetch(`${server.address}/journey?code=window-1&customer=cu-7`, {
			method,
			redirect: 'manual',
		});
	for (const method of ['GET', 'HEAD']) {
		const response = await scan(method);
		expect(response.status).toBe(302);
		expect(response.headers.get('location')).toBe('https://www.example.com/lamps');
	}
	expect(typesOf()).toEqual([['qr_scanned']]);
	expect((await scan('POST')).status).toBe(404);
});

test('a sender known by its address alone is taken at one that nobody can guess, and at no other', async () => {
	const post = async (path: string) =>
		await fetch(`${server.address}/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"type":"store_visited","customerId":"cu-7"}',
		});
	server = await serveTrigger(trigger({ source: 'generic_address', path: '' }));
	expect((await post(NODE_ID)).status).toBe(200);
	expect(typesOf()).toEqual([['store_visited']]);
	await server.stop();
	server = await serveTrigger(trigger({ source: 'generic_address' }));
	expect((await post('journey')).status).toBe(401);
	expect(typesOf()).toEqual([]);
});
