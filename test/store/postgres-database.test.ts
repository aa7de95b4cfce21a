import { run, type Transaction } from '../../store/database';
import { openPostgres } from '../../store/postgres/open-postgres';
import { PostgresDatabase } from '../../store/postgres/postgres-database';
import { checkServer } from '../../store/postgres/server-requirements';
import { startPostgres, type PostgresPlace, type PostgresServer } from '../support/postgres-server';

const HOST = 'db.example.com:5432/journeys';
const SETTINGS = 'SELECT name, setting FROM pg_settings WHERE name = ANY(?::text[]) ORDER BY name';

let server: PostgresServer;
const opened: PostgresDatabase[] = [];

beforeAll(async () => {
	server = await startPostgres();
}, 120_000);

afterEach(async () => {
	await Promise.all(opened.splice(0).map(async (database) => await database.close()));
});

afterAll(async () => {
	await server.stop();
});

function open(
	place: PostgresPlace,
	settings: object = {},
	pause: () => Promise<void> = async () => undefined,
): PostgresDatabase {
	const database = new PostgresDatabase({ ...place, ...settings }, pause);
	opened.push(database);
	return database;
}

const value = async (transaction: Transaction, sql: string): Promise<unknown> =>
	Object.values((await transaction.all(sql, []))[0] ?? {})[0];

/** Asks until the answer is yes: the server's own words about who waits for what. */
async function until(database: PostgresDatabase, sql: string): Promise<void> {
	while ((await database.read(async (t) => await value(t, sql))) !== true);
}

describe('a server that cannot hold a journey store', () => {
	it('is refused before version 13, with its version and the next step', () => {
		const facts = { number: '120022', version: '12.22', encoding: 'UTF8' };
		expect(() => checkServer(facts, HOST)).toThrow(
			expect.objectContaining({
				code: 'server_too_old',
				message: expect.stringMatching(/version 12\.22.*13 or later.*Update/s),
			}),
		);
		expect(() => checkServer({ ...facts, number: '130000' }, HOST)).not.toThrow();
	});

	it('is refused without UTF-8, when the store is opened', async () => {
		const place = await server.newDatabase("ENCODING 'SQL_ASCII' TEMPLATE template0");
		await expect(open(place).writeAlone(async () => undefined)).rejects.toMatchObject({
			code: 'unusable_path',
			message: expect.stringContaining('SQL_ASCII'),
		});
	});
});

describe('encryption', () => {
	it('is refused in words when the server has none', async () => {
		const database = openPostgres({ ...(await server.newDatabase()), tls: 'verified' });
		opened.push(database);
		await expect(database.read(async () => undefined)).rejects.toMatchObject({
			name: 'StoreError',
			message: expect.stringMatching(/does not offer encryption.*choose Off/s),
		});
	});

	it('is used when the server proves who it is, and only then', async () => {
		const own = await startPostgres();
		try {
			const certificate = await own.encrypt();
			const place = await own.newDatabase();
			const database = openPostgres({ ...place, tls: 'verified', certificate });
			const isEncrypted = 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()';
			expect(await database.read(async (t) => await value(t, isEncrypted))).toBe(true);
			await database.close();

			const stranger = openPostgres({ ...place, tls: 'verified' });
			await expect(stranger.read(async () => undefined)).rejects.toThrow(
				/not signed by a public authority/,
			);
			await stranger.close();

			const renamed = openPostgres({ ...place, host: 'localhost', tls: 'verified', certificate });
			await expect(renamed.read(async () => undefined)).rejects.toThrow(/for another host/);
			await renamed.close();
		} finally {
			await own.stop();
		}
	}, 120_000);
});

describe('limits', () => {
	it('bound the pool, the statements and the time a frozen process may hold its locks', async () => {
		const database = openPostgres({ ...(await server.newDatabase()), tls: 'off' });
		opened.push(database);
		const names = '{statement_timeout,idle_in_transaction_session_timeout,lock_timeout}';
		expect(await database.read(async (t) => await t.all(SETTINGS, [names]))).toEqual([
			{ name: 'idle_in_transaction_session_timeout', setting: '60000' },
			{ name: 'lock_timeout', setting: '0' },
			{ name: 'statement_timeout', setting: '60000' },
		]);
		await Promise.all(
			Array.from(
				{ length: 40 },
				async () => await database.read(async (t) => await value(t, 'SELECT 1')),
			),
		);
		const connections = await database.read(
			async (t) =>
				await value(t, 'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()'),
		);
		expect(connections).toBeLessThanOrEqual(8);
	});

	it('give a change of the schema as long as it needs, but not for waiting', async () => {
		const database = openPostgres({ ...(await server.newDatabase()), tls: 'off' });
		opened.push(database);
		const names = '{statement_timeout,lock_timeout}';
		expect(await database.writeAlone(async (t) => await t.all(SETTINGS, [names]))).toEqual([
			{ name: 'lock_timeout', setting: '15000' },
			{ name: 'statement_timeout', setting: '0' },
		]);
	});

	it('say so when every connection stays in use', async () => {
		const database = open(await server.newDatabase(), { max: 1, connectionTimeoutMillis: 100 });
		await database.write(async () => {
			await expect(database.read(async () => undefined)).rejects.toMatchObject({
				name: 'StoreError',
				code: 'busy',
				message: expect.stringMatching(/All 1 connections .* were in use for 0\.1 seconds/),
			});
		});
	});

	it('say so when the server has no free connection', async () => {
		const place = await server.newDatabase('CONNECTION LIMIT 0');
		const user = await server.newUser();
		await expect(open({ ...place, ...user }).write(async () => undefined)).rejects.toMatchObject({
			code: 'busy',
			message: expect.stringContaining('max_connections'),
		});
	});

	it('say so when a statement takes too long', async () => {
		const database = open(await server.newDatabase(), { statement_timeout: 50 });
		await expect(
			database.write(async (t) => await t.all('SELECT pg_sleep(600)', [])),
		).rejects.toMatchObject({ message: expect.stringContaining('longer than its time limit') });
	});

	it('free the locks of a process that was frozen in the middle of a step, which is then done again', async () => {
		const place = await server.newDatabase();
		const watcher = open(place);
		const database = open(place, { idle_in_transaction_session_timeout: 50 });
		const tries: unknown[] = [];
		const result = await database.write(async (t) => {
			tries.push(await value(t, 'SELECT pg_backend_pid()'));
			if (tries.length === 1) {
				const gone = `SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = ${String(tries[0])})`;
				await until(watcher, gone);
			}
			return await value(t, "SELECT 'done'");
		});
		expect(result).toBe('done');
		expect(tries).toHaveLength(2);
	});
});

