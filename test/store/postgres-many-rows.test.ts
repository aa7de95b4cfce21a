import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { run, type Database, type SqlValue, type Transaction } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { manyRows } from '../../store/postgres/many-rows';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase, runsOn } from '../support/databases';
import { email, NOON, touchpoint } from '../support/touchpoint';

const INSERT = 'INSERT INTO counted (name, kind, n, note) VALUES (?, ?, ?, ?)';
const STATEMENTS = [
	`${INSERT} ON CONFLICT (name, kind) DO NOTHING`,
	`${INSERT} ON CONFLICT (name, kind) DO UPDATE SET n = counted.n + excluded.n, note = excluded.note`,
	`${INSERT} ON CONFLICT (name, kind) DO UPDATE SET n = excluded.n WHERE excluded.n > counted.n`,
	'INSERT INTO counted (name, kind, n, note) VALUES (?, ?, 7, NULL) ON CONFLICT (name, kind) DO NOTHING',
];

/** Few names, so that rows meet; letters that mean something in JSON, in SQL and in an array, and half a letter. */
const rows = fc.array(
	fc.tuple(
		fc.constantFrom('a', "it's", '"{}\\', 'سلام\n', '\ud800', ''),
		fc.integer({ min: 0, max: 1 }),
		fc.constantFrom(0, 1, -5, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
		fc.constantFrom(null, 'null', '\\u0041', 'x'),
	),
	{ maxLength: 12 },
);

const everything = async (transaction: Transaction) =>
	await transaction.all('SELECT * FROM counted ORDER BY name, kind', []);

onEveryDatabase(({ name, openBare }) => {
	if (name === 'SQLite') {
		it('each INSERT of a recorded batch can be sent for all rows at once', async () => {
			const database = await openBare();
			await migrate(database, NOON);
			const heard = new Set<string>();
			const store = new SqlJourneyStore(listening(database, heard), randomUUID);
			await store.record(
				Array.from({ length: 4 }, (_, n) =>
					touchpoint(String(n), {
						type: n % 2 ? 'order_completed' : 'survey_answered',
						identities: [email(`${n}@example.com`)],
						attributes: { segment: 'gold' },
						keys: { order: String(n) },
						value: { amount: '5', currency: 'EUR' },
						...(n % 2
							? {}
							: { experience: { metric: 'csat', scale: [1, 5], raw: n + 1, score: n } }),
						consent: [{ channel: 'email', purpose: 'marketing', status: 'granted' }],
					}),
				),
				{ definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON },
			);
			await store.close();
			expect(heard.size).toBeGreaterThanOrEqual(8);
			expect([...heard].filter((sql) => manyRows(sql) === null)).toEqual([]);
		});
		return;
	}

	it.each(STATEMENTS)(
		`many rows change on ${name} what they change one by one: %s`,
		async (sql) => {
			expect(manyRows(sql)).not.toBeNull();
			const database = await openBare();
			await database.writeAlone(async (t) => {
				await run(
					t,
					'CREATE TABLE counted (name TEXT, kind BIGINT, n BIGINT, note TEXT, PRIMARY KEY (name, kind))',
					[],
				);
			});
			const taken = sql.split('?').length - 1;
			const after = async (
				work: (t: Transaction, given: SqlValue[][]) => Promise<unknown>,
				all: SqlValue[][],
			) =>
				await database.write(async (t) => {
					const changes = await work(
						t,
						all.map((row) => row.slice(0, taken)),
					);
					const left = await everything(t);
					await run(t, 'DELETE FROM counted', []);
					return { changes, left };
				});
			await fc.assert(
				fc.asyncProperty(rows, async (all) => {
					const together = await after(async (t, given) => await t.runMany(sql, given), all);
					const oneByOne = await after(async (t, given) => {
						const changes: number[] = [];
						for (const row of given) changes.push(await run(t, sql, row));
						return changes;
					}, all);
					expect(together).toEqual(oneByOne);
				}),
				{ numRuns: runsOn(name, 50) },
			);
			await database.close();
		},
	);
});

it.each([
	'UPDATE customer SET profile = ? WHERE id = ?',
	'INSERT INTO customer (id, first_seen) SELECT ?, ? WHERE 1 = 1',
	'INSERT INTO customer (id, first_seen) VALUES (?, ? + 1)',
	"INSERT INTO customer (id, first_seen) VALUES ('fixed', ?) ON CONFLICT (id) DO NOTHING",
	'INSERT INTO customer (id, first_seen) VALUES (?, ?) ON CONFLICT DO NOTHING',
])('anything else is run row by row: %s', (sql) => {
	expect(manyRows(sql)).toBeNull();
});

/** A database that keeps the INSERT statements it is asked to run for several rows. */
function listening(database: Database, heard: Set<string>): Database {
	return {
		dialect: database.dialect,
		write: async (work) =>
			await database.write(
				async (t) =>
					await work({
						all: async (sql, parameters) => await t.all(sql, parameters),
						runMany: async (sql, given) => {
							if (given.length > 1 && sql.startsWith('INSERT')) heard.add(sql);
							return await t.runMany(sql, given);
						},
					}),
			),
		writeAlone: async (work) => await database.writeAlone(work),
		read: async (work) => await database.read(work),
		close: async () => await database.close(),
	};
}
