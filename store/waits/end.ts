import type { Resolution, Wait } from '../../journey/waits/wait';
import type { Transaction } from '../database';
import { raiseMoments, type RaisedMoment } from '../moments/raise';

/** A wait that is about to end. */
export interface Ending {
	readonly id: string;
	readonly customerId: string | null;
	readonly wait: Wait;
	/** Whether an execution is parked for it; else it goes on as a moment. */
	readonly parked: boolean;
	readonly resolution: Resolution;
}

/**
 * The engine writes an execution down shortly after it has opened its wait. Until then n8n takes it for running, refuses
 * to resume it and writes an error into its log; so the execution of a wait that ends at once is resumed no earlier than so long after it was opened.
 */
export const PARKED_WITHIN_MS = 1_000;

const END_WAIT = `UPDATE wait SET status = ?, resolved_at = ?, resolution = ?, next_attempt_at = ?,
	delivery = CASE WHEN delivery = 'parked' THEN 'pending' ELSE delivery END
	WHERE id = ? AND status = 'waiting'`;

/** Ends waits by compare-and-set and gives those that nobody had ended before. What goes on as a moment is raised with it. */
export async function endWaits(
	transaction: Transaction,
	endings: readonly Ending[],
	now: number,
): Promise<readonly Ending[]> {
	const changes = await transaction.runMany(
		END_WAIT,
		endings.map(({ id, wait, resolution }) => [
			resolution.status,
			now,
			JSON.stringify(resolution),
			resumableAt(wait, now),
			id,
		]),
	);
	const ended = endings.filter((_, place) => changes[place] === 1);
	await raiseMoments(
		transaction,
		ended.filter(({ parked }) => !parked).map((ending) => waitResolved(ending, now)),
	);
	return ended;
}

/** Never more than the pause from now on, whatever the clock of the process that opened it says. */
function resumableAt({ openedAt }: Wait, now: number): number {
	return Math.min(Math.max(now, openedAt + PARKED_WITHIN_MS), now + PARKED_WITHIN_MS);
}

/** Gives the moment that a wait goes on as. */
export function waitResolved(
	{ id, customerId, wait, resolution }: Omit<Ending, 'parked'>,
	now: number,
): RaisedMoment {
	const { touchpoint } = resolution;
	return {
		kind: 'wait_resolved',
		subject: id,
		scope: wait.name,
		outcome: resolution.status,
		customerId,
		journeyId: null,
		dueAt: now,
		body: {
			wait: wait.name,
			waitId: id,
			status: resolution.status,
			why: resolution.why,
			openedAt: wait.openedAt,
			deadlineAt: wait.deadlineAt,
			endedAt: resolution.at,
			touchpointId: touchpoint?.id ?? null,
			type: touchpoint?.type ?? null,
			channel: touchpoint?.channel ?? null,
		},
	};
}
