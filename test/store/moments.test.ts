import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../store/migrations/migrate';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { PostgresDatabases } from '../support/postgres-databases';
import { startPostgres, type PostgresServer } from '../support/postgres-server';
import { NOON } from '../support/touchpoint';
import { describeMomentStore } from './contracts/moments';

const folder = mkdtempSync(join(tmpdir(), 'journey-moments-'));
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

describeMomentStore('SQLite', async () => {
	const database = openSqlite(join(folder, `${randomUUID()}.sqlite`));
	await migrate(database, NOON);
	return new SqlJourneyStore(database, randomUUID);
});

describeMomentStore('PostgreSQL', async () => {
	const database = await databases.open();
	await migrate(database, NOON);
	return new SqlJourneyStore(database, randomUUID);
});
