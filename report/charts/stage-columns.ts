import { scaleBand, scaleLinear, type ScaleLinear } from 'd3-scale';
import type { AnalyzedStage, GapAnalysis, GapCell } from '../../journey/gaps/gap-analysis';
import type { Direction } from '../language/language';

const COLUMN_WIDTH = 132;
const LEAST_WIDTH = 960;
const AXIS_WIDTH = 44;
const EDGE = 12;
const PLOT_TOP = 76;
const PLOT_HEIGHT = 280;

/** One column of the chart: a stage on one metric, or (null) a stage without answers. */
export interface StageColumn {
	readonly stage: AnalyzedStage;
	readonly cell: GapCell | null;
	/** Pixels from the left edge. */
	readonly middle: number;
}

/** Where everything stands, in pixels from the top left corner. */
export interface StageColumnsLayout {
	readonly columns: readonly StageColumn[];
	readonly width: number;
	readonly left: number;
	readonly right: number;
	readonly bottom: number;
	/** Half the width of a column. */
	readonly half: number;
	/** Score to height. */
	readonly y: ScaleLinear<number, number>;
	readonly severalMetrics: boolean;
}

function cellsByColumn({ stages, cells }: GapAnalysis): readonly Omit<StageColumn, 'middle'>[] {
	return stages.flatMap((stage): readonly Omit<StageColumn, 'middle'>[] => {
		const own = cells.filter((cell) => cell.level === 'stage' && cell.stage === stage.name);
		return own.length === 0 ? [{ stage, cell: null }] : own.map((cell) => ({ stage, cell }));
	});
}

/** Gives the lowest score the chart must show with air beneath it, on a line of its scale. */
function lowestScore(columns: readonly Omit<StageColumn, 'middle'>[]): number {
	const scores = columns.flatMap(({ stage, cell }) => [
		stage.target ?? 100,
		cell?.figures?.interval?.low ?? cell?.figures?.mean ?? 100,
	]);
	return Math.max(0, Math.floor((Math.min(...scores) - 8) / 20) * 20);
}

/** Gives the layout of a chart with one column a stage and metric; the first stands where reading begins. */
export function stageColumns(analysis: GapAnalysis, direction: Direction): StageColumnsLayout {
	const columns = cellsByColumn(analysis);
	const width = Math.max(LEAST_WIDTH, columns.length * COLUMN_WIDTH + AXIS_WIDTH + EDGE);
	const [left, right] =
		direction === 'rtl' ? [EDGE, width - AXIS_WIDTH] : [AXIS_WIDTH, width - EDGE];
	const bottom = PLOT_TOP + PLOT_HEIGHT;
	const x = scaleBand(columns.keys(), direction === 'rtl' ? [right, left] : [left, right]);
	x.paddingInner(0.16);
	const half = x.bandwidth() / 2;
	return {
		columns: columns.map((column, index) => ({ ...column, middle: x(index)! + half })),
		width,
		left,
		right,
		bottom,
		half,
		y: scaleLinear([lowestScore(columns), 100], [bottom, PLOT_TOP]),
		severalMetrics: new Set(columns.flatMap(({ cell }) => cell?.metric ?? [])).size > 1,
	};
}
