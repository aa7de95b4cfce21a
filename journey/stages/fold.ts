import type { RfmLimits } from '../segments/rfm';
import type { Touchpoint } from '../touchpoint';
import type { JourneyDefinition } from './definition';
import { indexOf } from './definition-index';
import { endsBy, findEntry, stagePlace, type RefusedStage } from './entry';
import { compareFoldKeys, type FoldKey } from './fold-order';
import { EMPTY_JOURNEY, NO_SEGMENT, type JourneyState } from './journey-state';
import { handMoveIn, MOVED_BY_HAND } from './moved-by-hand';
import type { Movement, MovementReason } from './movement';
import { addToTally, EMPTY_TALLY, segmentAt } from './segment-tally';

/** What the fold needs to know of a touchpoint. */
export interface FoldTouchpoint extends FoldKey {
	readonly type: string;
	/** The segment the touchpoint says the customer is in from now on. */
	readonly segment?: string;
	/** Experience, 0 to 100. */
	readonly score?: number;
	/** All of it; has to be there where the definition asks for more, and for what a machine or a hand did. */
	readonly whole?: Touchpoint;
	/** The published limits that held when it happened, null before the first; has to be there where a segment rule asks for RFM. */
	readonly limits?: RfmLimits | null;
}

/**
 * What one touchpoint did. A journey that ends says so by its movement at once: `completed` when a goal is reached,
 * `exited` when it ends without one.
 */
export interface Step {
	readonly state: JourneyState;
	readonly movement: Movement;
	readonly from: string | null;
	readonly to: string | null;
	readonly why: MovementReason;
	readonly refused: readonly RefusedStage[];
	/** Whether the stay in `from` ended, and whether a stay in `to` began. */
	readonly leaves: boolean;
	readonly enters: boolean;
}

/** Gives the movement between two different stages of a definition. */
function movementBetween(definition: JourneyDefinition, from: string | null, to: string): Movement {
	const start = stagePlace(definition, from);
	const end = stagePlace(definition, to);
	if (from === null) return 'entered';
	if (end === start + 1) return 'advanced';
	if (end > start) return 'skipped';
	return definition.loops && start === definition.stages.length - 1 && end === 0
		? 'looped'
		: 'returned';
}

/** Gives the state with everything a touchpoint adds whether or not it moves the journey. */
function remember(
	definition: JourneyDefinition,
	state: JourneyState,
	touchpoint: FoldTouchpoint,
): JourneyState {
	const { occurredAt, sequence, id, score } = touchpoint;
	const isPeak =
		score !== undefined &&
		(state.peakScore === null || Math.abs(score - 50) >= Math.abs(state.peakScore - 50));
	const next = {
		...state,
		segment: touchpoint.segment ?? state.segment,
		touchpoints: state.touchpoints + 1,
		endScore: score ?? state.endScore,
		peakScore: isPeak ? score : state.peakScore,
		last: { occurredAt, sequence, id },
	};
	const questions = indexOf(definition).segments;
	if (questions === null) return next;
	const tally = addToTally(state.tally ?? EMPTY_TALLY, touchpoint, questions);
	const { limits } = touchpoint;
	if (questions.rfm && limits === undefined) {
		throw new TypeError('segment rules that ask for RFM need the limits that held');
	}
	const moment = {
		at: occurredAt,
		touchpoints: next.touchpoints,
		lastScore: next.endScore,
		limits: limits ?? null,
	};
	return { ...next, tally, segment: segmentAt(tally, moment, questions) ?? NO_SEGMENT };
}

function enter(state: JourneyState, stage: string, at: number): JourneyState {
	return {
		...state,
		status: 'active',
		stage,
		enteredAt: at,
		endedAt: null,
		visits: state.visits + 1,
		visited: state.visited.includes(stage) ? state.visited : [...state.visited, stage],
	};
}

/**
 * Folds one touchpoint into a journey. Pure: the state given is not changed. The touchpoint must come after
 * `state.last` in fold order; one that does not is folded with its whole history by `foldHistory`.
 */
export function step(
	definition: JourneyDefinition,
	state: JourneyState,
	touchpoint: FoldTouchpoint,
): Step {
	const next = remember(definition, state, touchpoint);
	if (touchpoint.type === MOVED_BY_HAND) return moveByHand(definition, next, touchpoint);
	return state.status === 'active'
		? stepActive(definition, state, next, touchpoint)
		: stepEnded(definition, state, next, touchpoint);
}

