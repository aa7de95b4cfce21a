/** Beside what is known to be due sooner. */
const LOOK_EVERY_MS = 3_000;
/** After a look that took longer than that, so that a slow database is not asked without a pause. */
const REST_MS = 250;

/** How a look for due moments went. All times are epoch milliseconds. */
export interface Look {
	readonly startedAt: number;
	readonly endedAt: number;
	/** Whether there were more than one look takes. */
	readonly isMore: boolean;
	/** When the next moment that is known of is due; null when there is none. */
	readonly nextDueAt: number | null;
}

/**
 * Gives the pause after a look, in milliseconds. From the start of one look to the start of the next it is three
 * seconds, so that a moment is told within five as long as a look takes no more than two.
 */
export function pauseAfter({ startedAt, endedAt, isMore, nextDueAt }: Look): number {
	if (isMore) return 0;
	// A clock that was put back during the look took nothing from the pause.
	const tookMs = Math.max(0, endedAt - startedAt);
	const pauseMs = Math.max(REST_MS, LOOK_EVERY_MS - tookMs);
	return nextDueAt === null ? pauseMs : Math.max(1, Math.min(pauseMs, nextDueAt - endedAt));
}
