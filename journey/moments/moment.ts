/** What happens without a webhook and can start a workflow. */
export const MOMENT_KINDS = [
	'stage_entered',
	'customer_stalled',
	'wait_resolved',
	'offer_expiring',
	'touchpoint_not_applied',
] as const;

export type MomentKind = (typeof MOMENT_KINDS)[number];

/** How a wait can end that is told as a moment. */
export const WAIT_OUTCOMES = ['touchpoint', 'timed_out', 'exited'] as const;

export type WaitOutcome = (typeof WAIT_OUTCOMES)[number];