/** An ended journey stays as it is until an entry rule begins it anew. */
function stepEnded(
	definition: JourneyDefinition,
	state: JourneyState,
	next: JourneyState,
	touchpoint: FoldTouchpoint,
): Step {
	const at = touchpoint.occurredAt;
	const { stage, refused } = findEntry(definition, state, touchpoint);
	if (stage === null) return stay(next, 'ended', refused);
	if (definition.reEntry === 'never') return stay(next, 'no_re_entry', refused);
	if (at < (state.endedAt ?? at) + definition.coolDownMs) return stay(next, 'cool_down', refused);
	return moveByRule(definition, next, stage, touchpoint, refused);
}

function stepActive(
	definition: JourneyDefinition,
	state: JourneyState,
	next: JourneyState,
	touchpoint: FoldTouchpoint,
): Step {
	const from = state.stage;
	const { stage, refused } = findEntry(definition, state, touchpoint);
	const isGoal = from !== null && endsBy(definition, 'goals', touchpoint);
	if (from !== null && !isGoal && endsBy(definition, 'exits', touchpoint)) {
		return {
			state: {
				...next,
				status: 'exited',
				stage: null,
				enteredAt: null,
				endedAt: touchpoint.occurredAt,
			},
			movement: 'exited',
			from,
			to: null,
			why: 'exit_rule',
			refused,
			leaves: true,
			enters: false,
		};
	}
	if (stage === null) {
		return isGoal
			? complete(stay(next, 'goal_reached', refused), touchpoint.occurredAt)
			: stay(next, refused[0]?.why ?? 'no_entry_rule', refused);
	}
	const backwards = stagePlace(definition, stage) < stagePlace(definition, from);
	const loop = from !== null && movementBetween(definition, from, stage) === 'looped';
	if (definition.movement === 'forward' && backwards && !loop) {
		return stay(next, 'forward_only', [...refused, { stage, why: 'forward_only' }]);
	}
	return moveByRule(definition, next, stage, touchpoint, refused);
}

function stay(state: JourneyState, why: MovementReason, refused: readonly RefusedStage[]): Step {
	return {
		state,
		movement: 'stayed',
		from: state.stage,
		to: state.stage,
		why,
		refused,
		leaves: false,
		enters: false,
	};
}

/** Puts a journey where somebody said, whatever its rules, cool-down and end say. */
function moveByHand(
	definition: JourneyDefinition,
	state: JourneyState,
	{ whole, occurredAt }: FoldTouchpoint,
): Step {
	const move = handMoveIn(whole);
	if (move === null) return stay(state, 'no_entry_rule', []);
	if (move.definition !== definition.name) return stay(state, 'other_journey', []);
	if (stagePlace(definition, move.stage) < 0) return stay(state, 'unknown_stage', []);
	return moveTo(definition, state, move.stage, occurredAt, 'moved_by_hand', []);
}

/** Moves a journey to a stage that a rule leads to, and ends it there when the touchpoint is a goal. */
function moveByRule(
	definition: JourneyDefinition,
	state: JourneyState,
	to: string,
	touchpoint: FoldTouchpoint,
	refused: readonly RefusedStage[],
): Step {
	const at = touchpoint.occurredAt;
	const moved = moveTo(definition, state, to, at, 'entry_rule', refused);
	return endsBy(definition, 'goals', touchpoint) ? complete(moved, at) : moved;
}

/** Moves a journey to a stage; an ended one begins anew. */
function moveTo(
	definition: JourneyDefinition,
	state: JourneyState,
	to: string,
	at: number,
	why: MovementReason,
	refused: readonly RefusedStage[],
): Step {
	const ended = state.status !== 'active';
	const stays = !ended && state.stage === to;
	return {
		state: stays ? state : enter(state, to, at),
		movement: stays ? 'stayed' : movementBetween(definition, ended ? null : state.stage, to),
		from: state.stage,
		to,
		why: stays ? 'same_stage' : why,
		refused,
		leaves: !stays && state.stage !== null,
		enters: !stays,
	};
}

function complete(reached: Step, at: number): Step {
	return {
		...reached,
		state: { ...reached.state, status: 'completed', endedAt: at },
		movement: 'completed',
		why: 'goal_reached',
	};
}

/**
 * Folds a whole history from the beginning, in fold order whatever the order given, each touchpoint once by its id.
 * Gives the steps in fold order; the last one holds the state of today. Any order, batching or repetition of the same
 * touchpoints gives the same steps.
 */
export function foldHistory(
	definition: JourneyDefinition,
	history: readonly FoldTouchpoint[],
): readonly { readonly touchpoint: FoldTouchpoint; readonly step: Step }[] {
	const ordered = [
		...new Map(history.map((touchpoint) => [touchpoint.id, touchpoint])).values(),
	].sort(compareFoldKeys);
	let state = EMPTY_JOURNEY;
	return ordered.map((touchpoint) => {
		const taken = step(definition, state, touchpoint);
		state = taken.state;
		return { touchpoint, step: taken };
	});
}
