import { run, type Transaction } from '../database';
import type { Resume } from '../wait-store';
import { waitOf } from './wait-rows';

/** Takes executions to resume, the one resolved first, first; each is the caller's alone for `leaseMs` milliseconds. */
export async function claimResumes(
	transaction: Transaction,
	instanceId: string,
	now: number,
	leaseMs: number,
	limit: number,
): Promise<readonly Resume[]> {
	const rows = await transaction.all(
		`SELECT id, body, resume_url, resolved_at, attempts, next_attempt_at FROM wait
			WHERE delivery = 'pending' AND instance_id = ? AND next_attempt_at <= ?
			ORDER BY next_attempt_at, times_out_at, id LIMIT ?`,
		[instanceId, now, limit],
	);
	const claimed = await transaction.runMany(
		`UPDATE wait SET next_attempt_at = ?, attempts = attempts + 1
			WHERE id = ? AND delivery = 'pending' AND next_attempt_at = ?`,
		rows.map((row) => [now + leaseMs, row.id ?? null, row.next_attempt_at ?? null]),
	);
	return rows
		.filter((_, place) => claimed[place] === 1)
		.map((row) => ({
			waitId: String(row.id),
			name: waitOf(row).name,
			resumeUrl: String(row.resume_url),
			attempt: Number(row.attempts) + 1,
			resolvedAt: Number(row.resolved_at),
		}));
}

/** Writes down what became of an execution, and forgets how to reach it. */
export async function settleResume(
	transaction: Transaction,
	waitId: string,
	delivery: 'done' | 'gone',
): Promise<void> {
	await run(
		transaction,
		"UPDATE wait SET delivery = ?, resume_url = NULL WHERE id = ? AND delivery = 'pending'",
		[delivery, waitId],
	);
}

/** Puts a resume off to `at`, epoch milliseconds. */
export async function postponeResume(
	transaction: Transaction,
	waitId: string,
	at: number,
): Promise<void> {
	await run(
		transaction,
		"UPDATE wait SET next_attempt_at = ? WHERE id = ? AND delivery = 'pending'",
		[at, waitId],
	);
}

/** Gives when the next wait times out or the next execution of this n8n is to be resumed; null when there is none. */
export async function nextWaitTime(
	transaction: Transaction,
	instanceId: string,
): Promise<number | null> {
	const [due] = await transaction.all(
		"SELECT MIN(times_out_at) AS at FROM wait WHERE status = 'waiting'",
		[],
	);
	const [resume] = await transaction.all(
		"SELECT MIN(next_attempt_at) AS at FROM wait WHERE delivery = 'pending' AND instance_id = ?",
		[instanceId],
	);
	const times = [due?.at, resume?.at].filter((at) => typeof at === 'number');
	return times.length === 0 ? null : Math.min(...times);
}
