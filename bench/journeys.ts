import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Progress } from '../host/terminal';
import type { Touchpoint } from '../journey/touchpoint';
import { openSqlite } from '../store/sqlite/open-sqlite';
import { addressOf, makeCrowd, touchpointOf } from './crowd';
import { openRawRows, openRawStates, recordedPerSecond } from './recording';
import { median, medianRatio } from './statistics';
import { benchWaiting, type WaitingFigures } from './waiting';

const ROUNDS = 5;
const SINGLE = 1000;
const BATCHES = 10;
const BATCH = 1000;
const SMALL = 10_000;
const LARGE = 1_000_000;
/** Prime, so that touchpoints one after another come from customers all over the store. */
const STRIDE = 7919;

/** How touchpoints are written: a commit for each, or one for a thousand. */
export const WAYS = ['single', 'batch'] as const;

export type Way = (typeof WAYS)[number];

/** Touchpoints a second, medians of the rounds, and medians of the ratios round by round. */
export interface WayFigures {
	/** Rows of the same size added by node:sqlite in transactions of the same length, with the same settings. */
	readonly raw: number;
	/** Rows of the same size, one for each of ten thousand customers, replaced in the same way. */
	readonly replacedSmall: number;
	/** The same for a million customers. */
	readonly replacedLarge: number;
	/** Recorded by the store with ten thousand customers. */
	readonly small: number;
	/** Recorded by the store with a million customers. */
	readonly large: number;
	readonly smallToRaw: number;
	readonly largeToRaw: number;
	readonly smallToReplaced: number;
	readonly largeToReplaced: number;
	readonly largeToSmall: number;
}

export interface JourneysFigures {
	readonly single: WayFigures;
	readonly batch: WayFigures;
	readonly waiting: WaitingFigures;
}

const RIVALS = ['raw', 'replacedSmall', 'replacedLarge', 'small', 'large'] as const;

type Rival = (typeof RIVALS)[number];

/**
 * Measures recording in a small and in a large store against raw rows of node:sqlite, added and replaced, one by one
 * and by the thousand, in turn in one run so that a noisy machine troubles all of them. The first round warms up and is not counted.
 */
export async function benchJourneys(progress: Progress): Promise<JourneysFigures> {
	const folder = mkdtempSync(join(tmpdir(), 'customer-journey-bench-'));
	try {
		for (const customers of [SMALL, LARGE]) {
			await progress.step(
				`Making a store with ${customers} customers`,
				async (report) =>
					await makeCrowd(crowdPath(folder, customers), customers, (done) =>
						report({ done, total: customers, unit: 'customers' }),
					),
			);
		}
		const rivals: Readonly<Record<Rival, (way: Way, round: number) => Promise<number>>> = {
			raw: async (way, round) => writeRaw(folder, way, round),
			replacedSmall: async (way, round) => replaceRaw(folder, SMALL, way, round),
			replacedLarge: async (way, round) => replaceRaw(folder, LARGE, way, round),
			small: async (way, round) => await record(folder, SMALL, way, round),
			large: async (way, round) => await record(folder, LARGE, way, round),
		};
		const measured = new Map<string, number[]>();
		await progress.step('Recording', async (report) => {
			for (let round = 0; round <= ROUNDS; round++) {
				for (const way of WAYS) {
					for (const rival of RIVALS) {
						const perSecond = await rivals[rival](way, round);
						if (round === 0) continue;
						measured.set(`${way} ${rival}`, [
							...(measured.get(`${way} ${rival}`) ?? []),
							perSecond,
						]);
					}
				}
				report({ done: round, total: ROUNDS, unit: 'rounds' });
			}
		});
		return {
			single: figuresOf(measured, 'single'),
			batch: figuresOf(measured, 'batch'),
			waiting: await benchWaiting(folder, progress),
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function figuresOf(measured: ReadonlyMap<string, readonly number[]>, way: Way): WayFigures {
	const rounds = (rival: Rival): readonly number[] => measured.get(`${way} ${rival}`) ?? [];
	const ratio = (one: Rival, other: Rival): number => medianRatio(rounds(one), rounds(other));
	return {
		raw: median(rounds('raw')),
		replacedSmall: median(rounds('replacedSmall')),
		replacedLarge: median(rounds('replacedLarge')),
		small: median(rounds('small')),
		large: median(rounds('large')),
		smallToRaw: ratio('small', 'raw'),
		largeToRaw: ratio('large', 'raw'),
		smallToReplaced: ratio('small', 'replacedSmall'),
		largeToReplaced: ratio('large', 'replacedLarge'),
		largeToSmall: ratio('large', 'small'),
	};
}

/** The touchpoints of one round: later ones of customers who are in the store, in batches of one or of a thousand. */
function batchesOf(way: Way, round: number, customers: number): Touchpoint[][] {
	const [count, size] = way === 'single' ? [SINGLE, 1] : [BATCHES, BATCH];
	const first = round * (SINGLE + BATCHES * BATCH) + (way === 'single' ? 0 : SINGLE);
	return Array.from({ length: count }, (_, batch) =>
		Array.from({ length: size }, (_, place) => {
			const n = first + batch * size + place;
			return touchpointOf('round', n, (n * STRIDE) % customers);
		}),
	);
}

async function record(folder: string, customers: number, way: Way, round: number): Promise<number> {
	return await recordedPerSecond(
		openSqlite(crowdPath(folder, customers)),
		batchesOf(way, round, customers),
	);
}

/** Rows of the same size, in transactions of the same length. */
function writeRaw(folder: string, way: Way, round: number): number {
	const { file, insert } = openRawRows(join(folder, `raw-${way}-${round}.sqlite`));
	return writtenPerSecond(
		file,
		insert,
		batchesOf(way, round, SMALL).map((batch) =>
			batch.map((touchpoint) => [touchpoint.id, JSON.stringify(touchpoint)]),
		),
	);
}

/** The rows of the same customers whose touchpoints are recorded, replaced in transactions of the same length. */
function replaceRaw(folder: string, customers: number, way: Way, round: number): number {
	const names = Array.from({ length: customers }, (_, who) => addressOf(who).value);
	const { file, replace } = openRawStates(join(folder, `states-${customers}.sqlite`), names);
	return writtenPerSecond(
		file,
		replace,
		batchesOf(way, round, customers).map((batch) =>
			batch.map((touchpoint) => [
				touchpoint.identities[0]?.value ?? '',
				JSON.stringify(touchpoint),
			]),
		),
	);
}

/** Runs a statement with each row, in a transaction for each batch, closes the file, and gives rows a second. */
function writtenPerSecond(
	file: DatabaseSync,
	statement: StatementSync,
	batches: readonly (readonly (readonly string[])[])[],
): number {
	const started = performance.now();
	for (const batch of batches) {
		file.exec('BEGIN IMMEDIATE');
		for (const row of batch) statement.run(...row);
		file.exec('COMMIT');
	}
	const seconds = (performance.now() - started) / 1000;
	file.close();
	return batches.flat().length / seconds;
}

function crowdPath(folder: string, customers: number): string {
	return join(folder, `crowd-${customers}.sqlite`);
}
