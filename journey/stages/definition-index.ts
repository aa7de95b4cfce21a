import type { EntryRule, JourneyDefinition } from './definition';
import { questionsOf, type SegmentQuestions } from './segment-rule';
import { asksWhole, type TouchpointRule } from './touchpoint-rule';

/** A definition as the fold looks things up in it. */
export interface DefinitionIndex {
	/** The place of each stage, from 0. */
	readonly order: ReadonlyMap<string, number>;
	/** For each touchpoint type, the stages that list it, the latest stage first, with their rules for it. */
	readonly byType: ReadonlyMap<
		string,
		readonly (readonly [stage: string, rules: readonly EntryRule[]])[]
	>;
	/** For each touchpoint type, the rules by which it reaches the goal, and those by which it is an exit. */
	readonly goals: ReadonlyMap<string, readonly TouchpointRule[]>;
	readonly exits: ReadonlyMap<string, readonly TouchpointRule[]>;
	/** What the segment rules ask; null without any, when nothing is remembered for them. */
	readonly segments: SegmentQuestions | null;
	/** Whether a touchpoint's type and score are not enough to fold it. */
	readonly asksWhole: boolean;
}

const indexes = new WeakMap<JourneyDefinition, DefinitionIndex>();

/** Gives the index of a definition; built once for each definition object. */
export function indexOf(definition: JourneyDefinition): DefinitionIndex {
	const known = indexes.get(definition);
	if (known) return known;
	const goals = rulesOf(definition.goals);
	const exits = rulesOf(definition.exits);
	const segments = definition.segments?.length ? questionsOf(definition.segments) : null;
	const rules = [...definition.stages.flatMap(({ entry }) => entry), ...goals, ...exits];
	const index: DefinitionIndex = {
		order: new Map(definition.stages.map((stage, place) => [stage.name, place])),
		byType: stagesByType(definition),
		goals: byType(goals),
		exits: byType(exits),
		segments,
		asksWhole: segments !== null || rules.some(asksWhole),
	};
	indexes.set(definition, index);
	return index;
}

function stagesByType(definition: JourneyDefinition): DefinitionIndex['byType'] {
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
	return byType;
}

function rulesOf(ends: JourneyDefinition['goals']): readonly TouchpointRule[] {
	return ends.map((end) => (typeof end === 'string' ? { types: [end] } : end));
}

function byType(rules: readonly TouchpointRule[]): ReadonlyMap<string, readonly TouchpointRule[]> {
	const found = new Map<string, TouchpointRule[]>();
	for (const rule of rules) {
		for (const type of rule.types) found.set(type, [...(found.get(type) ?? []), rule]);
	}
	return found;
}
