import { timesOutAt } from '../../journey/waits/grace';
import { timeOut } from '../../journey/waits/resolve';
import type { Resolution } from '../../journey/waits/wait';
import { run, type Dialect, type Transaction } from '../database';
import { raiseMoments } from '../moments/raise';
import type { Continuation, KeptWait, ParkedExecution, WaitRequest } from '../wait-store';
import { waitResolved } from './end';
import { lookBack } from './look-back';
import { keptWait, WAIT_COLUMNS } from './wait-rows';

const INSERT_WAIT = `INSERT INTO wait (id, wait_key, customer_id, body, status, times_out_at, resolved_at, resolution,
	instance_id, execution_id, resume_url, delivery, next_attempt_at, attempts)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`;

interface Surroundings {
	readonly transaction: Transaction;
	readonly dialect: Dialect;
	readonly newId: () => string;
	/** Epoch milliseconds. */
	readonly now: number;
}

/** Opens waits, in order; see `WaitStore`. */
export async function openWaits(
	surroundings: Surroundings,
	requests: readonly WaitRequest[],
): Promise<readonly (KeptWait | null)[]> {
	const { transaction, dialect } = surroundings;
	const customers = await survivorsOf(transaction, dialect, requests);
	const known = await openedBefore(transaction, dialect, requests);
	const opened: (KeptWait | null)[] = [];
	for (const request of requests) {
		const key = keyOf(request.continuation);
		const before = known.get(key);
		const customerId = customers.get(request.customerId);
		const wait = before
			? await metAgain(transaction, before)
			: customerId === undefined
				? null
				: await openNew(surroundings, request, key, customerId);
		if (wait) known.set(key, wait);
		opened.push(wait);
	}
	return opened;
}

/** Tells a wait from all others, so that an execution that comes by again finds its own. */
function keyOf(continuation: Continuation): string {
	if (continuation.by === 'moment') return `moment:${continuation.key}`;
	const { instanceId, executionId, nodeId, runIndex } = continuation.execution;
	return `execution:${JSON.stringify([instanceId, executionId, nodeId, runIndex])}`;
}

async function survivorsOf(
	transaction: Transaction,
	dialect: Dialect,
	requests: readonly WaitRequest[],
): Promise<ReadonlyMap<string, string>> {
	const rows = await transaction.all(
		`SELECT id, COALESCE(merged_into, id) AS survivor FROM customer WHERE id IN ${dialect.listOfTexts}`,
		[JSON.stringify([...new Set(requests.map(({ customerId }) => customerId))])],
	);
	return new Map(rows.map((row) => [String(row.id), String(row.survivor)]));
}

async function openedBefore(
	transaction: Transaction,
	dialect: Dialect,
	requests: readonly WaitRequest[],
): Promise<Map<string, KeptWait>> {
	const rows = await transaction.all(
		`SELECT ${WAIT_COLUMNS} FROM wait WHERE wait_key IN ${dialect.listOfTexts}`,
		[JSON.stringify(requests.map(({ continuation }) => keyOf(continuation)))],
	);
	return new Map(rows.map((row) => [String(row.wait_key), keptWait(row)]));
}

/** An execution that comes by again goes on with what it finds, so nobody has to resume it. */
async function metAgain(transaction: Transaction, before: KeptWait): Promise<KeptWait> {
	if (before.delivery !== 'pending') return before;
	await run(transaction, "UPDATE wait SET delivery = 'done', resume_url = NULL WHERE id = ?", [
		before.id,
	]);
	return { ...before, delivery: 'done' };
}

async function openNew(
	{ transaction, newId, now }: Surroundings,
	{ wait, continuation }: WaitRequest,
	key: string,
	customerId: string,
): Promise<KeptWait> {
	const execution = continuation.by === 'execution' ? continuation.execution : null;
	if (execution) await forgetEarlierWaits(transaction, execution, now);
	const resolution = (await lookBack(transaction, customerId, wait)) ?? timeOut(wait, now);
	const kept: KeptWait = {
		id: newId(),
		customerId,
		wait,
		status: resolution?.status ?? 'waiting',
		resolution,
		resolvedAt: resolution && now,
		executionId: execution?.executionId ?? null,
		delivery: execution === null ? 'none' : resolution ? 'done' : 'parked',
	};
	await run(transaction, INSERT_WAIT, [
		kept.id,
		key,
		customerId,
		JSON.stringify(wait),
		kept.status,
		timesOutAt(wait),
		kept.resolvedAt,
		resolution && JSON.stringify(resolution),
		execution?.instanceId ?? null,
		kept.executionId,
		resolution ? null : (execution?.resumeUrl ?? null),
		kept.delivery,
		now,
	]);
	if (resolution && !execution) {
		await raiseMoments(transaction, [
			waitResolved({ id: kept.id, customerId, wait, resolution }, now),
		]);
	}
	return kept;
}

/** An execution waits once at a time: one that has come to its next wait has left the one before, by n8n's own time-out. */
async function forgetEarlierWaits(
	transaction: Transaction,
	{ instanceId, executionId }: ParkedExecution,
	now: number,
): Promise<void> {
	const end: Resolution = { status: 'timed_out', why: 'deadline', at: now, touchpoint: null };
	await run(
		transaction,
		`UPDATE wait SET delivery = 'gone', resume_url = NULL, status = ?, resolved_at = ?, resolution = ?
			WHERE instance_id = ? AND execution_id = ? AND delivery = 'parked'`,
		[end.status, now, JSON.stringify(end), instanceId, executionId],
	);
	await run(
		transaction,
		`UPDATE wait SET delivery = 'gone', resume_url = NULL
			WHERE instance_id = ? AND execution_id = ? AND delivery = 'pending'`,
		[instanceId, executionId],
	);
}
