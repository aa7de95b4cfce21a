import { timeOut } from '../../journey/waits/resolve';
import type { Row, Transaction } from '../database';
import { endWaits, type Ending } from './end';
import { forgetWaits } from './forget';
import { waitOf } from './wait-rows';

/**
 * Ends at most `limit` waits whose time is over, the most overdue first, and gives how many it ended. It is what looks
 * after waits every few seconds, and so it also removes as many of those that ended long ago.
 */
export async function timeOutWaits(
	transaction: Transaction,
	now: number,
	limit: number,
): Promise<number> {
	const rows = await transaction.all(
		`SELECT id, customer_id, body, delivery FROM wait
			WHERE status = 'waiting' AND times_out_at <= ? ORDER BY times_out_at, id LIMIT ?`,
		[now, limit],
	);
	const ended = await endWaits(
		transaction,
		rows.flatMap((row) => endingOf(row, now) ?? []),
		now,
	);
	await forgetWaits(transaction, now, limit);
	return ended.length;
}

function endingOf(row: Row, now: number): Ending | null {
	const wait = waitOf(row);
	const resolution = timeOut(wait, now);
	return (
		resolution && {
			id: String(row.id),
			customerId: row.customer_id === null ? null : String(row.customer_id),
			wait,
			parked: row.delivery === 'parked',
			resolution,
		}
	);
}
