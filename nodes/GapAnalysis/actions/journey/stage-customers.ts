import { plannedStages } from '../../../../journey/figures/planned-stage';
import { stageReport } from '../../../../journey/figures/stage-report';
import type { ResolvedGapOptions } from '../../../../journey/gaps/gap-options';
import type { JourneyDefinition } from '../../../../journey/stages/definition';
import type { StageCustomers } from '../../../../report/report-context';
import type { JourneyStore } from '../../../../store/journey-store';

/**
 * Gives how many customers each stage and segment has seen from the beginning until `now` (epoch milliseconds), by the
 * same figures as a stage report, and hidden where that hides them. Segments that never came into a stage are left out
 * there.
 */
export async function stageCustomers(
	store: JourneyStore,
	definition: JourneyDefinition,
	{ confidence, hideBelow }: Pick<ResolvedGapOptions, 'confidence' | 'hideBelow'>,
	now: number,
): Promise<readonly StageCustomers[]> {
	const facts = await store.getStageFacts({
		definition: definition.name,
		from: 0,
		to: now,
		segment: null,
		stages: plannedStages(definition),
		bySegment: true,
	});
	const rows = stageReport(definition, facts, { segment: null, hideBelow, confidence });
	return rows.flatMap(({ stage, segment, flow, presence }): readonly StageCustomers[] => {
		if (segment === null || flow?.entered === 0) return [];
		const present = presence?.present ?? null;
		const hidden = { stage, segment, entered: null, advanced: null, present, medianStayMs: null };
		if (!flow) return [hidden];
		const { entered, leftTo, medianMs: medianStayMs } = flow;
		const advanced = Object.values(leftTo).reduce((sum, count) => sum + count, 0);
		return [{ ...hidden, entered, advanced, medianStayMs }];
	});
}
