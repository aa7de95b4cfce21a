import type { Wait } from './wait';

const MOST_GRACE_MS = 60_000;
const SHARE_OF_THE_WAIT = 0.1;

/**
 * Gives the moment, epoch milliseconds, from which a wait may time out: its deadline and a grace for touchpoints that
 * happened before it and are still on their way. The grace is a tenth of the wait and 60 seconds at most, so that a
 * wait of a few seconds does not last a minute.
 */
export function timesOutAt({ openedAt, deadlineAt }: Wait): number {
	const length = Math.max(deadlineAt - openedAt, 0);
	return deadlineAt + Math.min(MOST_GRACE_MS, Math.round(length * SHARE_OF_THE_WAIT));
}
