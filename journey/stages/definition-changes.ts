import { journeyDefinitionSchema, type JourneyDefinition, type JourneyDraft } from './definition';

/** One difference between two versions of a definition. */
export type DefinitionChange =
	| {
			readonly change: 'stage_added' | 'stage_removed';
			readonly stage: string;
			readonly fields: null;
	  }
	| {
			readonly change: 'stage_changed';
			readonly stage: string;
			/** What about the stage is not as it was: `entry`, `target`, … */
			readonly fields: readonly string[];
	  }
	| { readonly change: 'stages_reordered'; readonly stage: null; readonly fields: null }
	| {
			readonly change: 'journey_changed';
			readonly stage: null;
			readonly fields: readonly string[];
	  };

/** Gives a definition without its version. */
export function draftOf({ version: _version, ...draft }: JourneyDefinition): JourneyDraft {
	return draft;
}

/** Whether two definitions say the same, versions apart. */
export function isSameContent(a: JourneyDefinition, b: JourneyDefinition): boolean {
	return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

/** Gives what is different in the later of two versions, the stages first, in their order. */
export function changesBetween(
	before: JourneyDefinition,
	after: JourneyDefinition,
): readonly DefinitionChange[] {
	const [older, newer] = [inOrder(before), inOrder(after)];
	const stagesBefore = new Map(older.stages.map((stage) => [stage.name, stage]));
	const stagesAfter = new Map(newer.stages.map((stage) => [stage.name, stage]));
	const changes: DefinitionChange[] = [];
	for (const [name, stage] of stagesAfter) {
		const old = stagesBefore.get(name);
		if (!old) {
			changes.push({ change: 'stage_added', stage: name, fields: null });
			continue;
		}
		const fields = differentFields(old, stage);
		if (fields.length > 0) changes.push({ change: 'stage_changed', stage: name, fields });
	}
	for (const name of stagesBefore.keys()) {
		if (!stagesAfter.has(name))
			changes.push({ change: 'stage_removed', stage: name, fields: null });
	}
	if (commonOrder(stagesBefore, stagesAfter) !== commonOrder(stagesAfter, stagesBefore)) {
		changes.push({ change: 'stages_reordered', stage: null, fields: null });
	}
	const { stages: _before, ...restBefore } = older;
	const { stages: _after, ...restAfter } = newer;
	const fields = differentFields(restBefore, restAfter);
	if (fields.length > 0) changes.push({ change: 'journey_changed', stage: null, fields });
	return changes;
}

/** Reading it by the schema puts every field in its place, so that equal contents are equal texts. */
function inOrder(definition: JourneyDefinition): JourneyDraft {
	return draftOf(journeyDefinitionSchema.parse(definition));
}

function differentFields(before: object, after: object): readonly string[] {
	const old = new Map(Object.entries(before) as [string, unknown][]);
	const now = new Map(Object.entries(after) as [string, unknown][]);
	return [...new Set([...old.keys(), ...now.keys()])].filter(
		(field) => JSON.stringify(old.get(field)) !== JSON.stringify(now.get(field)),
	);
}

/** The names that both have, in the order of the first. */
function commonOrder(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string {
	return [...a.keys()].filter((name) => b.has(name)).join(' ');
}
