import { plannedStages } from '../../journey/figures/planned-stage';
import type { StageFacts } from '../../journey/figures/stage-facts';
import type { JourneyDefinition } from '../../journey/stages/definition';
import type { JourneyStore } from '../../store/journey-store';
import { MINUTE_MS, NOON } from './touchpoint';

const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;

/** Gives all that a stage report over a year around `NOON` would be made of, by segment, each list in an order of its own. */
export async function stageFactsOf(
	store: JourneyStore,
	definition: JourneyDefinition,
): Promise<StageFacts> {
	const facts = await store.getStageFacts({
		definition: definition.name,
		from: NOON - YEAR_MS,
		to: NOON + YEAR_MS,
		segment: null,
		stages: plannedStages(definition),
		bySegment: true,
	});
	const sorted = Object.entries(facts).map(([kind, counted]: [string, readonly unknown[]]) => [
		kind,
		counted.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
	]);
	return Object.fromEntries(sorted) as StageFacts;
}
