import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Database, Transaction } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase } from '../support/databases';
import { NOON, touchpoint } from '../support/touchpoint';
import { describeDefinitions } from './contracts/definitions';

const folder = mkdtempSync(join(tmpdir(), 'journey-definitions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

onEveryDatabase(({ name, open }) => {
	describeDefinitions(name, async () => {
		const database = await open();
		await migrate(database, NOON);
		return new SqlJourneyStore(database, randomUUID);
	});
});

/** Passes everything on and notes each statement with its rows. */
function listening(database: Database, statements: string[]): Database {
	const heard = (transaction: Transaction): Transaction => ({
		all: async (sql, parameters) => {
			statements.push(sql);
			return await transaction.all(sql, parameters);
		},
		runMany: async (sql, rows) => {
			if (rows.length > 0) statements.push(sql);
			return await transaction.runMany(sql, rows);
		},
	});
	return {
		dialect: database.dialect,
		write: async (work) => await database.write(async (t) => await work(heard(t))),
		writeAlone: async (work) => await database.writeAlone(async (t) => await work(heard(t))),
		read: async (work) => await database.read(async (t) => await work(heard(t))),
		close: async () => await database.close(),
	};
}

describe('recording in order', () => {
	const definition = {
		...BUILT_IN_DEFINITIONS.five_stage,
		name: 'segmented',
		segments: [
			{
				name: 'loyal',
				displayName: 'Loyal',
				when: { field: 'orders', op: 'gte', value: 3 } as const,
			},
		],
	};

	it('never reads history, and takes as many statements after a thousand touchpoints as after ten', async () => {
		const statements: string[] = [];
		const database = openSqlite(join(folder, 'store.sqlite'));
		await migrate(database, NOON);
		const store = new SqlJourneyStore(listening(database, statements), randomUUID);
		const one = (n: number) =>
			touchpoint(String(n), { type: 'product_viewed', occurredAt: NOON + n });
		const cost = async (n: number) => {
			statements.length = 0;
			await store.record([one(n)], { definition, now: NOON + n });
			return [...statements];
		};
		await store.record(
			Array.from({ length: 10 }, (_, n) => one(n)),
			{ definition, now: NOON },
		);
		await cost(10);
		const early = await cost(11);
		await store.record(
			Array.from({ length: 1000 }, (_, n) => one(12 + n)),
			{ definition, now: NOON },
		);
		expect(await cost(1012)).toEqual(early);
		const readsHistory = (sql: string) => /JOIN touchpoint/.test(sql);
		expect(early.filter(readsHistory)).toEqual([]);
		statements.length = 0;
		await store.record([touchpoint('late', { occurredAt: NOON - 1 })], { definition, now: NOON });
		expect(statements.filter(readsHistory)).toHaveLength(1);
		await store.close();
	});
});
