import { randomUUID } from 'node:crypto';
import type { Database } from '../../store/database';
import { MIGRATIONS } from '../../store/migrations';
import { reports } from '../../store/migrations/0007-reports';
import type { Migration } from '../../store/migrations/migration';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase } from '../support/databases';
import { NOON } from '../support/touchpoint';
import { describeStageReport } from './contracts/stage-report';

onEveryDatabase(({ name, open }) => {
	describeStageReport(name, async () => {
		const database = await open();
		await migrate(database, NOON);
		return new SqlJourneyStore(database, randomUUID);
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
	it(`a store on ${name} from before there were reports is counted from as any other`, async () => {
		const database = await openBare();
		await apply(database, MIGRATIONS.slice(0, MIGRATIONS.indexOf(reports)));
		await database.write(async (transaction) => {
			for (const sql of [
				"INSERT INTO customer (id, first_seen, profile) VALUES ('c', 1, '{}')",
				`INSERT INTO touchpoint (id, customer_id, type, occurred_at, sequence, channel, test, received_at, body)
					VALUES ('t', 'c', 'product_viewed', ${NOON}, 0, 'web', 0, ${NOON}, '{}')`,
				`INSERT INTO journey (id, customer_id, definition, journey_key, version, status, state)
					VALUES ('j', 'c', 'five_stage', '', 1, 'active', '{}')`,
				`INSERT INTO journey_touchpoint (touchpoint_id, definition, journey_id, stage, segment, movement, late)
					VALUES ('t', 'five_stage', 'j', 'consideration', 'unsegmented', 'entered', 0)`,
			])
				await transaction.runMany(sql, [[]]);
		});
		await apply(database, [reports]);
		const store = new SqlJourneyStore(database, randomUUID);
		const query = { definition: 'five_stage', from: NOON, to: NOON + 1, segment: null };
		expect(await store.getActivity(query)).toEqual([
			{ startsAt: NOON, touchpoints: 1, entries: 0, exits: 0, completions: 0 },
		]);
		await store.close();
	});
});
