import type { JourneyDefinition } from './definition';
import { findEntry, stagePlace, type RefusedStage } from './entry';
import { compareFoldKeys, type FoldKey } from './fold-order';
import { EMPTY_JOURNEY, type JourneyState } from './journey-state';
import type { Movement, MovementReason } from './movement';

/** What the fold needs to know of a touchpoint. */
export interface FoldTouchpoint extends FoldKey {
	readonly type: string;
	/** The segment the touchpoint says the customer is in from now on. */
	readonly segment?: string;
	/** Experience, 0 to 100. */
	readonly score?: number;
}

/** What one touchpoint did. */
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
function remember(state: JourneyState, touchpoint: FoldTouchpoint): JourneyState {
	const { occurredAt, sequence, id, score } = touchpoint;
	const isPeak =
		score !== undefined &&
		(state.peakScore === null || Math.abs(score - 50) >= Math.abs(state.peakScore - 50));
	return {
		...state,
		segment: touchpoint.segment ?? state.segment,
		touchpoints: state.touchpoints + 1,
		endScore: score ?? state.endScore,
		peakScore: isPeak ? score : state.peakScore,
		last: { occurredAt, sequence, id },
	};
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
	const at = touchpoint.occurredAt;
	const next = remember(state, touchpoint);
	const from = state.stage;
	const stay = (why: MovementReason, refused: readonly RefusedStage[]): Step => ({
		state: next,
		movement: 'stayed',
		from,
		to: from,
		why,
		refused,
		leaves: false,
		enters: false,
	});

	const ended = state.status !== 'active';
	const entry = findEntry(definition, state, touchpoint.type, touchpoint.score);
	if (ended) {
		if (entry.stage === null) return stay('ended', entry.refused);
		if (at < (state.endedAt ?? at) + definition.coolDownMs) return stay('cool_down', entry.refused);
		return moveTo(definition, next, entry.stage, touchpoint, entry.refused);
	}
	if (from !== null && definition.exits.includes(touchpoint.type)) {
		return {
			state: { ...next, status: 'exited', stage: null, enteredAt: null, endedAt: at },
			movement: 'exited',
			from,
			to: null,
			why: 'exit_rule',
			refused: entry.refused,
			leaves: true,
			enters: false,
		};
	}
	if (entry.stage === null) {
		const goal = from !== null && definition.goals.includes(touchpoint.type);
		return goal
			? complete(stay('goal_reached', entry.refused), at)
			: stay(firstReason(entry.refused), entry.refused);
	}
	const backwards = stagePlace(definition, entry.stage) < stagePlace(definition, from);
	const loop = from !== null && movementBetween(definition, from, entry.stage) === 'looped';
	if (definition.movement === 'forward' && backwards && !loop) {
		return stay('forward_only', [...entry.refused, { stage: entry.stage, why: 'forward_only' }]);
	}
	return moveTo(definition, next, entry.stage, touchpoint, entry.refused);
}

/** Moves a journey to a stage (an ended one begins anew), and ends it there when the touchpoint is a goal. */
function moveTo(
	definition: JourneyDefinition,
	state: JourneyState,
	to: string,
	touchpoint: FoldTouchpoint,
	refused: readonly RefusedStage[],
): Step {
	const ended = state.status !== 'active';
	const stays = !ended && state.stage === to;
	const moved: Step = {
		state: stays ? state : enter(state, to, touchpoint.occurredAt),
		movement: stays ? 'stayed' : movementBetween(definition, ended ? null : state.stage, to),
		from: state.stage,
		to,
		why: stays ? 'same_stage' : 'entry_rule',
		refused,
		leaves: !stays && state.stage !== null,
		enters: !stays,
	};
	return definition.goals.includes(touchpoint.type)
		? complete(moved, touchpoint.occurredAt)
		: moved;
}

function complete(reached: Step, at: number): Step {
	return {
		...reached,
		state: { ...reached.state, status: 'completed', endedAt: at },
		movement: 'completed',
		why: 'goal_reached',
	};
}

function firstReason(refused: readonly RefusedStage[]): MovementReason {
	return refused[0]?.why ?? 'no_entry_rule';
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
