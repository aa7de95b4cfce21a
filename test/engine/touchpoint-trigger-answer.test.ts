import { stoppedClock } from './clock';
import type { NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { serveTrigger, type WebhookServer } from './webhook-server';

const SECRET = 'example-shared-secret';

const store = temporaryStore();
stoppedClock();

let server: WebhookServer;
afterEach(async () => await server.stop());

function trigger(source: string): NodeUnderTest {
	return {
		type: 'touchpointTrigger',
		typeVersion: 2,
		parameters: { path: 'journey', source, options: {} },
		credentials: { touchpointSourceApi: { secret: SECRET }, ...store.credentials },
	};
}

const post = async (headers: Record<string, string>, body: string) =>
	await fetch(`${server.address}/journey`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body,
	});

test('an answer says how long it is, without which n8n would compress even two letters', async () => {
	server = await serveTrigger(trigger('generic_secret'));
	const taken = await post({ 'x-webhook-secret': SECRET }, '{"id":1,"type":"store_visited"}');
	expect([taken.status, taken.headers.get('content-length')]).toEqual([200, '2']);
	expect(taken.headers.get('content-type')).toBe('text/plain');
	const refused = await post({ 'x-webhook-secret': 'guess' }, '{}');
	const length = (await refused.clone().arrayBuffer()).byteLength;
	expect([refused.status, refused.headers.get('content-length')]).toEqual([401, String(length)]);
});

test('an answer that must have no body has no length either', async () => {
	server = await serveTrigger(trigger('cloudevents'));
	const event = { specversion: '1.0', id: 'e-1', source: '/till', type: 'store_visited' };
	const taken = await post(
		{ authorization: `Bearer ${SECRET}`, 'content-type': 'application/cloudevents+json' },
		JSON.stringify({ ...event, data: { email: 'charlotte@example.com' } }),
	);
	expect([taken.status, taken.headers.get('content-length')]).toEqual([204, null]);
});
