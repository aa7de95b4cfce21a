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
		endings.map(({ id, resolution }) => [
			resolution.status,
			now,
			JSON.stringify(resolution),
			now,
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
