import { timeOut } from '../../journey/waits/resolve';
import type { Resolution } from '../../journey/waits/wait';
import { run, type Dialect, type SqlValue, type Transaction } from '../database';
import { raiseMoments } from '../moments/raise';
import type { Continuation, KeptWait, ParkedExecution, WaitRequest } from '../wait-store';
import { waitResolved } from './end';
import { lookBack } from './look-back';
import { insertWaits, keptWait, WAIT_COLUMNS, waitRow } from './wait-rows';

interface Surroundings {
	readonly transaction: Transaction;
	readonly dialect: Dialect;
	readonly newId: () => string;
	/** Epoch milliseconds. */
	readonly now: number;
}

const LEAVE_EARLIER = `UPDATE wait SET delivery = 'gone', resume_url = NULL,
	status = CASE WHEN delivery = 'parked' THEN ? ELSE status END,
	resolved_at = CASE WHEN delivery = 'parked' THEN ? ELSE resolved_at END,
	resolution = CASE WHEN delivery = 'parked' THEN ? ELSE resolution END
	WHERE instance_id = ? AND execution_id = ? AND delivery IN ('parked', 'pending') AND id <> ?`;

/** A wait that is not there yet. */
interface NewWait extends WaitRequest {
	readonly key: string;
}

/** A wait that has just been made, and the execution that is parked for it. */
interface Opened {
	readonly key: string;
	readonly execution: ParkedExecution | null;
	readonly kept: KeptWait;
}

/** Opens waits, in order, in a handful of statements; see `WaitStore`. */
export async function openWaits(
	surroundings: Surroundings,
	requests: readonly WaitRequest[],
): Promise<readonly (KeptWait | null)[]> {
	const { transaction, dialect } = surroundings;
	const customers = await survivorsOf(transaction, dialect, requests);
	const known = await openedBefore(transaction, dialect, requests);
	const fresh = new Map<string, NewWait>();
	for (const request of requests) {
		const key = keyOf(request.continuation);
		const customerId = customers.get(request.customerId);
		if (known.has(key) || fresh.has(key) || customerId === undefined) continue;
		fresh.set(key, { ...request, customerId, key });
	}
	const opened = await openNew(surroundings, [...fresh.values()]);
	return requests.map(({ continuation }) => {
		const key = keyOf(continuation);
		return known.get(key) ?? opened.get(key) ?? null;
	});
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

/** An execution that comes by again goes on with what it finds, so nobody has to resume it. */
async function openedBefore(
	transaction: Transaction,
	dialect: Dialect,
	requests: readonly WaitRequest[],
): Promise<ReadonlyMap<string, KeptWait>> {
	const rows = await transaction.all(
		`SELECT ${WAIT_COLUMNS} FROM wait WHERE wait_key IN ${dialect.listOfTexts}`,
		[JSON.stringify(requests.map(({ continuation }) => keyOf(continuation)))],
	);
	await transaction.runMany(
		"UPDATE wait SET delivery = 'done', resume_url = NULL WHERE id = ?",
		rows.filter(({ delivery }) => delivery === 'pending').map(({ id }) => [String(id)]),
	);
	return new Map(
		rows.map((row) => {
			const delivery = row.delivery === 'pending' ? 'done' : String(row.delivery);
			return [String(row.wait_key), keptWait({ ...row, delivery })];
		}),
	);
}

async function openNew(
	{ transaction, dialect, newId, now }: Surroundings,
	requests: readonly NewWait[],
): Promise<ReadonlyMap<string, KeptWait>> {
	if (requests.length === 0) return new Map();
	const found = await lookBack(transaction, dialect, requests);
	const opened = requests.map(({ customerId, wait, continuation, key }, place): Opened => {
		const execution = continuation.by === 'execution' ? continuation.execution : null;
		const resolution = found[place] ?? timeOut(wait, now);
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
		return { key, execution, kept };
	});
	const rows = opened.map(({ kept, key, execution }) => waitRow(kept, key, execution, now));
	await run(transaction, insertWaits(dialect), [JSON.stringify(rows)]);
	await leaveEarlierWaits(transaction, opened, now);
	await raiseMoments(
		transaction,
		opened.flatMap(({ kept: { id, customerId, wait, resolution, delivery } }) =>
			resolution && delivery === 'none'
				? [waitResolved({ id, customerId, wait, resolution }, now)]
				: [],
		),
	);
	return new Map(opened.map(({ key, kept }) => [key, kept]));
}

/** An execution waits once at a time: one that has come to its next wait has left those before, by n8n's own time-out. */
async function leaveEarlierWaits(
	transaction: Transaction,
	opened: readonly Opened[],
	now: number,
): Promise<void> {
	const end: Resolution = { status: 'timed_out', why: 'deadline', at: now, touchpoint: null };
	const latest = new Map<string, SqlValue[]>();
	for (const { execution, kept } of opened) {
		if (!execution) continue;
		const { instanceId, executionId } = execution;
		const left = [end.status, now, JSON.stringify(end), instanceId, executionId, kept.id];
		latest.set(JSON.stringify([instanceId, executionId]), left);
	}
	await transaction.runMany(LEAVE_EARLIER, [...latest.values()]);
}
