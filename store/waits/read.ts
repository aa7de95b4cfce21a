import type { Transaction } from '../database';
import type { KeptWait } from '../wait-store';
import { keptWait, WAIT_COLUMNS } from './wait-rows';

/** Gives a wait by its id; null when there is none. */
export async function getWait(transaction: Transaction, id: string): Promise<KeptWait | null> {
	const [row] = await transaction.all(`SELECT ${WAIT_COLUMNS} FROM wait WHERE id = ?`, [id]);
	return row ? keptWait(row) : null;
}

/** Gives how many waits wait. */
export async function countWaiting(transaction: Transaction): Promise<number> {
	const [row] = await transaction.all(
		"SELECT COUNT(*) AS waiting FROM wait WHERE status = 'waiting'",
		[],
	);
	return Number(row?.waiting ?? 0);
}

/** Triggers write down every hour that they are there. */
const SEEN_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Tells whether a published Journey Moment Trigger works on this store. */
export async function hasMomentTrigger(transaction: Transaction, now: number): Promise<boolean> {
	const rows = await transaction.all(
		'SELECT id FROM moment_subscription WHERE seen_at >= ? LIMIT 1',
		[now - SEEN_WITHIN_MS],
	);
	return rows.length > 0;
}
