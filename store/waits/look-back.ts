import { resolveWait, type JourneyEnd } from '../../journey/waits/resolve';
import type { Resolution, Wait } from '../../journey/waits/wait';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Transaction } from '../database';

/** Gives what has already ended a wait among the recorded touchpoints of its customer; null when nothing has. */
export async function lookBack(
	transaction: Transaction,
	customerId: string,
	wait: Wait,
): Promise<Resolution | null> {
	const window = [customerId, wait.lookBackFrom, wait.deadlineAt];
	const rows = await transaction.all(
		`SELECT body FROM touchpoint
			WHERE customer_id = ? AND occurred_at >= ? AND occurred_at <= ? AND test = 0`,
		window,
	);
	if (rows.length === 0) return null;
	const touchpoints = rows.map((row) => JSON.parse(String(row.body)) as Touchpoint);
	const { journey } = wait.exits;
	const ends = journey ? await journeyEnds(transaction, journey.definition, window) : [];
	return resolveWait(wait, touchpoints, ends);
}

async function journeyEnds(
	transaction: Transaction,
	definition: string,
	window: readonly (string | number)[],
): Promise<readonly JourneyEnd[]> {
	const rows = await transaction.all(
		`SELECT t.id, a.movement, j.journey_key FROM touchpoint t
			JOIN journey_touchpoint a ON a.touchpoint_id = t.id AND a.definition = ?
			JOIN journey j ON j.id = a.journey_id
			WHERE t.customer_id = ? AND t.occurred_at >= ? AND t.occurred_at <= ?
			AND a.movement IN ('completed', 'exited')`,
		[definition, ...window],
	);
	return rows.map((row) => ({
		touchpointId: String(row.id),
		definition,
		key: String(row.journey_key),
		movement: String(row.movement) as JourneyEnd['movement'],
	}));
}
