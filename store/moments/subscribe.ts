import { beginsAnew, type MomentSettings } from '../../journey/moments/subscription';
import { run, type Transaction } from '../database';
import type { SubscribeRequest, Subscription } from '../moment-store';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** A tenth of a second at most; triggers do it every hour. */
const FORGOTTEN_AT_ONCE = 5_000;

/** Begins or goes on with a subscription, and removes what nobody needs any more. */
export async function subscribe(
	transaction: Transaction,
	{ id, settings, now }: SubscribeRequest,
): Promise<Subscription> {
	const since = await keptSince(transaction, id, settings);
	if (since === null) {
		await run(transaction, 'DELETE FROM moment WHERE subscription = ?', [id]);
		await run(transaction, 'DELETE FROM moment_subscription WHERE id = ?', [id]);
	}
	await run(
		transaction,
		`INSERT INTO moment_subscription (id, kind, settings, since, seen_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, seen_at = excluded.seen_at`,
		[id, settings.kind, JSON.stringify(settings), since ?? now, now],
	);
	await forget(transaction, now);
	return { since: since ?? now };
}

async function keptSince(
	transaction: Transaction,
	id: string,
	settings: MomentSettings,
): Promise<number | null> {
	const [row] = await transaction.all(
		'SELECT settings, since FROM moment_subscription WHERE id = ?',
		[id],
	);
	if (!row) return null;
	const before = JSON.parse(String(row.settings)) as MomentSettings;
	return beginsAnew(before, settings) ? null : Number(row.since);
}

/**
 * Removes subscriptions of nodes that are gone, and settled moments that cannot be found among the facts again: a
 * customer who still stays, and a touchpoint that was still not applied, would be told twice. Those are put back by as
 * long again. So many at a time: while they are looked at nobody else is served.
 */
async function forget(transaction: Transaction, now: number): Promise<void> {
	const before = now - KEPT_MS;
	await run(
		transaction,
		`DELETE FROM moment WHERE subscription IN (SELECT id FROM moment_subscription WHERE seen_at < ?)`,
		[before],
	);
	await run(transaction, 'DELETE FROM moment_subscription WHERE seen_at < ?', [before]);
	const [oldest] = await transaction.all(
		`SELECT MAX(settled_at) AS last FROM (
			SELECT settled_at FROM moment WHERE settled_at IS NOT NULL AND settled_at < ?
				ORDER BY settled_at LIMIT ?) AS oldest`,
		[before, FORGOTTEN_AT_ONCE],
	);
	const last = oldest?.last ?? null;
	if (last === null) return;
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
}
