import type { Database, SqlValue, Transaction } from '../../store/database';

/** Gives the same database, and keeps each statement that it is asked to run in `heard` with its first parameters. */
export function listening(database: Database, heard: Map<string, readonly SqlValue[]>): Database {
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
