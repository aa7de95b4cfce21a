import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MomentSettings } from '../../journey/moments/subscription';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Wait } from '../../journey/waits/wait';
import type { Database, SqlValue, Transaction } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { openSqlite } from '../../store/sqlite/open-sqlite';
import { endWaits } from '../../store/waits/end';
import type { KeptWait } from '../../store/wait-store';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { onEveryDatabase, runsOn } from '../support/databases';
import { email, MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';
import { continuedByMoment, parkedFor } from '../support/wait';
import { describeWaits } from './contracts/waits';
import { live, waitLives } from './wait-life';

const folder = mkdtempSync(join(tmpdir(), 'journey-waits-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

onEveryDatabase(({ name, open }) => {
	const openNew = async (): Promise<SqlJourneyStore> => {
		const database = await open();
		await migrate(database, NOON);
		return new SqlJourneyStore(database, randomUUID);
	};

	describeWaits(name, openNew);

	it(`the life of waits on ${name} is that of a simple model, whatever happens in whatever order`, async () => {
		const store = await openNew();
		const numRuns = name === 'SQLite' ? 150 : runsOn(name, 40);
		let lives = 0;
		try {
			await fc.assert(
				fc.asyncProperty(waitLives, async (commands) => {
					await live({ store, name: `life-${++lives}` }, commands);
				}),
				{ numRuns },
			);
		} finally {
			await store.close();
		}
	}, 240_000);

	it(`waits opened at once on ${name} are as those opened one by one, whatever had happened`, async () => {
		const store = await openNew();
		const numRuns = name === 'SQLite' ? 60 : runsOn(name, 20);
		let life = 0;
		try {
			await fc.assert(
				fc.asyncProperty(
					fc.array(happening, { maxLength: 6 }),
					fc.array(asking, { minLength: 2, maxLength: 6 }),
					async (happenings, askings) => {
						const own = `life-${++life}`;
						const ids = await recordAll(store, own, happenings);
						const requests = askings.flatMap(({ who, ...facts }, n) => {
							const customerId = ids.get(who);
							return customerId === undefined
								? []
								: [continuedByMoment(customerId, `${own}-${n}`, facts)];
						});
						const now = NOON + 10 * MINUTE_MS;
						const together = await store.openWaits(requests, now);
						const oneByOne = [];
						for (const { customerId, wait } of requests) {
							const alone = continuedByMoment(customerId, `${own}-${oneByOne.length}-alone`, wait);
							oneByOne.push(...(await store.openWaits([alone], now)));
						}
						expect(together.map(endOf)).toEqual(oneByOne.map(endOf));
					},
				),
				{ numRuns },
			);
		} finally {
			await store.close();
		}
	}, 240_000);
});

/** A database that tells of each statement it is asked to run, once for however many rows it takes at once. */
function on(
	database: Database,
	asked: (sql: string, parameters: readonly SqlValue[]) => void,
): Database {
	const told = (transaction: Transaction): Transaction => ({
		all: async (sql, parameters) => {
			asked(sql, parameters);
			return await transaction.all(sql, parameters);
		},
		runMany: async (sql, rows) => {
			const [first] = rows;
			if (first) asked(sql, first);
			return await transaction.runMany(sql, rows);
		},
	});
	return {
		dialect: database.dialect,
		write: async (work) =>
			await database.write(async (transaction) => await work(told(transaction))),
		writeAlone: async (work) => await database.writeAlone(work),
		read: async (work) => await database.read(async (transaction) => await work(told(transaction))),
		close: async () => await database.close(),
	};
}

it('an end is written once, also by somebody who read the wait before it ended', async () => {
	const database = openSqlite(join(folder, `store-${++files}.sqlite`));
	await migrate(database, NOON);
	const store = new SqlJourneyStore(database, randomUUID);
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };
	const [first] = await store.record([touchpoint('1')], options);
	const [opened] = await store.openWaits([parkedFor(first?.customerId ?? '', '1')], NOON);
	const ending = {
		...{ id: opened!.id, customerId: opened!.customerId, wait: opened!.wait, parked: true },
		resolution: { status: 'timed_out', why: 'deadline', at: NOON, touchpoint: null },
	} as const;
	const ended = await database.write(async (transaction) => [
		...(await endWaits(transaction, [ending], NOON)),
		...(await endWaits(transaction, [ending], NOON)),
	]);
	expect(ended).toEqual([ending]);
	await store.close();
});

it('an address to resume at is kept no longer than there is somebody to resume', async () => {
	const database = openSqlite(join(folder, `store-${++files}.sqlite`));
	await migrate(database, NOON);
	const store = new SqlJourneyStore(database, randomUUID);
	const addresses = async (): Promise<number> => {
		const sql = 'SELECT id FROM wait WHERE resume_url IS NOT NULL';
		return (await database.read(async (transaction) => await transaction.all(sql, []))).length;
	};
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };
	const [first] = await store.record([touchpoint('1')], options);
	const open = async (executionId: string, runIndex = 0, lookBackFrom = NOON) => {
		const request = parkedFor(first?.customerId ?? '', executionId, { lookBackFrom });
		if (request.continuation.by !== 'execution') throw new Error('The test parks');
		const execution = { ...request.continuation.execution, runIndex };
		const continuation = { by: 'execution' as const, execution };
		return await store.openWaits([{ ...request, continuation }], NOON);
	};
	const [told] = await open('told');
	await open('comes by again');
	await open('goes on by itself');
	expect(await addresses()).toBe(3);
	await store.record([touchpoint('2', { type: 'order_completed' })], options);
	expect(await addresses()).toBe(3);
	await store.settleResume(told?.id ?? '', 'done');
	expect(await addresses()).toBe(2);
	await open('comes by again');
	expect(await addresses()).toBe(1);
	await open('goes on by itself', 1);
	expect(await addresses()).toBe(0);
	await open('ended at once');
	expect(await addresses()).toBe(0);
	await store.close();
});

it('no statement about waits reads more of them than it needs', async () => {
	const database = openSqlite(join(folder, `store-${++files}.sqlite`));
	await migrate(database, NOON);
	const heard = new Map<string, readonly SqlValue[]>();
	const listening = on(database, (sql, parameters) => heard.set(sql, parameters));
	const store = new SqlJourneyStore(listening, randomUUID);
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };
	const [first] = await store.record([touchpoint('1')], options);
	await store.openWaits([parkedFor(first?.customerId ?? '', '1')], NOON);
	await store.record([touchpoint('2', { type: 'order_completed' })], options);
	await store.timeOutWaits(NOON, 10);
	const [resume] = await store.claimResumes('n8n-1', NOON + MINUTE_MS, 1, 10);
	await store.postponeResume(resume?.waitId ?? '', NOON);
	await store.settleResume(resume?.waitId ?? '', 'done');
	await store.nextWaitTime('n8n-1');
	const plans = new Map<string, string>();
	for (const [sql, parameters] of heard) {
		if (!/\bwait\b/.test(sql) || sql.startsWith('INSERT')) continue;
		const rows = await database.read(
			async (transaction) => await transaction.all(`EXPLAIN QUERY PLAN ${sql}`, parameters),
		);
		plans.set(sql, rows.map((row) => String(row.detail)).join('; '));
	}
	await store.close();
	expect(
		[...plans.values()].filter((plan) => /SCAN wait(?! USING COVERING INDEX)/.test(plan)),
	).toEqual([]);
	const used = [...plans.values()].join('; ');
	for (const index of [
		'wait_due',
		'wait_of_customer',
		'wait_undelivered',
		'wait_of_execution',
		'wait_settled',
	]) {
		expect(used).toContain(index);
	}
	expect(used).toContain('wait_of_customer (customer_id=? AND status=?)');
});

