import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { randomUUID } from 'node:crypto';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { migrate } from '../../store/migrations/migrate';
import { closeStores, openStore } from '../../store/open-store';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { SqliteDatabase } from '../../store/sqlite/sqlite-database';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { NOON, touchpoint } from '../support/touchpoint';

const folder = mkdtempSync(join(tmpdir(), 'journey-store-'));
let files = 0;
const newPath = (): string => join(folder, `store-${++files}.sqlite`);

afterEach(closeStores);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('openStore on SQLite', () => {
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

	it('makes the folder and the file, and finds what it wrote when it is opened again', async () => {
		const path = join(folder, 'new', 'folder', 'store.sqlite');
		await (await openStore({ kind: 'sqlite', path })).record([touchpoint('1')], options);
		await closeStores();
		expect(await (await openStore({ kind: 'sqlite', path })).getTotals()).toMatchObject({
			touchpoints: 1,
			customers: 1,
		});
	});

	it('gives every caller the same store', async () => {
		const path = newPath();
		const [a, b] = await Promise.all([
			openStore({ kind: 'sqlite', path }),
			openStore({ kind: 'sqlite', path }),
		]);
		expect(a).toBe(b);
	});

	it('writes a commit to disk before it answers: write-ahead log, full synchronous', () => {
		const path = newPath();
		const database = openSqlite(path);
		const mode = async (pragma: string) =>
			(await database.read(async (t) => await t.all(`PRAGMA ${pragma}`, [])))[0];
		return Promise.all([
			expect(mode('journal_mode')).resolves.toEqual({ journal_mode: 'wal' }),
			expect(mode('synchronous')).resolves.toEqual({ synchronous: 2 }),
			expect(mode('foreign_keys')).resolves.toEqual({ foreign_keys: 1 }),
		]).finally(async () => await database.close());
	});

	it('refuses a file that is no database and leaves it as it is', async () => {
		const path = newPath();
		writeFileSync(path, 'Dear customer, '.repeat(100));
		await expect(openStore({ kind: 'sqlite', path })).rejects.toMatchObject({ code: 'not_ours' });
		expect(readFileSync(path, 'utf8')).toBe('Dear customer, '.repeat(100));
	});

	it('refuses the database of another program and leaves it as it is', async () => {
		const path = newPath();
		const other = new DatabaseSync(path);
		other.exec('CREATE TABLE invoices (id INTEGER)');
		other.close();
		await expect(openStore({ kind: 'sqlite', path })).rejects.toMatchObject({ code: 'not_ours' });
		expect(existsSync(`${path}-wal`)).toBe(false);
	});

	it('refuses a folder as a path, with what to check', async () => {
		await expect(openStore({ kind: 'sqlite', path: folder })).rejects.toMatchObject({
			code: 'unusable_path',
			message: expect.stringContaining(folder),
		});
	});

	it('refuses a store written by a newer version', async () => {
		const path = newPath();
		await openStore({ kind: 'sqlite', path });
		await closeStores();
		const file = new DatabaseSync(path);
		file.exec('INSERT INTO customer_journey_migration (version, applied_at) VALUES (999, 0)');
		file.close();
		await expect(openStore({ kind: 'sqlite', path })).rejects.toMatchObject({ code: 'too_new' });
	});

	it('says so when another program holds the lock, and goes on when it lets go', async () => {
		const path = newPath();
		const connection = new DatabaseSync(path, { timeout: 0 });
		connection.exec('PRAGMA journal_mode = WAL');
		connection.close();
		const database = new SqliteDatabase(new DatabaseSync(path, { timeout: 0 }), path);
		await migrate(database, NOON);
		const other = new DatabaseSync(path);
		other.exec('BEGIN IMMEDIATE');
		const store = new SqlJourneyStore(database, randomUUID);
		await expect(store.accept([touchpoint('1')])).rejects.toMatchObject({ code: 'locked' });
		other.exec('COMMIT');
		other.close();
		expect(await store.accept([touchpoint('1')])).toMatchObject([{ status: 'new' }]);
		await store.close();
	});

	it('says so when the file cannot be written', async () => {
		const path = newPath();
		await openStore({ kind: 'sqlite', path });
		await closeStores();
		const readOnly = new SqlJourneyStore(
			new SqliteDatabase(new DatabaseSync(path, { readOnly: true }), path),
			randomUUID,
		);
		await expect(readOnly.accept([touchpoint('1')])).rejects.toMatchObject({
			code: 'read_only',
			message: expect.stringContaining('right to write'),
		});
		await readOnly.close();
	});

	it('rolls back the whole batch when one statement fails', async () => {
		const store = await openStore({ kind: 'sqlite', path: newPath() });
		const broken = touchpoint('2', { channel: undefined as never });
		await expect(store.record([touchpoint('1'), broken], options)).rejects.toThrow();
		expect(await store.getTotals()).toMatchObject({ touchpoints: 0, customers: 0 });
		expect(await store.record([touchpoint('1')], options)).toMatchObject([{ outcome: 'moved' }]);
	});
});
