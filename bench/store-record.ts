import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Touchpoint } from '../journey/touchpoint';
import { migrate } from '../store/migrations/migrate';
import { openSqlite } from '../store/sqlite/open-sqlite';
import { openRawRows, recordedPerSecond } from './recording';
import { median, medianRatio } from './statistics';
import { START, touchpointOfCode } from './touchpoint';

const ROUNDS = 7;
const TOUCHPOINTS = 2000;
const CUSTOMERS = 500;

/** Touchpoints a second recorded through the store and raw one-row commits a second, medians of the rounds. */
export interface StoreRecordFigures {
	readonly rounds: number;
	readonly recordedPerSecond: number;
	readonly rawCommitsPerSecond: number;
	/** Median of the ratios recorded / raw, round by round. */
	readonly ratio: number;
}

function touchpointNumber(n: number): Touchpoint {
	return touchpointOfCode(String(n), n, String(n % CUSTOMERS));
}

async function recordOneByOne(folder: string, round: number): Promise<number> {
	const database = openSqlite(join(folder, `store-${round}.sqlite`));
	await migrate(database, START);
	return await recordedPerSecond(
		database,
		Array.from({ length: TOUCHPOINTS }, (_, n) => [touchpointNumber(n)]),
	);
}

/** One row of the same size a commit. */
function commitRawRows(folder: string, round: number): number {
	const { file, insert } = openRawRows(join(folder, `raw-${round}.sqlite`));
	const rows = Array.from({ length: TOUCHPOINTS }, (_, n) => {
		const touchpoint = touchpointNumber(n);
		return [touchpoint.id, JSON.stringify(touchpoint)] as const;
	});
	const started = performance.now();
	for (const [id, body] of rows) insert.run(id, body);
	const seconds = (performance.now() - started) / 1000;
	file.close();
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
		ratio: medianRatio(recorded, raw),
	};
}
