import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BUILT_IN_DEFINITIONS } from '../journey/stages/built-in';
import type { Touchpoint } from '../journey/touchpoint';
import { migrate } from '../store/migrations/migrate';
import { SqlJourneyStore } from '../store/sql-journey-store';
import { openSqlite } from '../store/sqlite/open-sqlite';
import { median } from './statistics';

const ROUNDS = 7;
const TOUCHPOINTS = 2000;
const CUSTOMERS = 500;
const START = Date.UTC(2026, 0, 1);
const TYPES = [
	'product_viewed',
	'product_added',
	'order_completed',
	'order_fulfilled',
	'survey_answered',
];

/** Touchpoints a second recorded through the store and raw one-row commits a second, medians of the rounds. */
export interface StoreRecordFigures {
	readonly rounds: number;
	readonly recordedPerSecond: number;
	readonly rawCommitsPerSecond: number;
	/** Median of the ratios recorded / raw, round by round. */
	readonly ratio: number;
}

function touchpointNumber(n: number): Touchpoint {
	const type = TYPES[n % TYPES.length] ?? 'product_viewed';
	return {
		id: `bench:${n}`,
		source: 'bench',
		delivery: 'bench',
		dedupe: 'event_id',
		type,
		channel: 'web',
		occurredAt: START + n * 1000,
		receivedAt: START + n * 1000,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'email', value: `customer-${n % CUSTOMERS}@example.com` },
			{ kind: 'external', namespace: 'shop', value: String(n % CUSTOMERS) },
		],
		attributes: { firstName: 'Charlotte', language: 'en' },
		keys: {},
		properties: { url: 'https://shop.example/p/1' },
		test: false,
		...(type === 'survey_answered'
			? {
					experience: {
						metric: 'csat' as const,
						scale: [1, 5] as [number, number],
						raw: 4,
						score: 75,
					},
				}
			: {}),
	};
}

async function recordOneByOne(folder: string, round: number): Promise<number> {
	const database = openSqlite(join(folder, `store-${round}.sqlite`));
	await migrate(database, START);
	const store = new SqlJourneyStore(database, randomUUID);
	const touchpoints = Array.from({ length: TOUCHPOINTS }, (_, n) => touchpointNumber(n));
	const started = performance.now();
	for (const touchpoint of touchpoints) {
		await store.record([touchpoint], { definition: BUILT_IN_DEFINITIONS.five_stage, now: START });
	}
	const seconds = (performance.now() - started) / 1000;
	await store.close();
	return TOUCHPOINTS / seconds;
}

/** One row of the same size a commit, with the store's own settings: the least that keeping a touchpoint can cost. */
function commitRawRows(folder: string, round: number): number {
	const raw = new DatabaseSync(join(folder, `raw-${round}.sqlite`));
	raw.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
	raw.exec('CREATE TABLE touchpoint (id TEXT PRIMARY KEY, body TEXT NOT NULL)');
	const insert = raw.prepare('INSERT INTO touchpoint (id, body) VALUES (?, ?)');
	const rows = Array.from({ length: TOUCHPOINTS }, (_, n) => [
		`bench:${n}`,
		JSON.stringify(touchpointNumber(n)),
	]);
	const started = performance.now();
	for (const [id, body] of rows) insert.run(id ?? null, body ?? null);
	const seconds = (performance.now() - started) / 1000;
	raw.close();
	return TOUCHPOINTS / seconds;
}

/**
 * Measures recording, one touchpoint a commit, against raw one-row commits of node:sqlite with the same settings, in
 * turn in one run so that a noisy machine troubles both. `onRound` hears of each finished round.
 */
export async function benchStoreRecord(
	onRound: (done: number, of: number) => void,
): Promise<StoreRecordFigures> {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-bench-'));
	const recorded: number[] = [];
	const raw: number[] = [];
	try {
		// The first round warms up the compiler and the disk and is not counted.
		for (let round = 0; round <= ROUNDS; round++) {
			const commits = commitRawRows(folder, round);
			const records = await recordOneByOne(folder, round);
			if (round === 0) continue;
			raw.push(commits);
			recorded.push(records);
			onRound(round, ROUNDS);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return {
		rounds: ROUNDS,
		recordedPerSecond: median(recorded),
		rawCommitsPerSecond: median(raw),
		ratio: median(recorded.map((records, round) => records / (raw[round] ?? Number.NaN))),
	};
}
