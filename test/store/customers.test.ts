import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase } from '../support/databases';
import { NOON } from '../support/touchpoint';
import { describeCustomerStore, type OpenedStore } from './contracts/customers';

const COLUMNS_ON_SQLITE = `SELECT t.name AS table_name, c.name AS column_name
	FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'`;
const COLUMNS_ON_POSTGRES =
	"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'";

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

onEveryDatabase(({ name, open }) => {
	const schema = name === 'SQLite' ? COLUMNS_ON_SQLITE : COLUMNS_ON_POSTGRES;
	describeCustomerStore(name, async () => await opened(await open(), schema));
});
