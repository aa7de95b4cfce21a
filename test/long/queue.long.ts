import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { listExecutions } from '../../host/executions';
import { findFreePort, LOCAL_ADDRESS } from '../../host/port';
import { publishWorkflows } from '../../host/publication';
import { MOMENT_KINDS } from '../../journey/moments/moment';
import type { JourneyStore } from '../../store/journey-store';
import { closeStores, openStore, type StoreSettings } from '../../store/open-store';
import { happen, PARAMETERS } from '../e2e/making-moments';
import { startPostgres, type PostgresServer } from '../support/postgres-server';
import { startRedis, type RedisServer } from '../support/redis-server';
import { until } from '../support/until';
import { startWitness, type Witness } from '../support/witness';
import { setUpQueue, type QueueN8n } from './queue-mode';
import { peopleOf, send, toldBy } from './reports';
import { startAfterKill } from './start-after-kill';
import { progress } from './stores';
import {
	credentialsOf,
	followUpWorkflow,
	momentWorkflow,
	PATHS,
	recordWorkflow,
	recoveryWorkflow,
	SQLITE_CREDENTIAL,
	sqliteMoments,
	sqliteRecord,
	sqliteTrigger,
	sqliteWait,
	type Report,
} from './witnessed-workflows';

const HOW_TO_SWITCH = "Choose PostgreSQL as 'Database' in a Journey Store credential";

