import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Database } from '../../store/database';
import { MIGRATIONS } from '../../store/migrations';
import { openPostgres } from '../../store/postgres/open-postgres';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import type { StoreSettings } from '../../store/open-store';
import { startPostgres, type PostgresServer } from '../support/postgres-server';

const PROCESSES = 5;
const EMPTY = 'ready, 0 touchpoints';

const folder = mkdtempSync(join(tmpdir(), 'journey-open-'));
let server: PostgresServer;

beforeAll(async () => {
	server = await startPostgres();
}, 120_000);

afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** Lets compiled children open the store at the same moment and gives what each said, its complaints with it. */
async function openAtOnce(settings: StoreSettings): Promise<readonly string[]> {
	const children = Array.from({ length: PROCESSES }, () =>
		spawn(process.execPath, [resolve('dist/test/store/open-child.js'), JSON.stringify(settings)], {
			env: { ...process.env, NODE_NO_WARNINGS: '1' },
		}),
	);
	const ready = children.map(async (child) => await once(child.stdout, 'data'));
	const endings = children.map(async (child) => {
		let said = '';
		child.stdout.on('data', (chunk) => (said += String(chunk)));
		child.stderr.on('data', (chunk) => (said += String(chunk)));
		await new Promise((done) => child.on('close', done));
		return said;
	});
	await Promise.race([Promise.all(ready), Promise.all(endings)]);
	for (const child of children) child.stdin.end('open');
	return await Promise.all(endings);
}

async function expectMigratedOnce(database: Database): Promise<void> {
	const rows = await database.read(
		async (t) => await t.all('SELECT version FROM customer_journey_migration ORDER BY version', []),
	);
	await database.close();
	expect(rows.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
}

describe('five processes that open the same empty store at once', () => {
	it('all get it on SQLite, and it is migrated once', async () => {
		const path = join(folder, 'store.sqlite');
		expect(await openAtOnce({ kind: 'sqlite', path })).toEqual(Array(PROCESSES).fill(EMPTY));
		await expectMigratedOnce(openSqlite(path));
	});

	it('all get it on PostgreSQL, and it is migrated once', async () => {
		const settings = {
			kind: 'postgres' as const,
			...(await server.newDatabase()),
			tls: 'off' as const,
		};
		expect(await openAtOnce(settings)).toEqual(Array(PROCESSES).fill(EMPTY));
		await expectMigratedOnce(openPostgres(settings));
	});
});
