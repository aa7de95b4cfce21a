import { csatOfScores } from './csat';
import { adjustPValues } from './false-discovery';
import { type AnsweredCell, countOf } from './cells';
import type { CellFigures, GapCell, VerdictFigures } from './gap-analysis';
import type { ResolvedGapOptions } from './gap-options';
import { hiddenCell, hiddenCells } from './hidden-cells';
import { medianOf, momentsOf } from './histogram';
import { meanInterval, meanPValue } from './mean-interval';
import { npsOfScores } from './nps';

/** The target of each stage of the definition; null for a stage without one. */
export type Targets = ReadonlyMap<string, number | null>;

function figuresOf({ place, answers }: AnsweredCell, confidence: number): CellFigures {
	const moments = momentsOf(answers);
	return {
		...moments,
		median: medianOf(answers),
		interval: moments.n < 2 ? null : meanInterval(moments, confidence),
		nps: place.metric === 'nps' ? npsOfScores(answers, confidence) : null,
		csat: place.metric === 'csat' ? csatOfScores(answers, confidence) : null,
	};
}

/** Gives the cell that may be shown, as far as it can be told without the others: unjudged with the reason, or ready to be judged. */
function describe(cell: AnsweredCell, targets: Targets, options: ResolvedGapOptions): GapCell {
	const n = countOf(cell);
	const target = targets.get(cell.place.stage) ?? null;
	const silent = { ...cell.place, target, gap: null, pValue: null, adjustedPValue: null };
	const figures = figuresOf(cell, options.confidence);
	if (target === null) {
		const code = targets.has(cell.place.stage) ? 'no_target' : 'unknown_stage';
		return { ...silent, verdict: 'no_target', figures, why: { code, params: { n } } };
	}
	const gap = target - figures.mean;
	if (n < options.minimumSample || figures.interval === null) {
		const needed = options.minimumSample;
		const why = { code: 'below_minimum_sample', params: { n, needed } } as const;
		return { ...silent, gap, verdict: 'not_enough_data', figures, why };
	}
	const { low, high } = figures.interval;
	const params: VerdictFigures = { n, mean: figures.mean, low, high, target, gap };
	return {
		...silent,
		gap,
		figures,
		verdict: 'on',
		why: { code: 'target_in_interval', params },
		pValue: meanPValue(figures, target),
	};
}

/** Gives the judged cell: off target when the corrected test says so, which the interval alone then says as well. */
function judge(cell: GapCell, adjustedPValue: number, confidence: number): GapCell {
	const level = 1 - confidence;
	const judged = { ...cell, adjustedPValue };
	const params = cell.why.params as VerdictFigures;
	if (adjustedPValue <= level) {
		return params.gap > 0
			? { ...judged, verdict: 'below', why: { code: 'below_target', params } }
			: { ...judged, verdict: 'above', why: { code: 'above_target', params } };
	}
	return cell.pValue! <= level
		? { ...judged, why: { code: 'lost_to_correction', params } }
		: judged;
}

/**
 * Gives every cell with its figures, its verdict and why. A cell is judged when it may be shown, has a target and
 * enough answers; a two-sided t-test against the target decides, corrected over all judged cells.
 */
export function judgeCells(
	cells: readonly AnsweredCell[],
	targets: Targets,
	options: ResolvedGapOptions,
): readonly GapCell[] {
	const hidden = hiddenCells(cells, options.hideBelow);
	const described = cells.map((cell) =>
		hidden.has(cell)
			? hiddenCell(
					cell.place,
					targets.get(cell.place.stage) ?? null,
					countOf(cell),
					options.hideBelow,
				)
			: describe(cell, targets, options),
	);
	const tested = described.filter((cell) => cell.pValue !== null);
	const adjusted = adjustPValues(tested.map((cell) => cell.pValue!));
	const judged = new Map(
		tested.map((cell, index) => [cell, judge(cell, adjusted[index]!, options.confidence)]),
	);
	return described.map((cell) => judged.get(cell) ?? cell);
}
