import type { JourneyDefinition } from '../stages/definition';
import { DAY_MS } from '../time/wall-time';

/** What a stage leads to and how long it takes, as planned. */
export interface PlannedStage {
	readonly name: string;
	/** The stage that is planned to follow; null for the last one of a journey that does not loop. */
	readonly next: string | null;
	/** In milliseconds; a longer stay is a stall. Null where nothing is expected. */
	readonly expectedMs: number | null;
}

/** Gives what a definition plans, stage by stage in its order. */
export function plannedStages({ stages, loops }: JourneyDefinition): readonly PlannedStage[] {
	return stages.map(({ name, expectedDays }, place) => {
		const next = stages[place + 1] ?? (loops && stages.length > 1 ? stages[0] : undefined);
		return {
			name,
			next: next?.name ?? null,
			expectedMs: expectedDays === undefined ? null : expectedDays * DAY_MS,
		};
	});
}