describe('n8n in queue mode', () => {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-queue-'));
	let redis: RedisServer;
	let server: PostgresServer;
	let witness: Witness<Report>;
	let n8n: QueueN8n;
	let store: JourneyStore;

	beforeAll(async () => {
		redis = await startRedis();
		server = await startPostgres();
		witness = await startWitness();
		const place: StoreSettings = {
			kind: 'postgres',
			...(await server.newDatabase()),
			tls: 'off',
		};
		n8n = await setUpQueue(
			folder,
			{
				credentials: [...credentialsOf(place), SQLITE_CREDENTIAL],
				workflows: [
					recordWorkflow(witness.address),
					recoveryWorkflow(witness.address),
					followUpWorkflow(witness.address),
					...MOMENT_KINDS.filter((kind) => kind !== 'touchpoint_not_applied').map((kind) =>
						momentWorkflow(kind, PARAMETERS[kind], witness.address),
					),
					...[sqliteTrigger, sqliteMoments, sqliteRecord, sqliteWait],
				],
			},
			{ redisPort: redis.port, database: await server.newDatabase() },
		);
		store = await openStore(place);
		progress('queue mode: main and worker are at work');
	}, 600_000);

	afterAll(async () => {
		await closeStores();
		await n8n?.worker.stop();
		await n8n?.main.stop();
		await witness?.stop();
		await server?.stop();
		await redis?.stop();
		rmSync(folder, { recursive: true, force: true });
	}, 120_000);

	const deliver = async (
		path: string,
		id: string,
		type: string,
		data: Readonly<Record<string, unknown>>,
	): Promise<void> => {
		const status = await send(`${n8n.main.address}/webhook/${path}`, id, type, data);
		expect([id, status]).toEqual([id, 200]);
	};
	/** What was reported about somebody. */
	const reported = (who: string): readonly Report[] =>
		witness.reports.filter((report) => report.who === who);
	const whats = (who: string): readonly string[] => reported(who).map(({ what }) => what);
	const ranOnWorker = (executionId: string): boolean =>
		readFileSync(n8n.workerLog, 'utf8').includes(`Worker started execution ${executionId} `);
	const executionsOf = async (workflowId: string) =>
		await listExecutions(n8n.main.rest, { workflowId });
	const settled = async (): Promise<void> =>
		await until('no execution is new or running', async () => {
			const running = await listExecutions(n8n.main.rest, { status: ['new', 'running'] });
			return running.length === 0;
		});

	describe('with a journey store in a SQLite file', () => {
		it.each([sqliteTrigger, sqliteMoments])(
			'the main does not publish "$name", and says how to switch',
			async (workflow) => {
				await expect(publishWorkflows(n8n.main.rest, [workflow])).rejects.toThrow(HOW_TO_SWITCH);
			},
		);

		it.each([sqliteRecord, sqliteWait])(
			'the worker ends "$name" with how to switch',
			async (workflow) => {
				await publishWorkflows(n8n.main.rest, [workflow]);
				await axios.post(`${n8n.main.address}/webhook/${workflow.id}`, {});
				await until('the execution has ended', async () =>
					(await executionsOf(workflow.id)).some(({ status }) => status === 'error'),
				);
				const [execution] = await executionsOf(workflow.id);
				const { data } = await n8n.main.rest.get<{ data: string }>(`/executions/${execution?.id}`);
				expect(data).toContain(HOW_TO_SWITCH);
				expect(ranOnWorker(execution?.id ?? '')).toBe(true);
			},
		);
	});

	/** Has an order come in whose follow-up waits this many minutes, and resolves when the execution is parked. */
	const park = async (name: string, minutes: number): Promise<void> => {
		const before = await store.countWaiting();
		await deliver(PATHS.followUp, `${name}-delivered`, 'order.delivered', {
			email: `${name}@example.com`,
			properties: { minutes },
		});
		await until(`${name} is waited for`, async () => (await store.countWaiting()) > before);
	};
	const does = async (name: string, type: string): Promise<void> =>
		await deliver(PATHS.record, `${name}-${type}`, type, { email: `${name}@example.com` });

	it('records a signed delivery on the worker, waits, and goes on once by each output', async () => {
		await park('anna', 60);
		await park('bruno', 60);
		await park('clara', 0.1);
		await does('anna', 'review.posted');
		await does('bruno', 'ticket.opened');
		const ends: readonly (readonly [string, string])[] = [
			['anna', 'Touchpoint'],
			['bruno', 'Exited'],
			['clara', 'Timed Out'],
		];
		for (const [name, output] of ends) {
			await until(`${name} left by ${output}`, () => whats(`${name}@example.com`).includes(output));
		}
		await settled();
		for (const [name, output] of ends) {
			const outputs = whats(`${name}@example.com`).filter((what) => what === output);
			expect([name, ...outputs]).toEqual([name, output]);
		}
		const executions = await executionsOf('witnessed-follow-up');
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success', 'success']);
		expect(executions.map(({ id }) => ranOnWorker(id))).toEqual([true, true, true]);
		expect(await store.countWaiting()).toBe(0);
	});

	/** Resolves when everybody was told of as often as by these attempts, and all that goes on has ended. */
	const allTold = async (name: string, attempts: readonly number[]): Promise<void> => {
		const expected = toldBy(name, attempts);
		await until(`${name}: each moment was told`, () =>
			peopleOf(name).every((who, place) => reported(who).length >= expected[place]!.length),
		);
		await settled();
	};

	it('tells of each moment once', async () => {
		await happen(store, 'first');
		await allTold('first', [1]);
		expect(peopleOf('first').map(reported)).toEqual(toldBy('first', [1]));
	});

	it('loses and doubles nothing when a worker is stopped in mid-work and started again', async () => {
		await park('dora', 60);
		witness.hold();
		await happen(store, 'stopped');
		await does('dora', 'review.posted');
		await until('the worker is in mid-work with all of it', () =>
			[...peopleOf('stopped'), 'dora@example.com'].every((who) => reported(who).length > 0),
		);
		const stopping = n8n.worker.stop();
		await until('the worker has been told', () =>
			readFileSync(n8n.workerLog, 'utf8').includes('Received SIGTERM'),
		);
		await does('emil', 'product.viewed');
		witness.release();
		await stopping;
		await n8n.worker.start();
		await allTold('stopped', [1]);
		await until('what came meanwhile is recorded', () => whats('emil@example.com').length > 0);
		await settled();
		expect(peopleOf('stopped').map(reported)).toEqual(toldBy('stopped', [1]));
		expect([...whats('dora@example.com')].sort()).toEqual(['Stayed', 'Touchpoint']);
		expect(whats('emil@example.com')).toEqual(['Moved']);
	});

	it('brings each moment back once when a worker is killed in mid-work, and goes on', async () => {
		for (const name of ['fritz', 'greta']) await park(name, 60);
		witness.hold();
		await happen(store, 'killed');
		await does('fritz', 'review.posted');
		await until('the worker is in mid-work with all of it', () =>
			[...peopleOf('killed'), 'fritz@example.com'].every((who) => reported(who).length > 0),
		);
		await n8n.worker.kill();
		progress('queue mode: the worker is killed');
		await does('greta', 'review.posted');
		await does('hanna', 'product.viewed');
		witness.release();
		await n8n.worker.start();
		await until('greta goes on', () => whats('greta@example.com').includes('Touchpoint'));
		await until('hanna is recorded', () => whats('hanna@example.com').length > 0);
		progress('queue mode: what was not begun has gone on; the moments rest before they come again');
		await allTold('killed', [1, 2]);
		expect(peopleOf('killed').map(reported)).toEqual(toldBy('killed', [1, 2]));
		expect(whats('hanna@example.com')).toEqual(['Moved']);
		for (const name of ['fritz', 'greta']) {
			const outputs = whats(`${name}@example.com`).filter((what) => what === 'Touchpoint');
			expect([name, ...outputs]).toEqual([name, 'Touchpoint']);
		}
		expect(await store.countWaiting()).toBe(0);
	});

	it('goes on with waits though the worker does not know where the main answers', async () => {
		await n8n.worker.stop();
		await n8n.worker.start(`http://${LOCAL_ADDRESS}:${await findFreePort()}`);
		await park('ida', 60);
		await park('jan', 0.1);
		await does('ida', 'review.posted');
		await until('ida goes on', () => whats('ida@example.com').includes('Touchpoint'));
		await until('jan goes on', () => whats('jan@example.com').includes('Timed Out'));
		await settled();
		expect([...whats('ida@example.com')].sort()).toEqual(['Stayed', 'Touchpoint']);
		expect(whats('jan@example.com')).toEqual(['Timed Out']);
		await n8n.worker.stop();
		await n8n.worker.start();
	});

	it('tells of each moment once though two mains believe to lead, and when one of them is killed', async () => {
		const second = await n8n.startSecondMain();
		progress('queue mode: two mains are at work');
		try {
			await happen(store, 'two-mains');
			await allTold('two-mains', [1]);
			expect(peopleOf('two-mains').map(reported)).toEqual(toldBy('two-mains', [1]));
			await n8n.main.kill();
			await happen(store, 'survivor');
			await until('each was told', () =>
				peopleOf('survivor').every((who) => reported(who).length > 0),
			);
			await startAfterKill(n8n.main);
			await settled();
			expect(peopleOf('two-mains').map(reported)).toEqual(toldBy('two-mains', [1]));
			expect(peopleOf('survivor').map(reported)).toEqual(toldBy('survivor', [1]));
		} finally {
			await second.stop();
		}
	});
});
