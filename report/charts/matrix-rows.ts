import type { GapAnalysis, GapCell } from '../../journey/gaps/gap-analysis';

/** One row of the matrix: a segment (null for all) on one metric. */
export interface MatrixRow {
	readonly segment: string | null;
	readonly metric: string;
	/** The cells of this row by stage. */
	readonly cells: ReadonlyMap<string, GapCell>;
}

/** Gives one row for all segments and then one for each segment, each metric for itself. */
export function matrixRows({ cells }: GapAnalysis): readonly MatrixRow[] {
	const rows = new Map<string, MatrixRow & { readonly cells: Map<string, GapCell> }>();
	for (const cell of cells) {
		if (cell.level === 'touchpoint') continue;
		const { segment, metric } = cell;
		// As text, null sorts before every name when it is given a place of its own.
		const key = JSON.stringify([segment === null ? 0 : 1, segment, metric]);
		const row = rows.get(key) ?? { segment, metric, cells: new Map<string, GapCell>() };
		row.cells.set(cell.stage, cell);
		rows.set(key, row);
	}
	return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
