import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../store/migrations/migrate';
import { openPostgres } from '../../store/postgres/open-postgres';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { startPostgres, type PostgresServer } from '../support/postgres-server';
import { NOON } from '../support/touchpoint';
import { describeMomentStore } from './contracts/moments';

const folder = mkdtempSync(join(tmpdir(), 'journey-moments-'));
let server: PostgresServer;

beforeAll(async () => {
	server = await startPostgres();
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
	const database = openPostgres({ ...(await server.newDatabase()), tls: 'off' });
	await migrate(database, NOON);
	return new SqlJourneyStore(database, randomUUID);
});
