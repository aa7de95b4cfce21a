import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database, Transaction } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { PostgresDatabases } from '../support/postgres-databases';
import { startPostgres, type PostgresServer } from '../support/postgres-server';
import { NOON } from '../support/touchpoint';
import { describeCustomerStore, type OpenedStore } from './contracts/customers';

const folder = mkdtempSync(join(tmpdir(), 'journey-customers-'));
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

/** Takes a query for the table and column names of the schema. */
async function opened(database: Database, schema: string): Promise<OpenedStore> {
	await migrate(database, NOON);
	const read = async (transaction: Transaction) => await transaction.all(schema, []);
	return {
		store: new SqlJourneyStore(database, randomUUID),
		database,
		columns: async () => {
			const rows = Map.groupBy(await database.read(read), (row) => String(row.table_name));
			return new Map(
				[...rows].map(([table, own]) => [table, own.map((row) => String(row.column_name))]),
			);
		},
	};
}

describeCustomerStore('SQLite', async () => {
	return await opened(
		openSqlite(join(folder, `${randomUUID()}.sqlite`)),
		`SELECT t.name AS table_name, c.name AS column_name
			FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'`,
	);
});

describeCustomerStore('PostgreSQL', async () => {
	return await opened(
		await databases.open(),
		"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'",
	);
});
