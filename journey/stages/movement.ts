/** What a touchpoint did to a journey. */
export const MOVEMENTS = [
	'entered',
	'advanced',
	'skipped',
	'returned',
	'looped',
	'stayed',
	'exited',
	'completed',
] as const;

export type Movement = (typeof MOVEMENTS)[number];

/** Why a touchpoint moved a journey or did not, as data for the next node. */
export const MOVEMENT_REASONS = [
	'entry_rule',
	'no_entry_rule',
	'same_stage',
	'forward_only',
	'from_not_allowed',
	'stage_not_visited',
	'score_missing',
	'score_out_of_range',
	'goal_reached',
	'exit_rule',
	'cool_down',
	'ended',
] as const;

export type MovementReason = (typeof MOVEMENT_REASONS)[number];
