import type { EntryRule, JourneyDefinition } from './definition';
import type { JourneyState } from './journey-state';
import type { MovementReason } from './movement';

/** A stage that lists the touchpoint's type and was not entered, with the reason. */
export interface RefusedStage {
	readonly stage: string;
	readonly why: MovementReason;
}

/** Which stage a touchpoint leads to, and which others listed its type in vain. */
export interface Entry {
	readonly stage: string | null;
	readonly refused: readonly RefusedStage[];
}

interface EntryIndex {
	readonly order: ReadonlyMap<string, number>;
	/** For each touchpoint type, the stages that list it, the latest stage first, with their rules for it. */
	readonly byType: ReadonlyMap<
		string,
		readonly (readonly [stage: string, rules: readonly EntryRule[]])[]
	>;
}

const indexes = new WeakMap<JourneyDefinition, EntryIndex>();

/** Gives the place of each stage and the rules by touchpoint type; built once for each definition object. */
function entryIndex(definition: JourneyDefinition): EntryIndex {
	const known = indexes.get(definition);
	if (known) return known;
	const byType = new Map<string, [string, EntryRule[]][]>();
	for (const stage of [...definition.stages].reverse()) {
		for (const rule of stage.entry) {
			for (const type of rule.types) {
				const stages = byType.get(type) ?? [];
				byType.set(type, stages);
				const listed = stages.find(([name]) => name === stage.name);
				if (listed) listed[1].push(rule);
				else stages.push([stage.name, [rule]]);
			}
		}
	}
	const index = {
		order: new Map(definition.stages.map((stage, place) => [stage.name, place])),
		byType,
	};
	indexes.set(definition, index);
	return index;
}

/** Gives the place of a stage in its definition, from 0; -1 for null or a stage of another version. */
export function stagePlace(definition: JourneyDefinition, stage: string | null): number {
	return stage === null ? -1 : (entryIndex(definition).order.get(stage) ?? -1);
}

/** Gives null when the rule lets the touchpoint in, else the first condition that does not hold. */
function failedCondition(
	rule: EntryRule,
	state: JourneyState,
	score: number | undefined,
): MovementReason | null {
	const from = state.status === 'active' ? (state.stage ?? 'none') : 'none';
	if (rule.from && !rule.from.includes(from)) return 'from_not_allowed';
	if (rule.visited && !state.visited.includes(rule.visited)) return 'stage_not_visited';
	if (rule.minScore === undefined && rule.maxScore === undefined) return null;
	if (score === undefined) return 'score_missing';
	const inRange = score >= (rule.minScore ?? 0) && score <= (rule.maxScore ?? 100);
	return inRange ? null : 'score_out_of_range';
}

/**
 * Finds the stage that a touchpoint of this type and experience score (0 to 100, if any) leads to. Where several
 * stages would take it, staying in the current one comes first, then the stage latest in the definition.
 */
export function findEntry(
	definition: JourneyDefinition,
	state: JourneyState,
	type: string,
	score: number | undefined,
): Entry {
	const candidates = entryIndex(definition).byType.get(type) ?? [];
	const open: string[] = [];
	const refused: RefusedStage[] = [];
	for (const [stage, rules] of candidates) {
		let why: MovementReason | null = 'no_entry_rule';
		for (const rule of rules) {
			why = failedCondition(rule, state, score);
			if (why === null) break;
		}
		if (why === null) open.push(stage);
		else refused.push({ stage, why });
	}
	const current = state.status === 'active' ? state.stage : null;
	const stage = current !== null && open.includes(current) ? current : (open[0] ?? null);
	return { stage, refused };
}
