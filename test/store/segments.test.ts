import { randomUUID } from 'node:crypto';
import { rfmLimitsOf } from '../../journey/segments/rfm';
import { run, type Database } from '../../store/database';
import { MIGRATIONS } from '../../store/migrations';
import { rfmHistory } from '../../store/migrations/0010-rfm-history';
import type { Migration } from '../../store/migrations/migration';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase, runsOn } from '../support/databases';
import { NOON } from '../support/touchpoint';
import { counted } from './contracts/context';
import { describeSegments } from './contracts/segments';

onEveryDatabase(({ name, open }) => {
	describeSegments(name, runsOn(name, 40), async () => {
		const database = await open();
		await migrate(database, NOON);
		const watched = counted(database);
		return { ...watched, store: new SqlJourneyStore(watched.database, randomUUID) };
	});
});

async function apply(database: Database, migrations: readonly Migration[]): Promise<void> {
	await database.writeAlone(async (transaction) => {
		for (const step of migrations.flat()) {
			if (typeof step === 'string') await transaction.runMany(step, [[]]);
			else await step(transaction, database.dialect);
		}
	});
}

onEveryDatabase(({ name, openBare }) => {
	it.each([
		['goes on with the limits it found last', 30, [NOON]],
		['publishes none of too few customers', 3, []],
	])(
		`a store on ${name} from before limits had a history %s`,
		async (_case, customers, expected) => {
			const database = await openBare();
			const place = MIGRATIONS.indexOf(rfmHistory);
			await apply(database, MIGRATIONS.slice(0, place));
			const limits = rfmLimitsOf(
				Array.from({ length: customers }, (_, n) => ({ lastOrderAt: n, orders: 1, spent: null })),
				NOON,
			);
			await database.write(
				async (transaction) =>
					await run(transaction, 'INSERT INTO rfm (id, as_of, body) VALUES (1, ?, ?)', [
						NOON,
						JSON.stringify(limits),
					]),
			);
			await apply(database, MIGRATIONS.slice(place));
			const rows = await database.read(
				async (transaction) => await transaction.all('SELECT * FROM rfm_limits', []),
			);
			expect(rows.map((row) => Number(row.holds_from))).toEqual(expected);
			for (const row of rows) expect(JSON.parse(String(row.body))).toEqual(limits);
			await database.close();
		},
	);
});
