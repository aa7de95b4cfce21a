import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { NOW, stoppedClock } from './clock';
import type { NodeUnderTest } from './harness';
import { temporaryStore } from './temporary-store';
import { serveTrigger, type WebhookServer } from './webhook-server';

const SECRET = 'example-own-secret';

const store = temporaryStore();
stoppedClock();

let server: WebhookServer;
afterEach(async () => await server.stop());

const LINES = [
	{ field: 'type', from: 'value', value: 'survey_answered' },
	{ field: 'id', from: 'path', path: 'answer.id' },
	{ field: 'email', from: 'path', path: 'answer.person.mail' },
	{ field: 'metric', from: 'value', value: 'nps' },
	{ field: 'score', from: 'path', path: 'answer.marks[0]' },
];

const trigger = (parameters: NodeUnderTest['parameters'] = {}): NodeUnderTest => ({
	type: 'touchpointTrigger',
	typeVersion: 2,
	parameters: {
		source: 'generic',
		sender: 'own_system',
		path: 'journey',
		payload: 'mapped',
		mapping: { lines: LINES },
		...parameters,
	},
	credentials: { touchpointSourceApi: { secret: SECRET }, ...store.credentials },
});

const answer = (id: number, mark: unknown) => ({
	answer: { id, person: { mail: 'a@example.com' }, marks: [mark], password: 'example' },
});

async function post(payload: unknown): Promise<Response> {
	const body = JSON.stringify(payload);
	return await fetch(`${server.address}/journey`, {
		method: 'POST',
		body,
		headers: {
			'content-type': 'application/json',
			'x-signature': createHmac('sha256', SECRET).update(body).digest('hex'),
		},
	});
}

test('a payload in words of its own becomes a touchpoint by the mapping', async () => {
	server = await serveTrigger(trigger());
	expect((await post(answer(1, '9'))).status).toBe(200);
	expect(server.executions[0]?.[0]?.json).toMatchObject({
		id: 'own_system:1',
		type: 'survey_answered',
		email: 'a@example.com',
		experience: { metric: 'nps', raw: 9, score: 90 },
	});
	expect(server.executions[0]?.[0]?.json).not.toHaveProperty('raw');
});

test('each element that the mapping does not fit is rejected with the field and the place', async () => {
	server = await serveTrigger(trigger({ options: { outputRejected: true } }));
	await post([answer(1, 9), answer(2, { value: 9 }), answer(3, 'high'), answer(4, 11)]);
	const [outputs] = server.outputs;
	expect(outputs?.[0]?.map(({ json }) => json.id)).toEqual(['own_system:1']);
	expect(outputs?.[1]?.map(({ json }) => [json.index, json.reason])).toEqual([
		[1, expect.stringContaining("score: at 'answer.marks[0]' stands an object") as string],
		[2, 'score: expected a number'],
		[3, expect.stringContaining('experience.raw') as string],
	]);
});

describe('a test delivery', () => {
	test('shows the payload as it came below raw, without what is secret by its name', async () => {
		server = await serveTrigger(trigger(), 'manual');
		await post([answer(1, 9), answer(2, 10)]);
		expect(server.executions[0]?.map(({ json }) => json.raw)).toEqual([
			{ answer: { id: 1, person: { mail: 'a@example.com' }, marks: [9] } },
			{ answer: { id: 2, person: { mail: 'a@example.com' }, marks: [10] } },
		]);
	});

	test('of which nothing can be mapped shows the payload with the reason', async () => {
		server = await serveTrigger(trigger(), 'manual');
		await post({ other: { words: 1 }, answer: { id: 1, marks: ['x'] } });
		expect(server.executions[0]?.[0]?.json).toMatchObject({
			reason: 'score: expected a number',
			raw: { other: { words: 1 }, answer: { id: 1, marks: ['x'] } },
		});
	});
});

test('Standard Webhooks are mapped from the whole body, by the id that is signed', async () => {
	const secret = `whsec_${Buffer.from('example-survey-secret-24').toString('base64')}`;
	const node = trigger({
		source: 'standard_webhooks',
		mapping: {
			lines: [
				{ field: 'type', from: 'path', path: 'kind' },
				{ field: 'email', from: 'path', path: 'who' },
			],
		},
	});
	server = await serveTrigger({
		...node,
		credentials: { touchpointSourceApi: { secret }, ...store.credentials },
	});
	const body = JSON.stringify({ kind: 'Call Booked', who: 'a@example.com' });
	const signedAt = new Date(NOW);
	await fetch(`${server.address}/journey`, {
		method: 'POST',
		body,
		headers: {
			'content-type': 'application/json',
			'webhook-id': 'msg_7',
			'webhook-timestamp': String(NOW / 1000),
			'webhook-signature': new Webhook(secret).sign('msg_7', signedAt, body),
		},
	});
	expect(server.executions[0]?.[0]?.json).toMatchObject({
		id: 'own_system:msg_7',
		type: 'call_booked',
		email: 'a@example.com',
	});
});
