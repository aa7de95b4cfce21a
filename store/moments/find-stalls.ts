import { setImmediate } from 'node:timers/promises';
import type { StallThreshold } from '../../journey/moments/stall-threshold';
import type { Database, Dialect, Transaction } from '../database';
import type { FindRequest, Found } from '../moment-store';
import { lookAgain } from './look-again';
import {
	afterLook,
	isTimeToMark,
	NOWHERE,
	readLooked,
	spansToLook,
	writeLooked,
	type Span,
} from './looked';
import { insertMoments, type FoundMoment } from './moment-rows';
import { stallsAmong } from './stalls-among';

/** While stays are looked at nobody else is served, and the first look is at all that go on. */
const STAYS_AT_ONCE = 5_000;

/**
 * Writes down the stays that have gone on for longer than their threshold, the oldest first. It looks at so many at a time,
 * each in a transaction of its own, so that Record and n8n get their turn in between. What it has looked at before it does
 * not look at again, except for stays that were written since: those it finds by their notes, whenever it looks at all.
 */
export async function findStalls(
	database: Database,
	journey: string,
	request: FindRequest,
): Promise<Found> {
	const { subscription, thresholds, after, now, limit } = request;
	const before = await database.read(
		async (transaction) => await readLooked(transaction, subscription),
	);
	const looked = before?.looked ?? NOWHERE;
	const isWhole = before !== null && after <= before.since;
	const again = isWhole ? await lookAgain(database, journey, request, before.since) : 0;
	const wholes = new Map(
		thresholds.map((threshold): [StallThreshold, Span] => [
			threshold,
			[after - threshold.ms, now - threshold.ms],
		]),
	);
	const found: FoundMoment[] = [];
	for (const [threshold, whole] of wholes) {
		const own: FoundMoment[] = [];
		for (const span of spansToLook(looked, threshold, whole)) {
			await lookThrough(database, journey, threshold, request, span, own);
		}
		found.push(...own);
	}
	const first = found.sort((a, b) => a.dueAt - b.dueAt).slice(0, limit);
	const isComplete = isWhole && found.length < limit;
	const next = isComplete && isTimeToMark(looked, now) ? afterLook(looked, now, wholes) : null;
	if (first.length > 0 || next) {
		// Both or neither: what is looked past must have been written down.
		await database.write(async (transaction) => {
			await insertMoments(transaction, subscription, 'customer_stalled', first);
			if (next) await writeLooked(transaction, subscription, next);
		});
	}
	return { count: again + first.length, lastDueAt: first.at(-1)?.dueAt ?? null };
}

/** Adds the stalls of one span to those found, part by part, until there are as many as asked for. */
async function lookThrough(
	database: Database,
	journey: string,
	threshold: StallThreshold,
	request: FindRequest,
	[from, until]: Span,
	found: FoundMoment[],
): Promise<void> {
	for (let after: number | null = from; after !== null && found.length < request.limit;) {
		const start: number = after;
		const part = await database.read(
			async (transaction) =>
				await findPart(transaction, database.dialect, journey, threshold, request, [start, until]),
		);
		found.push(...part.found);
		after = part.lookedUntil;
		// SQLite answers at once: without this, no timer or request of n8n would get its turn before the end.
		if (after !== null) await setImmediate();
	}
}

/** Looks at the stays at the beginning of a span; `lookedUntil` is when the last of them began, null when it was the last of all. */
async function findPart(
	transaction: Transaction,
	dialect: Dialect,
	journey: string,
	threshold: StallThreshold,
	{ subscription, limit }: FindRequest,
	[start, end]: Span,
): Promise<{ readonly found: readonly FoundMoment[]; readonly lookedUntil: number | null }> {
	const [last] = await transaction.all(
		`SELECT entered_at FROM visit
			WHERE left_at IS NULL AND stage = ? AND entered_at > ? AND entered_at <= ?
			ORDER BY entered_at LIMIT 1 OFFSET ${STAYS_AT_ONCE - 1}`,
		[threshold.stage, start, end],
	);
	const lookedUntil = last ? Number(last.entered_at) : null;
	const found = await stallsAmong(transaction, dialect, journey, threshold, subscription, {
		span: [start, lookedUntil ?? end],
		limit,
	});
	return { found, lookedUntil };
}
