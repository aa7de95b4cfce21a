import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../store/migrations/migrate';
import { PostgresDatabase } from '../../store/postgres/postgres-database';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { NOON } from '../support/touchpoint';
import { startPostgres, type PostgresServer } from '../support/postgres-server';
import { describeJourneyStore } from './contract';

let server: PostgresServer;

beforeAll(async () => {
	server = await startPostgres();
}, 120_000);

afterAll(async () => {
	await server.stop();
});

describeJourneyStore('PostgreSQL', async () => {
	const database = new PostgresDatabase(
		await server.newDatabase(),
		async (attempt) => await sleep(attempt * 5),
	);
	await migrate(database, NOON);
	return new SqlJourneyStore(database, randomUUID);
});
