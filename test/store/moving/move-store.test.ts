import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import { run, type Database } from '../../../store/database';
import { migrate } from '../../../store/migrations/migrate';
import { giveUpMove, moveStore, type Move } from '../../../store/moving/move-store';
import { readTables } from '../../../store/moving/tables';
import { closeStores, openStore } from '../../../store/open-store';
import { openPostgres, type PostgresSettings } from '../../../store/postgres/open-postgres';
import { SqlJourneyStore } from '../../../store/sql-journey-store';
import { openSqlite } from '../../../store/sqlite/open-sqlite';
import { factsOf, peopleOf, picture } from '../../support/arrivals';
import { startPostgres, type PostgresServer } from '../../support/postgres-server';
import { freeDelivery } from '../../support/offer';
import { email, NOON, touchpoint } from '../../support/touchpoint';
import { parkedFor } from '../../support/wait';

const PEOPLE = 20;
const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

const folder = mkdtempSync(join(tmpdir(), 'journey-move-'));
const opened: Database[] = [];
let files = 0;
let server: PostgresServer;
let place: PostgresSettings;
let path = '';

beforeAll(async () => {
	server = await startPostgres();
}, 120_000);

beforeEach(async () => {
	place = { ...(await server.newDatabase()), tls: 'off' };
	path = join(folder, `store-${++files}.sqlite`);
});

afterEach(async () => {
	await Promise.all(opened.splice(0).map(async (database) => await database.close()));
	await closeStores();
});

afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

/** Fills the file with people who were found to be one, late touchpoints, a code, a wait and what was only accepted. */
async function fill(): Promise<SqlJourneyStore> {
	const store = new SqlJourneyStore(open(openSqlite(path)), randomUUID);
	await migrate(opened.at(-1)!, NOON);
	const size = { people: PEOPLE, minFacts: 2500, maxFacts: 2500, minutes: 300 };
	const [facts = []] = fc.sample(factsOf(size), { seed: 1, numRuns: 1 });
	for (let start = 0; start < facts.length; start += 250)
		await store.record(facts.slice(start, start + 250), options);
	await store.accept([touchpoint('only accepted, سلام, 你好', { properties: { note: "it's ?" } })]);
	const offer = freeDelivery();
	await store.saveOffer(offer, NOON);
	const who = await store.getContext(email(peopleOf(PEOPLE)[0]!), 1, NOON);
	const customerId = who!.customerId;
	const issued = await store.issue({
		code: 'CODE1',
		offer,
		customerId,
		channel: 'email',
		decision: { why: 'test' },
		now: NOON,
	});
	expect(issued.ok).toBe(true);
	await store.openWaits([parkedFor(customerId, 'execution-1')], NOON);
	return store;
}

function open<T extends Database>(database: T): T {
	opened.push(database);
	return database;
}

function moveOf(change: Partial<Move> = {}): Move {
	return {
		source: open(openSqlite(path)),
		target: open(openPostgres(place)),
		sourceName: path,
		targetName: 'db.example.com:5432/journeys',
		newId: randomUUID,
		now: NOON,
		onProgress: () => undefined,
		...change,
	};
}

async function seen(store: SqlJourneyStore): Promise<unknown> {
	const contexts = peopleOf(PEOPLE).map(
		async (address) => await store.getContext(email(address), 500, NOON),
	);
	return {
		contexts: await Promise.all(contexts),
		picture: await picture(store, peopleOf(PEOPLE)),
		waiting: await store.countWaiting(),
		offers: await store.getOffers(),
		backlog: await store.getBacklog(10),
	};
}

