import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { parse } from 'flatted';
import { listExecutions } from '../../host/executions';
import type { N8nWorkflow } from '../../host/n8n-import';
import { PACKAGE_NAME } from '../../host/project';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { JourneyStore } from '../../store/journey-store';
import { closeStores, openStore } from '../../store/open-store';
import { email, touchpoint } from '../support/touchpoint';
import { setUpN8n, type RestartableN8n } from './restartable-n8n';

const DONE_WITHIN_MS = 120_000;
/** Long enough to be hard to guess, as the trigger wants it. */
const SENDER_PATH = 'sender-4f8a1c0be7d2495c9a3e';
const OUTPUTS = ['Timed Out', 'Touchpoint', 'Exited'];

const node = (id: string, name: string, type: string, parameters: object) => ({
	...{ id, name, type, parameters, position: [0, 0], webhookId: id },
	typeVersion: type.endsWith('touchpointTrigger') || type.endsWith('webhook') ? 2 : 1,
});
const to = (name: string) => [{ node: name, type: 'main', index: 0 }];

/** Records what is posted to it. */
const recording: N8nWorkflow & Readonly<Record<string, unknown>> = {
	id: 'waits-record',
	name: 'Record',
	active: true,
	nodes: [
		node('sender', 'Sender', `${PACKAGE_NAME}.touchpointTrigger`, {
			source: 'generic_address',
			path: SENDER_PATH,
			options: {},
		}),
		node('record', 'Record', `${PACKAGE_NAME}.journeyStage`, {
			resource: 'touchpoint',
			operation: 'record',
		}),
	],
	connections: { Sender: { main: [to('Record')] } },
	settings: { executionOrder: 'v1' },
};

/** Waits for the order of the customer that is posted to it, as many minutes as are posted with it. */
const waiting: N8nWorkflow & Readonly<Record<string, unknown>> = {
	id: 'waits-wait',
	name: 'Wait',
	active: true,
	nodes: [
		node('start', 'Start', 'n8n-nodes-base.webhook', {
			httpMethod: 'POST',
			path: 'start',
			responseMode: 'onReceived',
			options: {},
		}),
		node('wait', 'Wait', `${PACKAGE_NAME}.waitForTouchpoint`, {
			customer: 'email',
			email: '={{ $json.body.email }}',
			types: ['order_completed'],
			unit: 'minutes',
			amount: '={{ $json.body.minutes }}',
			lookBack: 'time',
			lookBackTime: '={{ $json.body.since }}',
			leaveWhen: { types: ['ticket_opened'] },
		}),
		...OUTPUTS.map((name) => node(name.replace(' ', '-'), name, 'n8n-nodes-base.noOp', {})),
	],
	connections: { Start: { main: [to('Wait')] }, Wait: { main: OUTPUTS.map(to) } },
	settings: { executionOrder: 'v1' },
};

