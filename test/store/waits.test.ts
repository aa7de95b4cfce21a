import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Database, SqlValue, Transaction } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { endWaits } from '../../store/waits/end';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { PostgresDatabases } from '../support/postgres-databases';
import { startPostgres, type PostgresServer } from '../support/postgres-server';
import { MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';
import { parkedFor } from '../support/wait';
import { describeWaits } from './contracts/waits';
import { live, waitLives } from './wait-life';

const folder = mkdtempSync(join(tmpdir(), 'journey-waits-'));
let files = 0;
let server: PostgresServer;
let databases: PostgresDatabases;

beforeAll(async () => {
	server = await startPostgres();
	databases = new PostgresDatabases(server);
}, 120_000);

afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

async function onSqlite(): Promise<SqlJourneyStore> {
	const database = openSqlite(join(folder, `store-${++files}.sqlite`));
	await migrate(database, NOON);
	return new SqlJourneyStore(database, randomUUID);
}

async function onPostgres(): Promise<SqlJourneyStore> {
	const database = await databases.open();
	await migrate(database, NOON);
	return new SqlJourneyStore(database, randomUUID);
}

describeWaits('SQLite', onSqlite);
describeWaits('PostgreSQL', onPostgres);

describe.each([
	['SQLite', onSqlite, 150],
	['PostgreSQL', onPostgres, 40],
] as const)('the life of waits on %s', (_name, openNew, numRuns) => {
	it('is that of a simple model, whatever happens in whatever order', async () => {
		const store = await openNew();
		let lives = 0;
		try {
			await fc.assert(
				fc.asyncProperty(waitLives, async (commands) => {
					await live({ store, name: `life-${++lives}` }, commands);
				}),
				{ numRuns },
			);
		} finally {
			await store.close();
		}
	}, 240_000);
});

/** A database that keeps the statements it is asked to run. */
function listening(database: Database, heard: Map<string, readonly SqlValue[]>): Database {
	const on = (transaction: Transaction): Transaction => ({
		all: async (sql, parameters) => {
			heard.set(sql, parameters);
			return await transaction.all(sql, parameters);
		},
		runMany: async (sql, rows) => {
			const [first] = rows;
			if (first) heard.set(sql, first);
			return await transaction.runMany(sql, rows);
		},
	});
	return {
		dialect: database.dialect,
		write: async (work) => await database.write(async (transaction) => await work(on(transaction))),
		writeAlone: async (work) => await database.writeAlone(work),
		read: async (work) => await database.read(async (transaction) => await work(on(transaction))),
		close: async () => await database.close(),
	};
}

it('an end is written once, also by somebody who read the wait before it ended', async () => {
	const database = openSqlite(join(folder, `store-${++files}.sqlite`));
	await migrate(database, NOON);
	const store = new SqlJourneyStore(database, randomUUID);
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };
	const [first] = await store.record([touchpoint('1')], options);
	const [opened] = await store.openWaits([parkedFor(first?.customerId ?? '', '1')], NOON);
	const ending = {
		...{ id: opened!.id, customerId: opened!.customerId, wait: opened!.wait, parked: true },
		resolution: { status: 'timed_out', why: 'deadline', at: NOON, touchpoint: null },
	} as const;
	const ended = await database.write(async (transaction) => [
		...(await endWaits(transaction, [ending], NOON)),
		...(await endWaits(transaction, [ending], NOON)),
	]);
	expect(ended).toEqual([ending]);
	await store.close();
});

it('no statement about waits reads more of them than it needs', async () => {
	const database = openSqlite(join(folder, `store-${++files}.sqlite`));
	await migrate(database, NOON);
	const heard = new Map<string, readonly SqlValue[]>();
	const store = new SqlJourneyStore(listening(database, heard), randomUUID);
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };
	const [first] = await store.record([touchpoint('1')], options);
	await store.openWaits([parkedFor(first?.customerId ?? '', '1')], NOON);
	await store.record([touchpoint('2', { type: 'order_completed' })], options);
	await store.timeOutWaits(NOON, 10);
	const [resume] = await store.claimResumes('n8n-1', NOON + MINUTE_MS, 1, 10);
	await store.postponeResume(resume?.waitId ?? '', NOON);
	await store.settleResume(resume?.waitId ?? '', 'done');
	await store.nextWaitTime('n8n-1');
	const plans = new Map<string, string>();
	for (const [sql, parameters] of heard) {
		if (!/\bwait\b/.test(sql) || sql.startsWith('INSERT')) continue;
		const rows = await database.read(
			async (transaction) => await transaction.all(`EXPLAIN QUERY PLAN ${sql}`, parameters),
		);
		plans.set(sql, rows.map((row) => String(row.detail)).join('; '));
	}
	await store.close();
	expect(
		[...plans.values()].filter((plan) => /SCAN wait(?! USING COVERING INDEX)/.test(plan)),
	).toEqual([]);
	const used = [...plans.values()].join('; ');
	for (const index of ['wait_due', 'wait_of_customer', 'wait_undelivered', 'wait_of_execution']) {
		expect(used).toContain(index);
	}
	expect(used).toContain('wait_of_customer (customer_id=? AND status=?)');
});
