import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { BUILT_IN_DEFINITIONS } from '../journey/stages/built-in';
import type { Touchpoint } from '../journey/touchpoint';
import type { Database } from '../store/database';
import { SqlJourneyStore } from '../store/sql-journey-store';
import { START, touchpointOfCode } from './touchpoint';

/** Records batches through the store, each in one commit, closes it, and gives touchpoints a second. */
export async function recordedPerSecond(
	database: Database,
	batches: readonly (readonly Touchpoint[])[],
): Promise<number> {
	const store = new SqlJourneyStore(database, randomUUID);
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: START };
	const started = performance.now();
	for (const batch of batches) await store.record(batch, options);
	const seconds = (performance.now() - started) / 1000;
	await store.close();
	return batches.flat().length / seconds;
}

/**
 * Opens a new file at `path` for rows of an id and a body, with the store's own settings: the least that keeping
 * touchpoints can cost. Whoever opens it closes `file`.
 */
export function openRawRows(path: string): {
	readonly file: DatabaseSync;
	readonly insert: StatementSync;
} {
	const file = openRaw(path);
	file.exec('CREATE TABLE touchpoint (id TEXT PRIMARY KEY, body TEXT NOT NULL)');
	const insert = file.prepare('INSERT INTO touchpoint (id, body) VALUES (?, ?)');
	return { file, insert };
}

/**
 * Opens the file at `path`, with the store's own settings, for the state of each customer's journey, a row found by
 * three texts and replaced: what is kept by whoever follows customers by hand and keeps no touchpoint. A new file is filled with the
 * rows of `customers`. Whoever opens it closes `file`.
 */
export function openRawStates(
	path: string,
	customers: Iterable<string>,
): { readonly file: DatabaseSync; readonly replace: StatementSync } {
	const isNew = !existsSync(path);
	const file = openRaw(path);
	if (isNew) {
		file.exec(`CREATE TABLE state (customer TEXT NOT NULL, definition TEXT NOT NULL, journey_key TEXT NOT NULL,
			body TEXT NOT NULL, PRIMARY KEY (customer, definition, journey_key))`);
	}
	const replace = file.prepare(
		`INSERT INTO state (customer, definition, journey_key, body) VALUES (?, 'five_stage', '', ?)
			ON CONFLICT (customer, definition, journey_key) DO UPDATE SET body = excluded.body`,
	);
	if (isNew) {
		const body = JSON.stringify(touchpointOfCode('filled', 0, ''));
		file.exec('BEGIN');
		for (const customer of customers) replace.run(customer, body);
		file.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
	}
	return { file, replace };
}

function openRaw(path: string): DatabaseSync {
	const file = new DatabaseSync(path);
	file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
	return file;
}
