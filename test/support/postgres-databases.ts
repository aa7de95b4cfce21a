import { Client } from 'pg';
import type { Database } from '../../store/database';
import { openPostgres } from '../../store/postgres/open-postgres';
import type { PostgresPlace, PostgresServer } from './postgres-server';

/**
 * Gives databases of a server, each without rows. One that was closed is emptied and given again, tables and all: to make
 * a new one and to migrate it takes many times as long, and a property test asks for more than a hundred.
 */
export class PostgresDatabases {
	readonly #server: PostgresServer;
	readonly #closed: PostgresPlace[] = [];

	constructor(server: PostgresServer) {
		this.#server = server;
	}

	/** Opens a database that nobody uses; whoever takes it migrates it and closes it. */
	async open(): Promise<Database> {
		const spare = this.#closed.pop();
		if (spare) await empty(spare);
		const place = spare ?? (await this.#server.newDatabase());
		const database = openPostgres({ ...place, tls: 'off' });
		const close = database.close.bind(database);
		database.close = async () => {
			await close();
			this.#closed.push(place);
		};
		return database;
	}
}

async function empty(place: PostgresPlace): Promise<void> {
	const client = new Client(place);
	await client.connect();
	const { rows } = await client.query<{ tablename: string }>(
		"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'customer_journey_migration'",
	);
	const deletions = rows.map(({ tablename }) => `DELETE FROM ${tablename}`);
	// As a replica it looks after no foreign keys, so that the order of the tables does not matter.
	await client.query(['SET session_replication_role = replica', ...deletions].join('; '));
	await client.end();
}
