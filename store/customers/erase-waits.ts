import type { Resolution, Wait } from '../../journey/waits/wait';
import type { Transaction } from '../database';
import { endWaits } from '../waits/end';
import { waitOf } from '../waits/wait-rows';

/**
 * Ends all waits for a customer who is being erased and gives how many that ended. An execution that is parked for one, or
 * was not yet told of its end, is told that the customer was erased; for that a bare row stays, without whose it was.
 * A wait that would go on as a moment just goes with the customer: there is nobody to go on about.
 */
export async function endWaitsOfErased(
	transaction: Transaction,
	customerId: string,
	now: number,
): Promise<number> {
	const resolution: Resolution = { status: 'exited', why: 'erased', at: now, touchpoint: null };
	const waiting = await transaction.all(
		"SELECT id, body, delivery FROM wait WHERE customer_id = ? AND status = 'waiting' ORDER BY id",
		[customerId],
	);
	await endWaits(
		transaction,
		waiting
			.filter((row) => row.delivery === 'parked')
			.map((row) => ({
				id: String(row.id),
				customerId: null,
				wait: waitOf(row),
				parked: true,
				resolution,
			})),
		now,
	);
	const untold = await transaction.all(
		"SELECT id, body FROM wait WHERE customer_id = ? AND delivery = 'pending'",
		[customerId],
	);
	await transaction.runMany(
		'UPDATE wait SET customer_id = NULL, body = ?, status = ?, resolution = ? WHERE id = ?',
		untold.map((row) => {
			const bare = JSON.stringify(namingNobody(waitOf(row)));
			return [bare, resolution.status, JSON.stringify(resolution), String(row.id)];
		}),
	);
	return waiting.length;
}

/** What a wait is about may name the person: the touchpoint that opened it, an order in its conditions or its exits. */
function namingNobody({ openedBy: _openedBy, rule, ...wait }: Wait): Wait {
	return { ...wait, rule: { types: rule.types }, exits: {} };
}
