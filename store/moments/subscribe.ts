import { setImmediate } from 'node:timers/promises';
import { beginsAnew, type MomentSettings } from '../../journey/moments/subscription';
import { run, type Database, type Transaction } from '../database';
import { forgetNotes } from './look-again';
import type { SubscribeRequest, Subscription } from '../moment-store';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** So many at a time take a SQLite store some twenty milliseconds, in which nobody else is served. */
const FORGOTTEN_AT_ONCE = 1_000;
/** So many times an hour and trigger: more than triggers tell in an hour, and an end to the look. */
const MOST_PIECES = 50;

/** In place of the kind of a subscription whose moments are being removed. */
const GONE = 'gone';

/** Begins or goes on with a subscription, and removes what nobody needs any more, in small pieces. */
export async function subscribe(
	database: Database,
	request: SubscribeRequest,
): Promise<Subscription> {
	const subscription = await database.write(
		async (transaction) => await beginOrGoOn(transaction, request),
	);
	for (let piece = 0; piece < MOST_PIECES; piece++) {
		const looked = await database.write(
			async (transaction) => await forget(transaction, request.now),
		);
		if (looked < FORGOTTEN_AT_ONCE) break;
		// SQLite answers at once: without this, no timer or request of n8n would get its turn before the end.
		await setImmediate();
	}
	return subscription;
}

async function beginOrGoOn(
	transaction: Transaction,
	{ id, settings, now }: SubscribeRequest,
): Promise<Subscription> {
	const since = await keptSince(transaction, id, settings);
	if (since === null) {
		await run(transaction, 'DELETE FROM moment WHERE subscription = ?', [id]);
		await forgetNotes(transaction, id);
		await run(transaction, 'DELETE FROM moment_subscription WHERE id = ?', [id]);
	}
	await run(
		transaction,
		`INSERT INTO moment_subscription (id, kind, settings, since, seen_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, seen_at = excluded.seen_at`,
		[id, settings.kind, JSON.stringify(settings), since ?? now, now],
	);
	return { since: since ?? now };
}

async function keptSince(
	transaction: Transaction,
	id: string,
	settings: MomentSettings,
): Promise<number | null> {
	const [row] = await transaction.all(
		'SELECT settings, since FROM moment_subscription WHERE id = ? AND kind <> ?',
		[id, GONE],
	);
	if (!row) return null;
	const before = JSON.parse(String(row.settings)) as MomentSettings;
	return beginsAnew(before, settings) ? null : Number(row.since);
}

/** Removes what was settled long ago, or belongs to a node that is gone; gives how many moments it looked at. */
async function forget(transaction: Transaction, now: number): Promise<number> {
	const before = now - KEPT_MS;
	// Marked first: a node that comes back between two pieces must begin anew, or it would tell again what is removed.
	await run(transaction, 'UPDATE moment_subscription SET kind = ? WHERE seen_at < ?', [
		GONE,
		before,
	]);
	const orphans = await run(
		transaction,
		`DELETE FROM moment WHERE (subscription, subject) IN (SELECT m.subscription, m.subject
			FROM moment_subscription s JOIN moment m ON m.subscription = s.id WHERE s.kind = ? LIMIT ?)`,
		[GONE, FORGOTTEN_AT_ONCE],
	);
	if (orphans === FORGOTTEN_AT_ONCE) return orphans;
	await run(
		transaction,
		`DELETE FROM look_again WHERE subscription IN (SELECT id FROM moment_subscription WHERE kind = ?)`,
		[GONE],
	);
	await run(transaction, 'DELETE FROM moment_subscription WHERE kind = ?', [GONE]);
	return await forgetSettled(transaction, before, now);
}

/**
 * Removes settled moments that cannot be found among the facts again: a customer who still stays, and a touchpoint that
 * was still not applied, would be told twice. Those are put back by as long again.
 */
async function forgetSettled(
	transaction: Transaction,
	before: number,
	now: number,
): Promise<number> {
	const [oldest] = await transaction.all(
		`SELECT COUNT(*) AS n, MAX(settled_at) AS last FROM (
			SELECT settled_at FROM moment WHERE settled_at IS NOT NULL AND settled_at < ?
				ORDER BY settled_at LIMIT ?) AS oldest`,
		[before, FORGOTTEN_AT_ONCE],
	);
	const last = oldest?.last ?? null;
	if (last === null) return 0;
	await run(
		transaction,
		`DELETE FROM moment WHERE settled_at IS NOT NULL AND settled_at <= ?
			AND NOT (kind = 'customer_stalled' AND EXISTS (
				SELECT 1 FROM visit v JOIN journey j ON j.id = v.journey_id
					WHERE j.id = moment.journey_id AND v.left_at IS NULL
					AND moment.subject = j.definition || '/' || v.entered_by))
			AND NOT (kind = 'touchpoint_not_applied' AND EXISTS (
				SELECT 1 FROM touchpoint t WHERE t.id = moment.subject AND t.applied_at IS NULL))`,
		[last],
	);
	await run(
		transaction,
		'UPDATE moment SET settled_at = ? WHERE settled_at IS NOT NULL AND settled_at <= ?',
		[now, last],
	);
	return Number(oldest?.n ?? 0);
}
