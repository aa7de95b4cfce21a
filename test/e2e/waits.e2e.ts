import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { parse } from 'flatted';
import { listExecutions, type Execution, type ExecutionStatus } from '../../host/executions';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { JourneyStore } from '../../store/journey-store';
import { closeStores, openStore } from '../../store/open-store';
import { email, touchpoint } from '../support/touchpoint';
import { setUpN8n, type RestartableN8n } from './restartable-n8n';
import {
	many,
	oneByOne,
	OUTPUTS,
	recording,
	reviews,
	SENDER_PATH,
	waiting,
} from './waiting-workflows';

const DONE_WITHIN_MS = 120_000;
/** So many customers are waited for at once. */
const CROWD = 40;

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
	const event = (name: string, type: string) => ({
		...{ type, channel: 'web' },
		email: `${name}@example.com`,
		id: `${name}-${type}`,
	});
	const send = async (body: object) =>
		await axios.post(`${n8n.address}/webhook/${SENDER_PATH}`, body);
	const post = async (name: string, type: string) => await send(event(name, type));
	const start = async (name: string, minutes: number, since = Date.now()) =>
		await axios.post(`${n8n.address}/webhook/start`, {
			email: `${name}@example.com`,
			minutes,
			since: new Date(since).toISOString(),
		});

	/** Gives what became of one execution, and of whose. */
	const read = async ({ id, status }: Execution): Promise<Outcome & { readonly who: string }> => {
		const { data } = await n8n.rest.get<{ data: string }>(`/executions/${id}`);
		const { runData } = (parse(data) as RunData).resultData;
		const who = runData.Start?.[0]?.data.main[0]?.[0]?.json.body?.email ?? '';
		const left = OUTPUTS.flatMap((output) =>
			(runData[output] ?? []).flatMap(({ data: { main } }) =>
				(main[0] ?? []).map(({ json }) => ({ output, wait: json.wait })),
			),
		);
		return { who, status, outputs: left.map(({ output }) => output), wait: left[0]?.wait };
	};
	const outcomeOf = async (name: string): Promise<Outcome | null> => {
		for (const execution of await listExecutions(n8n.rest, { workflowId: waiting.id })) {
			const { who, ...outcome } = await read(execution);
			if (who === `${name}@example.com`) return outcome;
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

	it.each([
		['in one batch', async (names: readonly string[]) => await send(names.map(ordered))],
		['one by one', async (names: readonly string[]) => await Promise.all(names.map(order))],
	])('resumes each of many executions by one post when all end %s', async (how, end) => {
		const names = Array.from(
			{ length: CROWD },
			(_, place) => `${how.replaceAll(' ', '-')}-${place}`,
		);
		const earlier = new Set((await listedWaits()).map(({ id }) => id));
		for (const name of names) await record(name, 'product_viewed');
		for (const name of names) await start(name, 60);
		await until(async () => (await countWith('waiting')) === CROWD);
		const refused = refusedPosts();
		await end(names);
		const deliveries = async () =>
			(await listedWaits()).flatMap(({ id, delivery }) => (earlier.has(id) ? [] : [delivery]));
		await until(async () => !(await deliveries()).some((one) => /pending|parked/.test(one)));
		expect(await deliveries()).toEqual(names.map(() => 'done'));
		await until(async () => (await countWith('waiting', 'running', 'new')) === 0);
		const crowd = new Set(names.map((name) => `${name}@example.com`));
		const executions = await listExecutions(n8n.rest, { workflowId: waiting.id });
		const outcomes = (await Promise.all(executions.map(read))).filter(({ who }) => crowd.has(who));
		expect(outcomes.map(({ status, outputs }) => ({ status, outputs }))).toEqual(
			names.map(() => ({ status: 'success', outputs: ['Touchpoint'] })),
		);
		expect(refusedPosts()).toBe(refused);
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

	const ordered = (name: string) => event(name, 'order_completed');
	const order = async (name: string) => await post(name, 'order_completed');
	const until = async (isSo: () => Promise<boolean>): Promise<void> => {
		const deadline = performance.now() + DONE_WITHIN_MS;
		while (!(await isSo()) && performance.now() < deadline) await sleep(250);
	};
	const countWith = async (...status: readonly ExecutionStatus[]): Promise<number> =>
		(await listExecutions(n8n.rest, { workflowId: waiting.id, status })).length;
	/** How many posts to parked executions n8n has refused; it writes down each. */
	const refusedPosts = (): number =>
		readFileSync(join(folder, 'n8n.log'), 'utf8').split('POST /webhook-waiting/').length - 1;

	const isOverdue = async (): Promise<boolean> => {
		const next = await store.nextWaitTime('');
		return next !== null && next <= Date.now();
	};

	/** The resume URLs of what is parked, as the store keeps them. */
	const parkedAddresses = async (): Promise<readonly string[]> =>
		(await listedWaits())
			.filter(({ delivery }) => delivery === 'parked')
			.map(({ resumeUrl }) => resumeUrl);

	/** All waits, as the store keeps them. */
	const listedWaits = async () => {
		const { DatabaseSync } = await import('node:sqlite');
		const file = join(folder, '.n8n', 'customer-journey.sqlite');
		const database = new DatabaseSync(file, { readOnly: true });
		try {
			const rows = database.prepare('SELECT id, delivery, resume_url FROM wait').all();
			return rows.map(({ id, delivery, resume_url: resumeUrl }) => ({
				id: String(id),
				delivery: String(delivery),
				resumeUrl: String(resumeUrl),
			}));
		} finally {
			database.close();
		}
	};
});

const ANY_STATUS = { validateStatus: () => true };
