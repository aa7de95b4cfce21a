import { setImmediate } from 'node:timers/promises';
import { run, type Database, type SqlValue, type Transaction } from '../database';
import type { FindRequest } from '../moment-store';
import { stallsAmong } from './stalls-among';
import { insertMoments } from './moment-rows';

const LOOKED_AT_ONCE = 500;
/** Nobody looks past a stay that has only just begun: up to where triggers look is marked half an hour before. */
const RECENT_MS = 10 * 60 * 1000;

/** A stay that has not ended. */
export interface OpenStay {
	readonly stage: string;
	/** Epoch milliseconds. */
	readonly enteredAt: number;
}

/**
 * Notes stays that are being written, in the same transaction, for the triggers for stalls that have looked past their
 * beginning. Those that began just before `now` (epoch milliseconds) need no look at the triggers.
 */
export async function noteStays(
	transaction: Transaction,
	stays: readonly OpenStay[],
	now: number,
): Promise<void> {
	const older = stays.filter(({ enteredAt }) => enteredAt < now - RECENT_MS);
	if (older.length === 0) return;
	const first = older.reduce((least, { enteredAt }) => Math.min(least, enteredAt), Infinity);
	const triggers = await transaction.all(
		"SELECT id, looked_until FROM moment_subscription WHERE kind = 'customer_stalled' AND looked_until >= ?",
		[first],
	);
	await transaction.runMany(
		`INSERT INTO look_again (subscription, stage, entered_at) VALUES (?, ?, ?)
			ON CONFLICT (subscription, stage, entered_at) DO NOTHING`,
		triggers.flatMap(({ id, looked_until: until }) =>
			older
				.filter(({ enteredAt }) => enteredAt <= Number(until))
				.map(({ stage, enteredAt }): SqlValue[] => [String(id), stage, enteredAt]),
		),
	);
}

/** Writes down the stalls among all stays that were noted, some at a time, and gives how many they are. */
export async function lookAgain(
	database: Database,
	journey: string,
	request: FindRequest,
	since: number,
): Promise<number> {
	let count = 0;
	for (const stage of new Set(request.thresholds.map((threshold) => threshold.stage))) {
		for (let after: number | null = -Infinity; after !== null;) {
			const start: number = after;
			const times = await database.read(
				async (transaction) => await noted(transaction, request, stage, start),
			);
			if (times.length > 0) {
				count += await database.write(
					async (transaction) =>
						await lookAt(transaction, database, journey, request, { stage, times, since }),
				);
			}
			after = times.length < LOOKED_AT_ONCE ? null : (times.at(-1) ?? null);
			// SQLite answers at once: without this, no timer or request of n8n would get its turn before the end.
			if (after !== null) await setImmediate();
		}
	}
	return count;
}

/** Gives when noted stays in a stage began that may be stalls by now, some of those after `after`. */
async function noted(
	transaction: Transaction,
	{ subscription, thresholds, now }: FindRequest,
	stage: string,
	after: number,
): Promise<readonly number[]> {
	const least = Math.min(...thresholdsOf(stage, thresholds).map(({ ms }) => ms));
	const rows = await transaction.all(
		`SELECT entered_at FROM look_again
			WHERE subscription = ? AND stage = ? AND entered_at > ? AND entered_at <= ?
			ORDER BY entered_at LIMIT ${LOOKED_AT_ONCE}`,
		[subscription, stage, Math.max(after, Number.MIN_SAFE_INTEGER), now - least],
	);
	return rows.map((row) => Number(row.entered_at));
}

/** Takes away the notes, then looks: a stay that is written while this happens is noted once more. */
async function lookAt(
	transaction: Transaction,
	{ dialect }: Database,
	journey: string,
	{ subscription, thresholds, now }: FindRequest,
	{ stage, times, since }: { stage: string; times: readonly number[]; since: number },
): Promise<number> {
	const own = thresholdsOf(stage, thresholds);
	// One that is none yet by the longest of the times has to be looked at once more.
	const most = Math.max(...own.map(({ ms }) => ms));
	await transaction.runMany(
		'DELETE FROM look_again WHERE subscription = ? AND stage = ? AND entered_at = ?',
		times.filter((at) => at <= now - most).map((at) => [subscription, stage, at]),
	);
	let count = 0;
	for (const threshold of own) {
		const found = await stallsAmong(transaction, dialect, journey, threshold, subscription, {
			span: [since - threshold.ms, now - threshold.ms],
			times,
		});
		await insertMoments(transaction, subscription, 'customer_stalled', found);
		count += found.length;
	}
	return count;
}

function thresholdsOf(
	stage: string,
	thresholds: FindRequest['thresholds'],
): FindRequest['thresholds'] {
	return thresholds.filter((threshold) => threshold.stage === stage);
}

/** Forgets what was noted for a trigger. */
export async function forgetNotes(transaction: Transaction, subscription: string): Promise<void> {
	await run(transaction, 'DELETE FROM look_again WHERE subscription = ?', [subscription]);
}