describe('changes of the schema', () => {
	it('wait for one another, and see what the one before did', async () => {
		const place = await server.newDatabase();
		const [first, second] = [open(place), open(place)];
		let later: Promise<unknown> = Promise.resolve();
		await first.writeAlone(async (t) => {
			await run(t, 'CREATE TABLE made (n BIGINT)', []);
			later = second.writeAlone(async (own) => await value(own, 'SELECT count(*) FROM made'));
			await until(
				first,
				"SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)",
			);
			await run(t, 'INSERT INTO made (n) VALUES (1)', []);
		});
		expect(await later).toBe(1);
	});
});

describe('many who write the same row', () => {
	it('all get their turn, in two processes with a few connections each', async () => {
		const place = await server.newDatabase();
		const databases = [open(place, { max: 8 }), open(place, { max: 8 })];
		await databases[0]!.writeAlone(async (t) => {
			await run(t, 'CREATE TABLE counter (n BIGINT)', []);
			await run(t, 'INSERT INTO counter (n) VALUES (0)', []);
		});
		await Promise.all(
			Array.from(
				{ length: 100 },
				async (_, caller) =>
					await databases[caller % 2]!.write(async (t) => {
						const known = Number(await value(t, 'SELECT n FROM counter'));
						await run(t, 'UPDATE counter SET n = ?', [known + 1]);
					}),
			),
		);
		expect(await databases[0]!.read(async (t) => await value(t, 'SELECT n FROM counter'))).toBe(
			100,
		);
		const held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'";
		expect(await databases[0]!.read(async (t) => await value(t, held))).toBe(0);
	});

	it('go one after the other where they lose races, and side by side again once enough went well', async () => {
		const database = open(await server.newDatabase(), { max: 2 });
		let tries = 0;
		await database.write(async (t) => {
			const lost = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'serialization_failure'; END $$";
			if (++tries === 1) await t.all(lost, []);
		});
		let [going, most] = [0, 0];
		const many = Array.from({ length: 20 }, async () => {
			await database.write(async (t) => {
				most = Math.max(most, ++going);
				await t.all('SELECT 1', []);
				going -= 1;
			});
		});
		// Those who come last may find a lane that is open again.
		await Promise.all(many.slice(0, 10));
		expect([tries, most]).toEqual([2, 1]);
		await Promise.all(many);
		const met = Promise.withResolvers<void>();
		let begun = 0;
		const meeting = async () => {
			if (++begun === 2) met.resolve();
			await met.promise;
		};
		await Promise.all([database.write(meeting), database.write(meeting)]);
	});
});

describe('a server that restarts', () => {
	/** What a pause between tries waits for: the server is back. */
	let back: Promise<void> = Promise.resolve();
	const restart = async (signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> => {
		await server.crash(signal);
		back = server.restart();
	};

	it.each(['SIGKILL', 'SIGQUIT'] as const)(
		'is waited for between steps and in the middle of one (%s)',
		async (signal) => {
			const database = open(await server.newDatabase(), {}, async () => await back);
			await database.writeAlone(async (t) => await run(t, 'CREATE TABLE n (n BIGINT)', []));
			await restart(signal);
			let tries = 0;
			await database.write(async (t) => {
				await run(t, 'INSERT INTO n (n) VALUES (?)', [++tries]);
				if (tries === 1) await restart(signal);
				await run(t, 'INSERT INTO n (n) VALUES (?)', [tries]);
			});
			expect(await database.read(async (t) => await t.all('SELECT n FROM n', []))).toEqual([
				{ n: 2 },
				{ n: 2 },
			]);
		},
		120_000,
	);

	it('is not waited for when it never was there', async () => {
		const pauses: number[] = [];
		const place = { ...(await server.newDatabase()), port: 1 };
		const database = open(place, {}, async () => void pauses.push(1));
		await expect(database.write(async () => undefined)).rejects.toThrow(/ECONNREFUSED/);
		expect(pauses).toEqual([]);
	});

	it('leaves it open whether a step was kept that was being committed, and does it not again', async () => {
		const database = open(await server.newDatabase());
		await database.writeAlone(async (t) => {
			await run(t, 'CREATE TABLE n (n BIGINT)', []);
			// At the commit of a row the server ends the connection.
			await run(
				t,
				`CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS
					'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'`,
				[],
			);
			await run(
				t,
				'CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON n DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()',
				[],
			);
		});
		let tries = 0;
		await expect(
			database.write(async (t) => {
				tries += 1;
				await run(t, 'INSERT INTO n (n) VALUES (1)', []);
			}),
		).rejects.toMatchObject({ code: 'outcome_unknown', message: expect.stringContaining('again') });
		expect(tries).toBe(1);
	});
});
