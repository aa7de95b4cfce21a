import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { JourneyStore } from './journey-store';
import { migrate } from './migrations/migrate';
import { SqlJourneyStore } from './sql-journey-store';
import { openSqlite } from './sqlite/open-sqlite';

/** Where a store is. */
export interface StoreSettings {
	readonly kind: 'sqlite';
	/** The file; relative paths start at the current folder. */
	readonly path: string;
}

const open = new Map<string, Promise<JourneyStore>>();

/**
 * Gives the store with these settings, opened and migrated once for the whole process and shared by all callers, who
 * therefore never close it; `closeStores` does. Throws `StoreError` with what is wrong and how to go on; a store
 * that could not be opened is tried again at the next call.
 */
export function openStore(settings: StoreSettings): Promise<JourneyStore> {
	const path = resolve(settings.path);
	const known = open.get(path);
	if (known) return known;
	const opening = openNew(path);
	open.set(path, opening);
	opening.catch(() => open.delete(path));
	return opening;
}

async function openNew(path: string): Promise<JourneyStore> {
	const database = openSqlite(path);
	try {
		await migrate(database, Date.now());
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
