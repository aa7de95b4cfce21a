import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Database } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase } from '../support/databases';
import { email, NOON, touchpoint } from '../support/touchpoint';
import { counted, describeContext } from './contracts/context';

const folder = mkdtempSync(join(tmpdir(), 'journey-context-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function storeOn(database: Database) {
	await migrate(database, NOON);
	const watched = counted(database);
	return { ...watched, store: new SqlJourneyStore(watched.database, randomUUID) };
}

onEveryDatabase(({ name, open }) => {
	describeContext(name, async () => await storeOn(await open()));
});

describe('the queries for the context of a customer', () => {
	it('find their touchpoints by an index, however many there are', async () => {
		const database = openSqlite(join(folder, 'store.sqlite'));
		const { store, asked } = await storeOn(database);
		await store.record([touchpoint('1', { score: 50 })], {
			definition: BUILT_IN_DEFINITIONS.five_stage,
			now: NOON,
		});
		asked.queries.clear();
		await store.getContext(email('charlotte@example.com'), 20, NOON);
		const plans = await database.read(
			async (transaction) =>
				await Promise.all(
					[...asked.queries]
						.filter((sql) => sql.includes('FROM touchpoint'))
						.map(async (sql) => {
							const parameters = Array.from(sql.matchAll(/\?/g), () => 1);
							const steps = await transaction.all(`EXPLAIN QUERY PLAN ${sql}`, parameters);
							return steps.map(({ detail }) => String(detail)).join('; ');
						}),
				),
		);
		expect(plans).toHaveLength(4);
		for (const plan of plans) expect(plan).not.toMatch(/SCAN|USE TEMP B-TREE FOR ORDER BY/);
		expect(plans.filter((plan) => plan.includes('touchpoint_order_or_case'))).toHaveLength(1);
		expect(plans.filter((plan) => plan.includes('touchpoint_scored'))).toHaveLength(2);
		await store.close();
	});
});