/** Waits for one after the other in the list that is posted to it. */
const oneByOne: N8nWorkflow & Readonly<Record<string, unknown>> = {
	id: 'waits-one-by-one',
	name: 'One by One',
	active: true,
	nodes: [
		node('start-loop', 'Start', 'n8n-nodes-base.webhook', {
			httpMethod: 'POST',
			path: 'start-loop',
			responseMode: 'onReceived',
			options: {},
		}),
		node('split-loop', 'Split', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.people' }),
		{ ...node('loop', 'Loop', 'n8n-nodes-base.splitInBatches', { options: {} }), typeVersion: 3 },
		node('wait-loop', 'Wait', `${PACKAGE_NAME}.waitForTouchpoint`, {
			customer: 'email',
			email: '={{ $json.email }}',
			types: ['order_completed'],
			unit: 'minutes',
			amount: 0.02,
		}),
	],
	connections: {
		Start: { main: [to('Split')] },
		Split: { main: [to('Loop')] },
		Loop: { main: [[], to('Wait')] },
		Wait: { main: [to('Loop'), to('Loop'), to('Loop')] },
	},
	settings: { executionOrder: 'v1' },
};

/** Opens waits for everybody in the list that is posted to it; a Journey Moment Trigger goes on with them. */
const many: N8nWorkflow & Readonly<Record<string, unknown>> = {
	id: 'waits-many',
	name: 'Many',
	active: true,
	nodes: [
		node('start-many', 'Start', 'n8n-nodes-base.webhook', {
			httpMethod: 'POST',
			path: 'start-many',
			responseMode: 'onReceived',
			options: {},
		}),
		node('split', 'Split', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.people' }),
		node('wait-many', 'Wait', `${PACKAGE_NAME}.waitForTouchpoint`, {
			customer: 'email',
			email: '={{ $json.email }}',
			types: ['review_posted'],
			continueBy: 'moment',
			options: { waitName: 'a review' },
		}),
	],
	connections: { Start: { main: [to('Split')] }, Split: { main: [to('Wait')] } },
	settings: { executionOrder: 'v1' },
};

/** Goes on with them, and has the executions that wait looked after from the start of n8n. */
const reviews: N8nWorkflow & Readonly<Record<string, unknown>> = {
	id: 'waits-reviews',
	name: 'Reviews',
	active: true,
	nodes: [
		node('moment', 'Moment', `${PACKAGE_NAME}.journeyMomentTrigger`, {
			triggerOn: 'wait_resolved',
			wait: 'a review',
		}),
		node('end', 'End', 'n8n-nodes-base.noOp', {}),
	],
	connections: { Moment: { main: [to('End')] } },
	settings: { executionOrder: 'v1' },
};

interface RunData {
	readonly resultData: {
		readonly runData: Readonly<
			Record<string, readonly { readonly data: { readonly main: readonly (Item[] | null)[] } }[]>
		>;
	};
}
interface Item {
	readonly json: { readonly body?: { readonly email: string }; readonly wait?: object };
}

/** What became of the execution of one customer. */
interface Outcome {
	readonly status: string;
	/** The outputs by which something left, once for each item. */
	readonly outputs: readonly string[];
	readonly wait: object | undefined;
}

describe('waiting in n8n', () => {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-waits-'));
	let n8n: RestartableN8n;
	let store: JourneyStore;

	beforeAll(async () => {
		n8n = await setUpN8n(folder, {
			credentials: [],
			workflows: [recording, waiting, oneByOne, many, reviews],
		});
		store = await openStore({
			kind: 'sqlite',
			path: join(folder, '.n8n', 'customer-journey.sqlite'),
		});
	}, 240_000);

	afterAll(async () => {
		await n8n?.stop();
		await closeStores();
		rmSync(folder, { recursive: true, force: true });
	});

	const record = async (name: string, type: string): Promise<void> => {
		const now = Date.now();
		const identities = [email(`${name}@example.com`)];
		await store.record(
			[touchpoint(`${name}-${type}`, { type, identities, occurredAt: now, receivedAt: now })],
			{ definition: BUILT_IN_DEFINITIONS.five_stage, now },
		);
	};
	const post = async (name: string, type: string) =>
		await axios.post(`${n8n.address}/webhook/${SENDER_PATH}`, {
			type,
			channel: 'web',
			email: `${name}@example.com`,
			id: `${name}-${type}`,
		});
	const start = async (name: string, minutes: number, since = Date.now()) =>
		await axios.post(`${n8n.address}/webhook/start`, {
			email: `${name}@example.com`,
			minutes,
			since: new Date(since).toISOString(),
		});

	const outcomeOf = async (name: string): Promise<Outcome | null> => {
		for (const { id, status } of await listExecutions(n8n.rest, { workflowId: waiting.id })) {
			const { data } = await n8n.rest.get<{ data: string }>(`/executions/${id}`);
			const { runData } = (parse(data) as RunData).resultData;
			const started = runData.Start?.[0]?.data.main[0]?.[0]?.json.body?.email;
			if (started !== `${name}@example.com`) continue;
			const left = OUTPUTS.flatMap((output) =>
				(runData[output] ?? []).flatMap(({ data: { main } }) =>
					(main[0] ?? []).map(({ json }) => ({ output, wait: json.wait })),
				),
			);
			return { status, outputs: left.map(({ output }) => output), wait: left[0]?.wait };
		}
		return null;
	};
	/** Polls until the execution of the customer has this status; what it gives may have another one. */
	const untilStatus = async (name: string, status: string): Promise<Outcome | null> => {
		const deadline = performance.now() + DONE_WITHIN_MS;
		for (;;) {
			const outcome = await outcomeOf(name);
			if (outcome?.status === status || performance.now() > deadline) return outcome;
			await sleep(250);
		}
	};
	const park = async (name: string, minutes: number): Promise<void> => {
		await record(name, 'product_viewed');
		await start(name, minutes);
		expect(await untilStatus(name, 'waiting')).toMatchObject({ status: 'waiting', outputs: [] });
	};

	it('goes on by Touchpoint when what is waited for is recorded', async () => {
		await park('anna', 60);
		await post('anna', 'order_completed');
		expect(await untilStatus('anna', 'success')).toMatchObject({
			status: 'success',
			outputs: ['Touchpoint'],
			wait: { status: 'touchpoint', why: 'touchpoint', touchpoint: { type: 'order_completed' } },
		});
	});

	it('goes on by Exited when the customer does what ends it', async () => {
		await park('bruno', 60);
		await post('bruno', 'ticket_opened');
		expect(await untilStatus('bruno', 'success')).toMatchObject({
			status: 'success',
			outputs: ['Exited'],
			wait: { why: 'exit_touchpoint' },
		});
	});

	it('goes on by Timed Out when the time is over', async () => {
		await record('clara', 'product_viewed');
		await start('clara', 0.05);
		expect(await untilStatus('clara', 'success')).toMatchObject({
			status: 'success',
			outputs: ['Timed Out'],
			wait: { status: 'timed_out', why: 'deadline' },
		});
	});

	it('does not wait for what has already happened', async () => {
		const since = Date.now();
		await record('dora', 'product_viewed');
		await record('dora', 'order_completed');
		await start('dora', 60, since);
		expect(await untilStatus('dora', 'success')).toMatchObject({ outputs: ['Touchpoint'] });
	});

	it('stays parked when somebody posts to its address without a wait that has ended', async () => {
		await park('emil', 60);
		const [resume] = await parkedAddresses();
		const answer = await axios.post(resume ?? '', { waitId: 'made-up' }, ANY_STATUS);
		expect([answer.status, answer.data]).toEqual([409, { refused: 'not_waiting' }]);
		expect(await outcomeOf('emil')).toMatchObject({ status: 'waiting' });
		await post('emil', 'order_completed');
		expect(await untilStatus('emil', 'success')).toMatchObject({ outputs: ['Touchpoint'] });
	});

	it('goes on once after a restart, by what came or did not come while n8n was down', async () => {
		await park('fritz', 60);
		await park('greta', 60);
		await record('hanna', 'product_viewed');
		await start('hanna', 0.4);
		expect(await untilStatus('hanna', 'waiting')).toMatchObject({ status: 'waiting' });
		await n8n.stop();
		await record('fritz', 'order_completed');
		while ((await store.nextWaitTime('')) !== null && !(await isOverdue())) await sleep(250);
		await n8n.start();
		expect(await untilStatus('fritz', 'success')).toMatchObject({ outputs: ['Touchpoint'] });
		expect(await untilStatus('hanna', 'success')).toMatchObject({ outputs: ['Timed Out'] });
		await post('greta', 'order_completed');
		expect(await untilStatus('greta', 'success')).toMatchObject({ outputs: ['Touchpoint'] });
		expect(await store.countWaiting()).toBe(0);
	});

	it('waits in a loop for one customer after the other', async () => {
		for (const name of ['lena', 'mark']) await record(name, 'product_viewed');
		await axios.post(`${n8n.address}/webhook/start-loop`, {
			people: ['lena', 'mark'].map((name) => ({ email: `${name}@example.com` })),
		});
		const deadline = performance.now() + DONE_WITHIN_MS;
		const last = async () => (await listExecutions(n8n.rest, { workflowId: oneByOne.id }))[0];
		while ((await last())?.status !== 'success' && performance.now() < deadline) await sleep(250);
		const { data } = await n8n.rest.get<{ data: string }>(`/executions/${(await last())?.id}`);
		const runs = (parse(data) as RunData).resultData.runData.Wait ?? [];
		const left = runs.map((run) =>
			run.data.main.map((items) => (items ?? []).map(({ json }) => json)),
		);
		expect(left).toEqual(
			['lena', 'mark'].map((name) => [
				[
					expect.objectContaining({
						email: `${name}@example.com`,
						wait: expect.objectContaining({ why: 'deadline' }) as unknown,
					}),
				],
				[],
				[],
			]),
		);
	});

	it('goes on at a Journey Moment Trigger where many wait and no execution is parked', async () => {
		const names = ['ida', 'jan', 'kim'];
		for (const name of names) await record(name, 'product_viewed');
		await axios.post(`${n8n.address}/webhook/start-many`, {
			people: names.map((name) => ({ email: `${name}@example.com` })),
		});
		const deadline = performance.now() + DONE_WITHIN_MS;
		while ((await store.countWaiting()) < names.length && performance.now() < deadline) {
			await sleep(250);
		}
		expect(await store.countWaiting()).toBe(names.length);
		for (const name of names) await post(name, 'review_posted');
		const told = async () => {
			const executions = await listExecutions(n8n.rest, { workflowId: reviews.id });
			const pages = executions.map(
				async ({ id }) => (await n8n.rest.get<{ data: string }>(`/executions/${id}`)).data,
			);
			const found = (await Promise.all(pages)).flatMap((data) => [
				...new Set(data.match(/(?:ida|jan|kim)@example\.com/g)),
			]);
			return found.sort();
		};
		while ((await told()).length < names.length && performance.now() < deadline) await sleep(250);
		expect(await told()).toEqual(names.map((name) => `${name}@example.com`));
		expect(await store.countWaiting()).toBe(0);
	});

	const isOverdue = async (): Promise<boolean> => {
		const next = await store.nextWaitTime('');
		return next !== null && next <= Date.now();
	};

	/** The resume URLs of what is parked, as the store keeps them. */
	const parkedAddresses = async (): Promise<readonly string[]> => {
		const { DatabaseSync } = await import('node:sqlite');
		const file = join(folder, '.n8n', 'customer-journey.sqlite');
		const database = new DatabaseSync(file, { readOnly: true });
		try {
			const rows = database.prepare("SELECT resume_url FROM wait WHERE delivery = 'parked'").all();
			return rows.map((row) => String(row.resume_url));
		} finally {
			database.close();
		}
	};
});

const ANY_STATUS = { validateStatus: () => true };
