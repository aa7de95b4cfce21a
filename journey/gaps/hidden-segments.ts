import { suppressedCells } from './suppression';

/**
 * Gives the segments of which a figure must not be shown. `people` says how many each stands for, in the order of
 * `segments`, whose first is the sum of the others. Pure.
 */
export function hiddenSegments<Segment>(
	segments: readonly Segment[],
	people: readonly number[],
	limit: number,
): ReadonlySet<Segment> {
	const cells = segments.map((name, index) => ({ name, count: people[index]!, parts: [] }));
	const [all, ...parts] = cells;
	return all ? suppressedCells({ ...all, parts }, limit) : new Set();
}
