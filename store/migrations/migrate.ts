import { run, type Database } from '../database';
import { StoreError } from '../store-error';
import { MIGRATIONS } from './index';

/**
 * Brings a database to the newest schema, in one transaction, forward only. Two processes that start at once
 * migrate one after the other, and the second finds nothing to do. Throws `too_new` for a store written by a
 * later version of this package.
 */
export async function migrate(database: Database, now: number): Promise<void> {
	await database.write(async (transaction) => {
		await run(
			transaction,
			'CREATE TABLE IF NOT EXISTS customer_journey_migration (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)',
			[],
		);
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
		for (const [index, statements] of MIGRATIONS.entries()) {
			if (index < version) continue;
			for (const sql of statements) await run(transaction, sql, []);
			await run(
				transaction,
				'INSERT INTO customer_journey_migration (version, applied_at) VALUES (?, ?)',
				[index + 1, now],
			);
		}
	});
}
