import { type AnsweredCell, countOf } from './cells';
import type { CellPlace, GapCell } from './gap-analysis';
import { suppressedCells, type TableCell } from './suppression';

/**
 * Gives the cells that must not be shown: those with fewer answers than `limit`, and those from which these could be
 * worked out. A stage is the sum of its segments on a metric, a segment that of its touchpoint types; over stages and
 * metrics nothing is added up.
 */
export function hiddenCells(
	cells: readonly AnsweredCell[],
	limit: number,
): ReadonlySet<AnsweredCell> {
	const totals = cells.filter(({ place }) => place.level === 'stage');
	const placeOf = (...place: readonly (string | null)[]): string => JSON.stringify(place);
	const partsOf = Map.groupBy(
		cells.filter(({ place }) => place.level !== 'stage'),
		({ place: { level, stage, metric, segment } }) =>
			placeOf(stage, metric, level === 'segment' ? null : segment),
	);
	const tableCell = (cell: AnsweredCell): TableCell<AnsweredCell> => {
		const { level, stage, metric, segment } = cell.place;
		const own = level === 'touchpoint' ? [] : partsOf.get(placeOf(stage, metric, segment));
		return { name: cell, count: countOf(cell), parts: (own ?? []).map(tableCell) };
	};
	return new Set(totals.flatMap((total) => [...suppressedCells(tableCell(total), limit)]));
}

/**
 * Gives the cell at a place as one that must not be shown: for having fewer than `limit` of its `n` answers, or because
 * one that has could be worked out from it.
 */
export function hiddenCell(
	{ level, stage, segment, type, metric }: CellPlace,
	target: number | null,
	n: number,
	limit: number,
): GapCell {
	return {
		...{ level, stage, segment, type, metric },
		verdict: 'hidden',
		why: { code: n < limit ? 'below_hiding_limit' : 'hidden_with_another', params: { limit } },
		target,
		gap: null,
		figures: null,
		pValue: null,
		adjustedPValue: null,
	};
}
