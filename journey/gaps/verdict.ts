import { csatOfScores } from './csat';
import { adjustPValues } from './false-discovery';
import type { AnsweredCell } from './cells';
import type { CellFigures, GapCell, VerdictFigures } from './gap-analysis';
import type { ResolvedGapOptions } from './gap-options';
import { countWhere, medianOf, momentsOf } from './histogram';
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

/** Gives the cell as far as it can be told without the others: unjudged with the reason, or ready to be judged. */
function describe(cell: AnsweredCell, targets: Targets, options: ResolvedGapOptions): GapCell {
	const n = countWhere(cell.answers, () => true);
	const target = targets.get(cell.place.stage) ?? null;
	const silent = { ...cell.place, target, gap: null, pValue: null, adjustedPValue: null };
	if (n < options.hideBelow) {
		const why = { code: 'below_hiding_limit', params: { limit: options.hideBelow } } as const;
		return { ...silent, verdict: 'hidden', figures: null, why };
	}
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
	const described = cells.map((cell) => describe(cell, targets, options));
	const tested = described.filter((cell) => cell.pValue !== null);
	const adjusted = adjustPValues(tested.map((cell) => cell.pValue!));
	const judged = new Map(
		tested.map((cell, index) => [cell, judge(cell, adjusted[index]!, options.confidence)]),
	);
	return described.map((cell) => judged.get(cell) ?? cell);
}
