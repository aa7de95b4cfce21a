import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreSettings } from '../../store/open-store';
import { startPostgres, type PostgresServer } from '../support/postgres-server';

/** One of the two databases, with places for new stores. */
export interface Stores {
	readonly name: 'SQLite' | 'PostgreSQL';
	start(): Promise<void>;
	/** A place without a store. */
	newPlace(): Promise<StoreSettings>;
	/** Only for PostgreSQL, between `start` and `stop`. */
	readonly server: PostgresServer | null;
	stop(): Promise<void>;
}

function sqliteStores(): Stores {
	let folder = '';
	let files = 0;
	return {
		name: 'SQLite',
		server: null,
		start: async () => {
			folder = mkdtempSync(join(tmpdir(), 'journey-long-'));
		},
		newPlace: async () => ({ kind: 'sqlite', path: join(folder, `store-${++files}.sqlite`) }),
		stop: async () => rmSync(folder, { recursive: true, force: true }),
	};
}

function postgresStores(): Stores {
	let server: PostgresServer | null = null;
	return {
		name: 'PostgreSQL',
		get server() {
			return server;
		},
		start: async () => {
			server = await startPostgres();
		},
		newPlace: async () => {
			if (server === null) throw new Error('the server is not started');
			return { kind: 'postgres', ...(await server.newDatabase()), tls: 'off' };
		},
		stop: async () => await server?.stop(),
	};
}

/** Calls `describeOn` for both databases, each started before its tests and stopped after them. */
export function onBothDatabases(describeOn: (stores: Stores) => void): void {
	for (const stores of [sqliteStores(), postgresStores()]) {
		describe(`on ${stores.name}`, () => {
			beforeAll(async () => await stores.start());
			afterAll(async () => await stores.stop());
			describeOn(stores);
		});
	}
}

/** Says how far a long test is: a line at once, since jest is silent until a test is over. */
export function progress(text: string): void {
	process.stderr.write(`  ${text}\n`);
}

/** The seed of a run: the one in LONG_TEST_SEED, or a new one, said so that a failure can be run again. */
export function seedOf(test: string): number {
	const given = Number(process.env.LONG_TEST_SEED);
	const seed = Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 2 ** 31);
	progress(`${test}: seed ${seed} (LONG_TEST_SEED=${seed} runs the same again)`);
	return seed;
}
