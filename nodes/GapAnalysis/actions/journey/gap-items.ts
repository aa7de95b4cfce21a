import type { IDataObject } from 'n8n-workflow';
import {
	GAP_VERDICTS,
	type GapAnalysis,
	type GapCell,
	type RankedGap,
} from '../../../../journey/gaps/gap-analysis';
import { isoTime } from '../../../shared/iso-time';

/** Gives one gap as the fields of an item, with all that its rank is made of. */
export function itemOfGap(gap: RankedGap, { stages }: GapAnalysis): IDataObject {
	const stage = stages.find(({ name }) => name === gap.cell.stage);
	return {
		rank: gap.rank,
		...itemOfCell(gap.cell),
		owner: stage?.owner ?? null,
		priority: gap.priority,
		reach: gap.reach,
		importance: gap.importance,
		effort: gap.effort,
		lever: gap.lever,
	};
}

/** Gives the analysis in figures: how many cells have which verdict, and every cell with why. */
export function itemOfAnalysis(analysis: GapAnalysis, generatedAt: number): IDataObject {
	const countOf = (verdict: GapCell['verdict']) =>
		analysis.cells.filter((cell) => cell.verdict === verdict).length;
	return {
		journey: analysis.definition.name,
		journeyVersion: analysis.definition.version,
		generatedAt: isoTime(generatedAt),
		answers: analysis.answers,
		judged: analysis.judged,
		gaps: analysis.gaps.length,
		verdicts: Object.fromEntries(GAP_VERDICTS.map((verdict) => [verdict, countOf(verdict)])),
		stages: analysis.stages.map((stage) => ({ ...stage })),
		cells: analysis.cells.map(itemOfCell),
	};
}

function itemOfCell(cell: GapCell): IDataObject {
	const { why, figures, ...rest } = cell;
	return {
		...rest,
		why: why.code,
		n: figures?.n ?? null,
		mean: figures?.mean ?? null,
		low: figures?.interval?.low ?? null,
		high: figures?.interval?.high ?? null,
		nps: figures?.nps ? (structuredClone(figures.nps) as unknown as IDataObject) : null,
		csat: figures?.csat ? (structuredClone(figures.csat) as unknown as IDataObject) : null,
	};
}
