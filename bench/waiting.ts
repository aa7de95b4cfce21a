import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../host/terminal';
import type { Wait } from '../journey/waits/wait';
import { SqlJourneyStore } from '../store/sql-journey-store';
import { openSqlite } from '../store/sqlite/open-sqlite';
import { addressOf, makeCrowd, touchpointOf } from './crowd';
import { recordedPerSecond } from './recording';
import { median, medianRatio } from './statistics';
import { START } from './touchpoint';

const WAITING = 100_000;
const ROUNDS = 5;
const RECORDED = 1000;
const OPENED_AT_ONCE = 500;
const LOOKS = 50;
const DUE_AT_ONCE = 20;
const STRIDE = 7919;
const SECOND_MS = 1000;
const DEADLINES = START + 365 * 24 * 60 * 60 * SECOND_MS;

export interface WaitingFigures {
	readonly waiting: number;
	/** Median time to find that no wait is due. */
	readonly noneDueMs: number;
	/** Median time to find and end twenty due waits. */
	readonly someDueMs: number;
	/** Touchpoints of waiting customers recorded a second, one by one, in stores that differ in the waits alone. */
	readonly withoutWaits: number;
	readonly withWaits: number;
	readonly withToWithout: number;
}

/** A wait whose deadline is so many seconds after the first one's. */
function waitNumber(n: number): Wait {
	return {
		name: 'a friend comes',
		rule: { types: ['referral_made'] },
		lookBackFrom: START,
		openedAt: START,
		deadlineAt: DEADLINES + n * SECOND_MS,
		exits: {},
	};
}

/** Measures what a hundred thousand waiting customers cost: finding those whose time is over, and recording. */
export async function benchWaiting(folder: string, progress: Progress): Promise<WaitingFigures> {
	const without = join(folder, 'waiting-none.sqlite');
	const path = join(folder, 'waiting.sqlite');
	await progress.step(`Making ${WAITING} waiting customers`, async (report) => {
		await makeCrowd(without, WAITING, () => undefined);
		copyFileSync(without, path);
		await openWaits(path, (done) => report({ done, total: WAITING, unit: 'waits' }));
	});
	return await progress.step('Recording beside waits', async () => {
		const rates = { without: [] as number[], with: [] as number[] };
		for (let round = 0; round <= ROUNDS; round++) {
			const bare = await recordRound(without, round);
			const waited = await recordRound(path, round);
			if (round === 0) continue;
			rates.without.push(bare);
			rates.with.push(waited);
		}
		return {
			waiting: WAITING,
			...(await findDue(path)),
			withoutWaits: median(rates.without),
			withWaits: median(rates.with),
			withToWithout: medianRatio(rates.with, rates.without),
		};
	});
}

async function openWaits(path: string, onOpened: (opened: number) => void): Promise<void> {
	const store = new SqlJourneyStore(openSqlite(path), randomUUID);
	for (let first = 0; first < WAITING; first += OPENED_AT_ONCE) {
		const requests = await Promise.all(
			Array.from({ length: OPENED_AT_ONCE }, async (_, place) => {
				const n = first + place;
				const context = await store.getContext(addressOf(n), 1, START);
				if (context === null) throw new Error('the crowd lacks a customer');
				return {
					customerId: context.customerId,
					wait: waitNumber(n),
					continuation: { by: 'moment' as const, key: `bench-${n}` },
				};
			}),
		);
		await store.openWaits(requests, START);
		onOpened(first + OPENED_AT_ONCE);
	}
	await store.close();
}

async function recordRound(path: string, round: number): Promise<number> {
	const touchpoints = Array.from({ length: RECORDED }, (_, place) => {
		const n = round * RECORDED + place;
		return [touchpointOf('round', n, (n * STRIDE) % WAITING)];
	});
	return await recordedPerSecond(openSqlite(path), touchpoints);
}

async function findDue(path: string): Promise<{ noneDueMs: number; someDueMs: number }> {
	const store = new SqlJourneyStore(openSqlite(path), randomUUID);
	const none: number[] = [];
	const some: number[] = [];
	const timed = async (now: number, expected: number): Promise<number> => {
		const started = performance.now();
		const ended = await store.timeOutWaits(now, DUE_AT_ONCE);
		const tookMs = performance.now() - started;
		if (ended !== expected) throw new Error(`${ended} waits were due instead of ${expected}`);
		return tookMs;
	};
	for (let look = 0; look < LOOKS; look++) {
		none.push(await timed(START, 0));
		some.push(await timed(DEADLINES + WAITING * 2 * SECOND_MS, DUE_AT_ONCE));
	}
	await store.close();
	return { noneDueMs: median(none), someDueMs: median(some) };
}