it('opening many waits asks the database no more often than opening two', async () => {
	const database = openSqlite(join(folder, `store-${++files}.sqlite`));
	await migrate(database, NOON);
	let asked = 0;
	const counted = on(database, () => (asked += 1));
	const store = new SqlJourneyStore(counted, randomUUID);
	const options = { definition: BUILT_IN_DEFINITIONS.aida, now: NOON };
	const people = await store.record(
		Array.from({ length: 60 }, (_, n) =>
			touchpoint(`${n}`, {
				type: n % 2 === 0 ? 'order_completed' : 'page_viewed',
				identities: [email(`person-${n}@example.com`)],
			}),
		),
		options,
	);
	const settings = {
		kind: 'wait_resolved',
		wait: '',
		outcomes: [],
	} as const satisfies MomentSettings;
	await store.subscribe({ id: 'workflow/node', settings, now: NOON });
	const open = async (name: string, count: number): Promise<number> => {
		asked = 0;
		const exits = { journey: { definition: 'aida' } };
		const opened = await store.openWaits(
			people
				.slice(0, count)
				.flatMap(({ customerId }, n) => [
					continuedByMoment(customerId ?? '', `${name}-${n}`, { exits }),
					parkedFor(customerId ?? '', `${name}-${n}`, { exits }),
				]),
			NOON,
		);
		expect(opened.filter((wait) => wait?.status === 'touchpoint')).toHaveLength(count);
		return asked;
	};
	expect(await open('many', 60)).toBe(await open('few', 2));
	await store.close();
});

const minutes = (least: number, most: number) =>
	fc.integer({ min: least, max: most }).map((count) => NOON + count * MINUTE_MS);

const happening = fc.record({
	who: fc.constantFrom('a', 'b'),
	type: fc.constantFrom('order_completed', 'page_viewed', 'ticket_opened'),
	occurredAt: minutes(0, 9),
	account: fc.constantFrom('acme', undefined),
});

const asking = fc.record({
	who: fc.constantFrom('a', 'b'),
	lookBackFrom: minutes(0, 9),
	deadlineAt: minutes(0, 12),
	rule: fc.constantFrom<Wait['rule']>({ types: ['order_completed'] }, { types: ['review_posted'] }),
	exits: fc.constantFrom<Wait['exits']>(
		{},
		{ types: ['ticket_opened'] },
		{ journey: { definition: 'aida' } },
		{ journey: { definition: 'buying_group' } },
	),
});

function endOf(kept: KeptWait | null) {
	return kept && { status: kept.status, resolution: kept.resolution };
}

/** Records what two people did, and gives their ids: as customers in one journey, as members of accounts in another. */
async function recordAll(
	store: SqlJourneyStore,
	own: string,
	happenings: readonly {
		readonly who: string;
		readonly type: string;
		readonly occurredAt: number;
		readonly account: string | undefined;
	}[],
): Promise<ReadonlyMap<string, string>> {
	const touchpoints = happenings.map(({ who, account, ...facts }, n) =>
		touchpoint(`${own}-${n}`, {
			...facts,
			identities: [email(`${who}-${own}@example.com`)],
			...(account !== undefined && { keys: { account: `${account}-${own}` } }),
		}),
	);
	const buying = {
		...BUILT_IN_DEFINITIONS.aida,
		name: 'buying_group',
		keyKind: 'account' as const,
	};
	await store.record(touchpoints, { definition: BUILT_IN_DEFINITIONS.aida, now: NOON });
	const recorded = await store.record(touchpoints, { definition: buying, now: NOON });
	return new Map(
		recorded.flatMap(({ customerId }, n) => {
			const who = happenings[n]?.who;
			return customerId === null || who === undefined ? [] : [[who, customerId]];
		}),
	);
}