describe('moveStore', () => {
	it('gives PostgreSQL everything that the file holds', async () => {
		const before = await seen(await fill());
		const move = moveOf();
		const moved = await moveStore(move);
		expect(moved).toContainEqual({ table: 'touchpoint', rows: 2501 });
		expect(await seen(new SqlJourneyStore(move.target, randomUUID))).toEqual(before);
	});

	it('carries every table of the schema, each after those it refers to', async () => {
		const { source } = moveOf();
		await migrate(source, NOON);
		const tables = await source.read(readTables);
		const names = tables.map(({ name }) => name);
		const all = await source.read(
			async (t) =>
				await t.all(
					`SELECT m.name, f."table" AS target FROM sqlite_master m LEFT JOIN pragma_foreign_key_list(m.name) f
						WHERE m.type = 'table' AND m.name NOT LIKE 'customer_journey_%'`,
					[],
				),
		);
		expect(new Set(names)).toEqual(new Set(all.map(({ name }) => name)));
		for (const { name, target } of all) {
			if (target === null || target === name) continue;
			expect(names.indexOf(String(target))).toBeLessThan(names.indexOf(String(name)));
		}
		expect(tables.find(({ name }) => name === 'customer')?.selfReferences).toEqual(['merged_into']);
	});

	it('goes on wherever it was interrupted, and lets nobody use half a store', async () => {
		const before = await seen(await fill());
		let calls = 0;
		let interruptions = 0;
		for (let stop = 2; ; stop += 11) {
			calls = 0;
			const move = moveOf({
				onProgress: () => {
					if (++calls === stop) throw new Error('interrupted');
				},
			});
			const outcome = await moveStore(move).catch((error: Error) => error.message);
			if (outcome !== 'interrupted') {
				expect(await seen(new SqlJourneyStore(move.target, randomUUID))).toEqual(before);
				break;
			}
			interruptions += 1;
			await expect(openStore({ kind: 'postgres', ...place })).rejects.toMatchObject({
				code: 'moved',
				message: expect.stringContaining('still being filled'),
			});
		}
		expect(interruptions).toBeGreaterThan(2);
		expect(await (await openStore({ kind: 'postgres', ...place })).getTotals()).toMatchObject({
			touchpoints: 2501,
		});
	});

	it('keeps the file from being changed from its beginning on, also by whoever has it open', async () => {
		const store = await fill();
		const other = moveOf({
			onProgress: () => {
				throw new Error('interrupted');
			},
		});
		await expect(moveStore(other)).rejects.toThrow('interrupted');
		const refusal = {
			code: 'moved',
			message: expect.stringContaining('db.example.com:5432/journeys'),
		};
		await expect(store.accept([touchpoint('new')])).rejects.toMatchObject(refusal);
		await expect(openStore({ kind: 'sqlite', path })).rejects.toMatchObject(refusal);
	});

	it('refuses a database with other data, and leaves both as they are', async () => {
		const store = await fill();
		const there = await openStore({ kind: 'postgres', ...place });
		await there.record([touchpoint('of another store')], options);
		await expect(moveStore(moveOf())).rejects.toMatchObject({ code: 'target_in_use' });
		expect(await there.getTotals()).toMatchObject({ touchpoints: 1 });
		expect(await store.accept([touchpoint('new')])).toMatchObject([{ status: 'new' }]);
	});

	it('refuses a database that is being filled from another file', async () => {
		await fill();
		const interrupt = (): void => {
			throw new Error('interrupted');
		};
		await expect(moveStore(moveOf({ onProgress: interrupt }))).rejects.toThrow('interrupted');
		path = join(folder, `store-${++files}.sqlite`);
		await expect(moveStore(moveOf())).rejects.toMatchObject({ code: 'target_in_use' });
	});

	it('notices a value that is not the same in both', async () => {
		await fill();
		const target = open(openPostgres(place));
		let changed: Promise<unknown> | null = null;
		const move = moveOf({
			onProgress: ({ step, table }) => {
				if (step === 'copy' && table === 'journey_touchpoint') {
					changed ??= target.write(
						async (t) => await run(t, "UPDATE touchpoint SET type = 'x' WHERE id = ?", ['test:7']),
					);
				}
			},
		});
		await expect(moveStore(move)).rejects.toMatchObject({
			code: 'difference',
			message: expect.stringContaining('touchpoint'),
		});
		await changed;
	});

	it('says that the file was moved when it is moved again', async () => {
		await fill();
		await moveStore(moveOf());
		await expect(moveStore(moveOf())).rejects.toMatchObject({ code: 'already_moved' });
	});
});

describe('giveUpMove', () => {
	it('lets the file be used again when the move is not finished', async () => {
		await fill();
		const interrupt = (): void => {
			throw new Error('interrupted');
		};
		await expect(moveStore(moveOf({ onProgress: interrupt }))).rejects.toThrow('interrupted');
		await giveUpMove(open(openSqlite(path)));
		const store = await openStore({ kind: 'sqlite', path });
		expect(await store.accept([touchpoint('new')])).toMatchObject([{ status: 'new' }]);
	});

	it('refuses when there is nothing to give up, and after the end', async () => {
		await fill();
		const source = open(openSqlite(path));
		await expect(giveUpMove(source)).rejects.toMatchObject({ code: 'not_moving' });
		await moveStore(moveOf());
		await expect(giveUpMove(source)).rejects.toMatchObject({
			code: 'not_moving',
			message: expect.stringContaining('only there'),
		});
	});
});
