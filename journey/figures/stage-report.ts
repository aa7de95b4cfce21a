import type { GapCell } from '../gaps/gap-analysis';
import { hiddenSegments } from '../gaps/hidden-segments';
import type { JourneyDefinition } from '../stages/definition';
import { flowFigures, type FlowFigures } from './flow-figures';
import { plannedStages } from './planned-stage';
import { stageExperience } from './stage-experience';
import type { StageFacts, StagePlace } from './stage-facts';

export interface StageReportOptions {
	/** The segment that was counted; null for all of them. Others in the facts are parts of it. */
	readonly segment: string | null;
	/** Figures about fewer people than this (but some), and what would give them away, are left out: they would tell what single customers did. */
	readonly hideBelow: number;
	/** Of all intervals, between 0 and 1. */
	readonly confidence: number;
}

/** Who was there when the period ended. */
export interface PresenceFigures {
	readonly present: number;
	/** Longer than the stage expects; null where it expects nothing. */
	readonly stalled: number | null;
}

/** What happened with the customers who were there during the period. */
export interface EffortFigures {
	readonly customers: number;
	readonly touchpoints: number;
	/** Calls, tickets and conversations begun by customers. */
	readonly contacts: number;
}

/** One stage in figures, for one segment or (null) for all. */
export interface StageReportRow extends StagePlace {
	readonly displayName: string;
	readonly owner: string;
	readonly next: string | null;
	readonly expectedMs: number | null;
	/** The experience promised here, 0 to 100. */
	readonly target: number | null;
	/** Null where they are hidden. */
	readonly flow: FlowFigures | null;
	readonly presence: PresenceFigures | null;
	readonly effort: EffortFigures | null;
	/** Answers of the period, one cell for each metric, the one with the most answers first; hidden ones come last. */
	readonly experience: readonly GapCell[];
}

/**
 * Gives each stage of the definition in its order, over all and then for each segment by name, from what a store counted
 * over a period. Pure. Stages of older versions that this one does not have are left out.
 */
export function stageReport(
	definition: JourneyDefinition,
	facts: StageFacts,
	options: StageReportOptions,
): readonly StageReportRow[] {
	const planned = plannedStages(definition);
	const segments = segmentsOf(facts, options);
	const cells = stageExperience(definition, facts.answers, segments, options);
	return definition.stages.flatMap(({ name: stage, displayName, owner, target }, index) => {
		const { next, expectedMs } = planned[index]!;
		const parts = segments.map((segment) => {
			const own = factsOf(facts, { stage, segment });
			return { segment, own, visitors: own.visitors[0]?.count ?? 0 };
		});
		const hiddenBy = (customersOf: (part: (typeof parts)[number]) => number) =>
			hiddenSegments(segments, parts.map(customersOf), options.hideBelow);
		const hiddenFlow = hiddenBy(({ own }) => own.people[0]?.customers ?? 0);
		const hiddenPresence = hiddenBy(({ own }) => own.presence[0]?.customers ?? 0);
		const hiddenEffort = hiddenBy(({ visitors }) => visitors);
		return parts.map(({ segment, own, visitors }): StageReportRow => {
			const [people, present] = [own.people[0], own.presence[0]];
			return {
				stage,
				segment,
				displayName,
				owner,
				next,
				expectedMs,
				target: target ?? null,
				flow: hiddenFlow.has(segment)
					? null
					: flowFigures(
							people,
							own.stays,
							planned[index]!,
							definition.goals.length > 0,
							options.confidence,
						),
				presence: hiddenPresence.has(segment)
					? null
					: {
							present: present?.stays ?? 0,
							stalled: expectedMs === null ? null : (present?.stalled ?? 0),
						},
				effort: hiddenEffort.has(segment)
					? null
					: {
							customers: visitors,
							touchpoints: own.touchpoints[0]?.count ?? 0,
							contacts: own.contacts[0]?.count ?? 0,
						},
				experience: cells.get(segment)!.filter((cell) => cell.stage === stage),
			};
		});
	});
}

/** Gives what the report is about, and then the segments that were counted by themselves, by name. */
function segmentsOf(
	{ visitors, touchpoints }: StageFacts,
	{ segment: all }: StageReportOptions,
): readonly (string | null)[] {
	const counted = new Set([...visitors, ...touchpoints].map(({ segment }) => segment));
	return [all, ...[...counted].filter((segment) => segment !== null && segment !== all).sort()];
}

function factsOf(facts: StageFacts, { stage, segment }: StagePlace): StageFacts {
	const here = <Fact extends StagePlace>(counted: readonly Fact[]): readonly Fact[] =>
		counted.filter((fact) => fact.stage === stage && fact.segment === segment);
	return {
		people: here(facts.people),
		stays: here(facts.stays),
		presence: here(facts.presence),
		visitors: here(facts.visitors),
		touchpoints: here(facts.touchpoints),
		contacts: here(facts.contacts),
		answers: here(facts.answers),
	};
}
