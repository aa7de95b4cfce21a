import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../store/database';
import { openPostgres } from '../../store/postgres/open-postgres';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { PostgresDatabases } from './postgres-databases';
import { startPostgres, type PostgresServer, type PostgresVersion } from './postgres-server';

/** What the store is promised to work on: SQLite, and the newest and the oldest PostgreSQL. */
const DATABASES = ['SQLite', 'PostgreSQL 18', 'PostgreSQL 13'] as const;

export type DatabaseName = (typeof DATABASES)[number];

/** A kind of database on which tests run; whoever opens one closes it. */
export interface TestDatabase {
	readonly name: DatabaseName;
	/** Opens one without rows. It may have its tables, which whoever migrates it does not notice. */
	readonly open: () => Promise<Database>;
	/** Opens a new one without tables. */
	readonly openBare: () => Promise<Database>;
}

const VERSIONS: Readonly<Record<Exclude<DatabaseName, 'SQLite'>, PostgresVersion>> = {
	'PostgreSQL 18': 18,
	'PostgreSQL 13': 13,
};

/**
 * Calls `describeOn` for every database, each started before its own tests and stopped after them: whoever runs the
 * tests of one starts no other.
 */
export function onEveryDatabase(describeOn: (database: TestDatabase) => void): void {
	for (const name of DATABASES) {
		describe(name, () =>
			describeOn({ name, ...(name === 'SQLite' ? onFiles() : onServer(VERSIONS[name])) }),
		);
	}
}

/**
 * Gives how many random cases of a property a database gets: on the older server a tenth of them. The statements are the
 * same and most of the time is the server's, so that each of its kinds of statement is run, but not every history again.
 */
export function runsOn(name: string, runs: number): number {
	return name === 'PostgreSQL 13' ? Math.ceil(runs / 10) : runs;
}

function onFiles(): Omit<TestDatabase, 'name'> {
	let folder = '';
	let files = 0;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'journey-store-'));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const open = async (): Promise<Database> => openSqlite(join(folder, `store-${++files}.sqlite`));
	return { open, openBare: open };
}

function onServer(version: PostgresVersion): Omit<TestDatabase, 'name'> {
	let server: PostgresServer;
	let databases: PostgresDatabases;
	beforeAll(async () => {
		server = await startPostgres(version);
		databases = new PostgresDatabases(server);
	}, 120_000);
	afterAll(async () => await server.stop());
	return {
		open: async () => await databases.open(),
		openBare: async () => openPostgres({ ...(await server.newDatabase()), tls: 'off' }),
	};
}
