import { assign, initialTransition, setup, transition } from 'xstate';
import type { JourneyDefinition } from '../journey/stages/definition';
import type { FoldTouchpoint } from '../journey/stages/fold';

interface Visited {
	readonly visited: readonly string[];
}

interface TouchpointEvent {
	readonly type: string;
	readonly score?: number;
}

interface Guarded {
	readonly target: string;
	readonly guard: (args: { context: Visited; event: TouchpointEvent }) => boolean;
}

/**
 * Gives the stages of a definition as a state chart: the same rules of entry, written as guarded transitions. It knows
 * types, scores, the stages visited and where one comes from, which is all that a looping definition without ends and
 * conditions asks for.
 */
function machineOf(definition: JourneyDefinition) {
	const { createMachine } = setup({
		types: {} as { context: Visited; events: TouchpointEvent },
	});
	const stages = definition.stages.map(
		({ name }) =>
			[
				name,
				{
					entry: assign({
						visited: ({ context }: { context: Visited }) =>
							context.visited.includes(name) ? context.visited : [...context.visited, name],
					}),
					on: transitionsFrom(definition, name),
				},
			] as const,
	);
	return createMachine({
		initial: 'none',
		context: { visited: [] },
		states: { none: { on: transitionsFrom(definition, 'none') }, ...Object.fromEntries(stages) },
	});
}

/** Staying comes first, then the latest stage, as in the fold. */
function transitionsFrom({ stages }: JourneyDefinition, from: string): Record<string, Guarded[]> {
	const on: Record<string, Guarded[]> = {};
	const latestFirst = [...stages].reverse();
	const inOrder = [
		...latestFirst.filter(({ name }) => name === from),
		...latestFirst.filter(({ name }) => name !== from),
	];
	for (const { name, entry } of inOrder) {
		for (const { types, from: allowed, visited, minScore } of entry) {
			if (allowed && !allowed.includes(from)) continue;
			for (const type of types) {
				(on[type] ??= []).push({
					target: name,
					guard: ({ context, event }) =>
						(visited === undefined || context.visited.includes(visited)) &&
						(minScore === undefined || (event.score ?? -1) >= minScore),
				});
			}
		}
	}
	return on;
}

/** Gives a function that takes touchpoints in fold order through the state chart and gives the stage after each. */
export function stagesByMachine(
	definition: JourneyDefinition,
): (touchpoints: readonly FoldTouchpoint[]) => readonly string[] {
	const machine = machineOf(definition);
	return (touchpoints) => {
		let [snapshot] = initialTransition(machine);
		return touchpoints.map(({ type, score }) => {
			[snapshot] = transition(machine, snapshot, { type, score });
			return String(snapshot.value);
		});
	};
}
