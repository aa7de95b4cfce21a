import type { FailedCondition } from '../conditions/check-condition';
import type { EntryRule, JourneyDefinition } from './definition';
import { indexOf } from './definition-index';
import type { JourneyState } from './journey-state';
import type { MovementReason } from './movement';
import { refusalOf, type RuledTouchpoint, type RuleRefusal } from './touchpoint-rule';

/** A stage that lists the touchpoint's type and was not entered, with the reason. */
export interface RefusedStage {
	readonly stage: string;
	readonly why: MovementReason;
	/** The details of `condition_failed`. */
	readonly failed?: FailedCondition;
}

/** Which stage a touchpoint leads to, and which others listed its type in vain. */
export interface Entry {
	readonly stage: string | null;
	readonly refused: readonly RefusedStage[];
}

const NO_RULE: RuleRefusal = { why: 'no_entry_rule' };
const NOWHERE: Entry = { stage: null, refused: [] };

/** Gives the place of a stage in its definition, from 0; -1 for null or a stage of another version. */
export function stagePlace(definition: JourneyDefinition, stage: string | null): number {
	return stage === null ? -1 : (indexOf(definition).order.get(stage) ?? -1);
}

/** Gives null when the rule lets the touchpoint in, else the first condition that does not hold. */
function refusalOfEntry(
	rule: EntryRule,
	state: JourneyState,
	touchpoint: RuledTouchpoint,
): RuleRefusal | null {
	const from = state.status === 'active' ? (state.stage ?? 'none') : 'none';
	if (rule.from && !rule.from.includes(from)) return { why: 'from_not_allowed' };
	if (rule.visited && !state.visited.includes(rule.visited)) return { why: 'stage_not_visited' };
	return refusalOf(rule, touchpoint);
}

/**
 * Finds the stage that a touchpoint leads to. Where several stages would take it, staying in the current one comes
 * first, then the stage latest in the definition.
 */
export function findEntry(
	definition: JourneyDefinition,
	state: JourneyState,
	touchpoint: RuledTouchpoint,
): Entry {
	const candidates = indexOf(definition).byType.get(touchpoint.type);
	if (!candidates) return NOWHERE;
	const current = state.status === 'active' ? state.stage : null;
	let stage: string | null = null;
	const refused: RefusedStage[] = [];
	for (const [candidate, rules] of candidates) {
		let refusal: RuleRefusal | null = NO_RULE;
		for (const rule of rules) {
			refusal = refusalOfEntry(rule, state, touchpoint);
			if (refusal === null) break;
		}
		if (refusal !== null) refused.push({ stage: candidate, ...refusal });
		else if (stage === null || candidate === current) stage = candidate;
	}
	return { stage, refused };
}

/** Whether a touchpoint reaches a goal, or is an exit, of its definition. */
export function endsBy(
	definition: JourneyDefinition,
	end: 'goals' | 'exits',
	touchpoint: RuledTouchpoint,
): boolean {
	const rules = indexOf(definition)[end].get(touchpoint.type);
	return rules?.some((rule) => refusalOf(rule, touchpoint) === null) ?? false;
}
