import { randomUUID } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { BUILT_IN_DEFINITIONS } from '../journey/stages/built-in';
import type { Touchpoint } from '../journey/touchpoint';
import type { Database } from '../store/database';
import { SqlJourneyStore } from '../store/sql-journey-store';
import { START } from './touchpoint';

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
	const file = new DatabaseSync(path);
	file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
	file.exec('CREATE TABLE touchpoint (id TEXT PRIMARY KEY, body TEXT NOT NULL)');
	const insert = file.prepare('INSERT INTO touchpoint (id, body) VALUES (?, ?)');
	return { file, insert };
}
