import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Database } from './database';
import type { JourneyStore } from './journey-store';
import { migrate } from './migrations/migrate';
import { refuseMoved } from './moving/move-entry';
import { openPostgres, type PostgresSettings } from './postgres/open-postgres';
import { SqlJourneyStore } from './sql-journey-store';
import { openSqlite } from './sqlite/open-sqlite';

/** Where a store is. */
export type StoreSettings =
	| {
			readonly kind: 'sqlite';
			/** The file; relative paths start at the current folder. */
			readonly path: string;
	  }
	| ({ readonly kind: 'postgres' } & PostgresSettings);

const open = new Map<string, Promise<JourneyStore>>();

/**
 * Gives the store with these settings, opened and migrated once for the whole process and shared by all callers, who
 * therefore never close it; `closeStores` does. Throws `StoreError` with what is wrong and how to go on; a store
 * that could not be opened is tried again at the next call.
 */
export function openStore(settings: StoreSettings): Promise<JourneyStore> {
	const key = JSON.stringify(
		settings.kind === 'sqlite' ? { ...settings, path: resolve(settings.path) } : settings,
	);
	const known = open.get(key);
	if (known) return known;
	const opening = openNew(settings);
	open.set(key, opening);
	opening.catch(() => open.delete(key));
	return opening;
}

async function openNew(settings: StoreSettings): Promise<JourneyStore> {
	const database: Database =
		settings.kind === 'sqlite' ? openSqlite(resolve(settings.path)) : openPostgres(settings);
	try {
		await migrate(database, Date.now());
		await refuseMoved(database);
	} catch (error) {
		await database.close();
		throw error;
	}
	return new SqlJourneyStore(database, randomUUID);
}

/** Closes every open store; for programs that end and tests that remove the files. */
export async function closeStores(): Promise<void> {
	const stores = [...open.values()];
	open.clear();
	await Promise.all(stores.map(async (store) => await (await store).close()));
}
