import type { Resolution, Wait, WaitStatus } from '../../journey/waits/wait';
import type { Row } from '../database';
import type { KeptWait } from '../wait-store';

export const WAIT_COLUMNS =
	'id, wait_key, customer_id, body, status, resolution, resolved_at, execution_id, delivery';

/** Gives a row of the waits. */
export function keptWait(row: Row): KeptWait {
	return {
		id: String(row.id),
		customerId: row.customer_id === null ? null : String(row.customer_id),
		wait: waitOf(row),
		status: String(row.status) as WaitStatus,
		resolution: row.resolution === null ? null : (JSON.parse(String(row.resolution)) as Resolution),
		resolvedAt: row.resolved_at === null ? null : Number(row.resolved_at),
		executionId: row.execution_id === null ? null : String(row.execution_id),
		delivery: String(row.delivery) as KeptWait['delivery'],
	};
}

/** Gives the wait that a row holds. */
export function waitOf(row: Row): Wait {
	return JSON.parse(String(row.body)) as Wait;
}
