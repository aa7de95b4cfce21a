import type { JourneyDefinition } from '../stages/definition';
import { answeredCells } from './cells';
import type { ExperienceCount } from './experience-count';
import type { GapAnalysis } from './gap-analysis';
import { type GapOptions, gapOptionsSchema } from './gap-options';
import { type PeakEndCount, rememberedExperience } from './peak-end';
import { rankGaps } from './priority';
import { judgeCells } from './verdict';

/**
 * Gives where the lived experience falls short of the promised one. Takes counts of scores (0 to 100) in any order, the
 * definition whose stages carry the targets (0 to 100), and optionally the peak and end scores of journeys.
 * Pure: the same counts give the same analysis. Throws `ZodError` when an option is out of its range.
 */
export function analyzeGaps(
	counts: readonly ExperienceCount[],
	definition: JourneyDefinition,
	options: GapOptions = {},
	peakEnd?: readonly PeakEndCount[],
): GapAnalysis {
	const resolved = gapOptionsSchema.parse(options);
	const targets = new Map(definition.stages.map(({ name, target }) => [name, target ?? null]));
	const cells = judgeCells(answeredCells(counts, [...targets.keys()]), targets, resolved);
	const answers = cells
		.filter(({ level }) => level === 'stage')
		.reduce((sum, { figures }) => sum + (figures?.n ?? 0), 0);
	const answered = new Set(cells.map((cell) => cell.stage));
	return {
		definition: {
			name: definition.name,
			version: definition.version,
			displayName: definition.displayName,
		},
		options: resolved,
		stages: definition.stages.map(({ name, displayName, owner, target }) => ({
			name,
			displayName,
			owner,
			target: target ?? null,
			unanswered: !answered.has(name),
		})),
		answers,
		judged: cells.filter((cell) => cell.pValue !== null).length,
		cells,
		gaps: rankGaps(cells, answers, resolved.plans),
		remembered: peakEnd ? rememberedExperience(peakEnd, resolved) : null,
	};
}
