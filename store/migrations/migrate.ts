import { run, type Database } from '../database';
import { CREATE_MOVE_TABLE } from '../moving/move-entry';
import { StoreError } from '../store-error';
import { MIGRATIONS } from './index';

/**
 * Brings a database to the newest schema, in one transaction, forward only. Processes that start at once
 * migrate one after the other, and all but the first find nothing to do. Throws `too_new` for a store written by a
 * later version of this package.
 */
export async function migrate(database: Database, now: number): Promise<void> {
	await database.writeAlone(async (transaction) => {
		await run(
			transaction,
			'CREATE TABLE IF NOT EXISTS customer_journey_migration (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)',
			[],
		);
		await run(transaction, CREATE_MOVE_TABLE, []);
		const [row] = await transaction.all(
			'SELECT MAX(version) AS version FROM customer_journey_migration',
			[],
		);
		const version = Number(row?.version ?? 0);
		if (version > MIGRATIONS.length) {
			throw new StoreError(
				'too_new',
				`The journey store was written by a newer version of this package (schema ${version}, this one knows ${MIGRATIONS.length}). Update n8n-nodes-customer-journey.`,
			);
		}
		for (const [index, steps] of MIGRATIONS.entries()) {
			if (index < version) continue;
			for (const step of steps) {
				if (typeof step === 'string') await run(transaction, step, []);
				else await step(transaction, database.dialect);
			}
			await run(
				transaction,
				'INSERT INTO customer_journey_migration (version, applied_at) VALUES (?, ?)',
				[index + 1, now],
			);
		}
	});
}
