import { analyzeGaps } from '../gaps/analyze-gaps';
import type { GapCell } from '../gaps/gap-analysis';
import { hiddenCell } from '../gaps/hidden-cells';
import { hiddenSegments } from '../gaps/hidden-segments';
import type { JourneyDefinition } from '../stages/definition';
import type { StageAnswers } from './stage-facts';

interface ExperienceOptions {
	readonly hideBelow: number;
	/** Between 0 and 1. */
	readonly confidence: number;
}

/**
 * Gives the answers of each segment as one cell for each stage and metric, the one with the most answers first and
 * hidden ones last. The first of `segments` is the sum of the others. Pure.
 */
export function stageExperience(
	definition: JourneyDefinition,
	answers: readonly StageAnswers[],
	segments: readonly (string | null)[],
	{ hideBelow, confidence }: ExperienceOptions,
): ReadonlyMap<string | null, readonly GapCell[]> {
	const counted = segments.map((segment) => countedCells(definition, answers, segment, confidence));
	const hiddenAt = new Map<string, ReadonlySet<string | null>>();
	for (const cell of counted.flat()) {
		const people = counted.map((cells) =>
			answeredIn(cells.find((other) => placeOf(other) === placeOf(cell))),
		);
		hiddenAt.set(placeOf(cell), hiddenSegments(segments, people, hideBelow));
	}
	const shown = (cell: GapCell, segment: string | null): GapCell =>
		hiddenAt.get(placeOf(cell))!.has(segment)
			? hiddenCell(cell, cell.target, answeredIn(cell), hideBelow)
			: cell;
	return new Map(
		segments.map((segment, index) => [
			segment,
			counted[index]!.map((cell) => shown(cell, segment)).toSorted(
				(a, b) => answeredIn(b) - answeredIn(a),
			),
		]),
	);
}

/** Every cell with its figures, whether or not they may be shown. */
function countedCells(
	definition: JourneyDefinition,
	answers: readonly StageAnswers[],
	segment: string | null,
	confidence: number,
): readonly GapCell[] {
	const counts = answers
		.filter((answer) => answer.segment === segment)
		.map((answer) => ({ ...answer, segment: segment ?? '', type: '', channel: '' }));
	const { cells } = analyzeGaps(counts, definition, { hideBelow: 0, confidence });
	return cells.filter(({ level }) => level === 'stage');
}

function answeredIn(cell: GapCell | undefined): number {
	return cell?.figures?.n ?? 0;
}

function placeOf({ stage, metric }: GapCell): string {
	return JSON.stringify([stage, metric]);
}
