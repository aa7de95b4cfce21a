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
	'channel_not_listed',
	'source_not_listed',
	'value_missing',
	'value_too_low',
	'other_currency',
	'condition_failed',
	'made_by_machine',
	'goal_reached',
	'exit_rule',
	'cool_down',
	'no_re_entry',
	'ended',
	'moved_by_hand',
	'unknown_stage',
	'other_journey',
] as const;

export type MovementReason = (typeof MOVEMENT_REASONS)[number];
