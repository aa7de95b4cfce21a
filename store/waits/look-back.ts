import { accountOwner } from '../../journey/context/account';
import { resolveWait, type JourneyEnd } from '../../journey/waits/resolve';
import type { Resolution, Wait } from '../../journey/waits/wait';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Row, Transaction } from '../database';

/**
 * Gives what has already ended a wait among the recorded touchpoints of its customer, and the ends of journeys of the
 * customer's accounts; null when nothing has.
 */
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
	const touchpoints = rows.map((row) => JSON.parse(String(row.body)) as Touchpoint);
	const { journey } = wait.exits;
	if (!journey) return resolveWait(wait, touchpoints, []);
	const own =
		touchpoints.length === 0 ? [] : await journeyEnds(transaction, journey.definition, window);
	const shared = await colleaguesEnds(transaction, journey.definition, window);
	return resolveWait(
		wait,
		touchpoints,
		[...own, ...shared.map(({ end }) => end)],
		shared.map(({ touchpoint }) => touchpoint),
	);
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
	return rows.map((row) => journeyEnd(definition, row));
}

/** Gives what others did to end journeys of the customer's accounts. */
async function colleaguesEnds(
	transaction: Transaction,
	definition: string,
	[customerId = '', from = 0, to = 0]: readonly (string | number)[],
): Promise<readonly { readonly end: JourneyEnd; readonly touchpoint: Touchpoint }[]> {
	const rows = await transaction.all(
		`SELECT t.id, t.body, a.movement, j.journey_key FROM account_member m
			JOIN journey j ON j.customer_id = ? || m.account AND j.definition = ?
			JOIN journey_touchpoint a ON a.journey_id = j.id AND a.movement IN ('completed', 'exited')
			JOIN touchpoint t ON t.id = a.touchpoint_id
			WHERE m.customer_id = ? AND t.customer_id <> m.customer_id
			AND t.occurred_at >= ? AND t.occurred_at <= ? AND t.test = 0`,
		[accountOwner(''), definition, customerId, from, to],
	);
	return rows.map((row) => ({
		end: journeyEnd(definition, row),
		touchpoint: JSON.parse(String(row.body)) as Touchpoint,
	}));
}

function journeyEnd(definition: string, row: Row): JourneyEnd {
	return {
		touchpointId: String(row.id),
		definition,
		key: String(row.journey_key),
		movement: String(row.movement) as JourneyEnd['movement'],
	};
}
