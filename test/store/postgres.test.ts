import { MIGRATIONS } from '../../store/migrations';
import { migrate } from '../../store/migrations/migrate';
import { closeStores, openStore } from '../../store/open-store';
import { openPostgres } from '../../store/postgres/open-postgres';
import { NOON, touchpoint } from '../support/touchpoint';
import { startPostgres, type PostgresServer } from '../support/postgres-server';

let server: PostgresServer;

beforeAll(async () => {
	server = await startPostgres();
}, 120_000);

afterAll(async () => {
	await server.stop();
});

describe('openStore on PostgreSQL', () => {
	it('migrates once when several processes start at the same moment', async () => {
		const place = { ...(await server.newDatabase()), tls: 'off' as const };
		const databases = Array.from({ length: 4 }, () => openPostgres(place));
		await Promise.all(databases.map(async (database) => await migrate(database, NOON)));
		const [rows] = await Promise.all(
			databases.map(
				async (database) =>
					await database.read(
						async (t) =>
							await t.all('SELECT version FROM customer_journey_migration ORDER BY version', []),
					),
			),
		);
		expect(rows).toEqual(MIGRATIONS.map((_, index) => ({ version: index + 1 })));
		await Promise.all(databases.map(async (database) => await database.close()));
	});

	it.each([
		['a wrong password', { password: 'not-the-example' }, '28P01', 'password'],
		['a database that is not there', { database: 'nowhere' }, '3D000', 'does not exist'],
		['a port on which nobody answers', { port: 1 }, 'ECONNREFUSED', 'host and port'],
	])('says what to do about %s, and never the password', async (_what, change, code, advice) => {
		const place = { ...(await server.newDatabase()), ...change };
		const failure = await openStore({ kind: 'postgres', ...place, tls: 'off' }).catch(
			(error: Error) => error,
		);
		expect(failure).toMatchObject({ name: 'StoreError', code: 'unusable_path' });
		expect((failure as Error).message).toContain(code);
		expect((failure as Error).message).toContain(advice);
		expect((failure as Error).message).not.toContain(place.password);
	});

	it('refuses a server that cannot prove who it is when encryption is asked for', async () => {
		const place = await server.newDatabase();
		await expect(openStore({ kind: 'postgres', ...place, tls: 'verified' })).rejects.toThrow(/SSL/);
	});

	it('goes on after the server has cut its connections', async () => {
		const place = await server.newDatabase();
		const store = await openStore({ kind: 'postgres', ...place, tls: 'off' });
		await store.accept([touchpoint('1')]);
		await server.cutConnections(place.database);
		expect(await store.accept([touchpoint('1'), touchpoint('2')])).toMatchObject([
			{ status: 'duplicate' },
			{ status: 'new' },
		]);
		await closeStores();
	});
});
