import { timesOutAt } from '../../journey/waits/grace';
import type { Resolution, Wait, WaitStatus } from '../../journey/waits/wait';
import type { Dialect, Row, SqlValue } from '../database';
import type { KeptWait, ParkedExecution } from '../wait-store';

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

/** Gives the statement that adds waits; its one parameter is a JSON array of what `waitRow` gives. */
export function insertWaits({ elements }: Dialect): string {
	return `INSERT INTO wait (id, wait_key, customer_id, body, status, times_out_at, resolved_at, resolution,
		instance_id, execution_id, resume_url, delivery, next_attempt_at, attempts)
		SELECT w.value ->> 0, w.value ->> 1, w.value ->> 2, w.value ->> 3, w.value ->> 4,
			CAST(w.value ->> 5 AS BIGINT), CAST(w.value ->> 6 AS BIGINT), w.value ->> 7,
			w.value ->> 8, w.value ->> 9, w.value ->> 10, w.value ->> 11, CAST(w.value ->> 12 AS BIGINT), 0
		FROM ${elements} AS w`;
}

/** Gives a new wait as `insertWaits` takes it; `now` in epoch milliseconds. */
export function waitRow(
	kept: KeptWait,
	key: string,
	execution: ParkedExecution | null,
	now: number,
): readonly SqlValue[] {
	const { id, customerId, wait, status, resolution, resolvedAt, delivery } = kept;
	return [
		id,
		key,
		customerId,
		JSON.stringify(wait),
		status,
		timesOutAt(wait),
		resolvedAt,
		resolution && JSON.stringify(resolution),
		execution?.instanceId ?? null,
		execution?.executionId ?? null,
		resolution ? null : (execution?.resumeUrl ?? null),
		delivery,
		now,
	];
}
