import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store-error';
import { SqliteDatabase } from './sqlite-database';
import { sqliteStoreError } from './sqlite-error';

/** "CJny" as a 32-bit number: marks a SQLite file as a journey store (sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x434a6e79;

/** How long a statement waits for another process that is writing. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Pages kept in memory, and the length of the write-ahead log at which it is written back. A batch of a thousand
 * touchpoints changes pages all over the file, some 16 MB of them: with SQLite's own 2 MB and 4 MB (sqlite.org/pragma.html) it
 * reads many of them twice and writes all of them back at each commit. With 64 MB it took a fifth less time than with 16 MB.
 */
const CACHE_KIB = 32 * 1024;
const CHECKPOINT_PAGES = 16_000;

/**
 * Opens the SQLite file at `path` (made with its folder when missing) so that a commit is on disk when it returns:
 * write-ahead log, full synchronous. Throws `StoreError` when the path is unusable or the file is somebody else's.
 */
export function openSqlite(path: string): SqliteDatabase {
	let connection: DatabaseSync;
	try {
		mkdirSync(dirname(path), { recursive: true });
		connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
	} catch (error) {
		throw new StoreError(
			'unusable_path',
			`The journey store ${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}. Check that the path names a file in a folder that the user that runs n8n may write.`,
			{ cause: error },
		);
	}
	try {
		claim(connection, path);
		connection.exec(
			`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
				PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
		);
	} catch (error) {
		connection.close();
		throw sqliteStoreError(error, path);
	}
	return new SqliteDatabase(connection, path);
}

/** Marks an empty file as ours; throws `not_ours` for a database that another program made. */
function claim(connection: DatabaseSync, path: string): void {
	const id = Number(connection.prepare('PRAGMA application_id').get()?.application_id);
	if (id === APPLICATION_ID) return;
	const tables = Number(connection.prepare('SELECT COUNT(*) AS n FROM sqlite_master').get()?.n);
	if (id !== 0 || tables > 0) {
		throw new StoreError(
			'not_ours',
			`The file ${path} is a database of another program. Choose another path for the journey store; the file was not changed.`,
		);
	}
	connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
}
