import type { ExperienceCount } from './experience-count';
import { type CellPlace, GAP_LEVELS } from './gap-analysis';
import { addTo, countWhere, type Histogram, mergeHistograms, UNITS_PER_POINT } from './histogram';

/** A place in the journey with the answers given there. */
export interface AnsweredCell {
	readonly place: CellPlace;
	readonly answers: Histogram;
}

/** Gives how many answers a cell has. */
export function countOf({ answers }: AnsweredCell): number {
	return countWhere(answers, () => true);
}

/** By code unit, so that the order is the same in every locale. */
function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** Sorts places: the widest level first, then stages in their order with unknown ones last, metric, segment, type. */
function comparePlaces(
	stageOrder: readonly string[],
): (a: AnsweredCell, b: AnsweredCell) => number {
	const positions = new Map(stageOrder.map((stage, index) => [stage, index]));
	const position = (stage: string): number => positions.get(stage) ?? stageOrder.length;
	return ({ place: a }, { place: b }) =>
		GAP_LEVELS.indexOf(a.level) - GAP_LEVELS.indexOf(b.level) ||
		position(a.stage) - position(b.stage) ||
		compareText(a.stage, b.stage) ||
		compareText(a.metric, b.metric) ||
		compareText(a.segment ?? '', b.segment ?? '') ||
		compareText(a.type ?? '', b.type ?? '');
}

/** Joins the cells that `widen` puts in the same place. */
function rollUp(
	cells: readonly AnsweredCell[],
	widen: (place: CellPlace) => CellPlace,
): AnsweredCell[] {
	const groups = new Map<string, { place: CellPlace; parts: Histogram[] }>();
	for (const { place, answers } of cells) {
		const wide = widen(place);
		const key = placeKey(wide);
		const group = groups.get(key);
		if (group) group.parts.push(answers);
		else groups.set(key, { place: wide, parts: [answers] });
	}
	return [...groups.values()].map(({ place, parts }) => ({
		place,
		answers: mergeHistograms(parts),
	}));
}

/** Gives a text that is the same only for the same place. */
function placeKey({ stage, segment, type, metric }: CellPlace): string {
	return JSON.stringify([stage, segment, type, metric]);
}

/**
 * Gives every cell that has answers on all three levels, each metric for itself, in a fixed order that does not depend
 * on the order of the counts. `stageOrder` names the stages of the definition.
 */
export function answeredCells(
	counts: Iterable<ExperienceCount>,
	stageOrder: readonly string[],
): readonly AnsweredCell[] {
	const finest = new Map<string, { place: CellPlace; answers: Map<number, number> }>();
	for (const { stage, segment, type, metric, score, count } of counts) {
		const place: CellPlace = { level: 'touchpoint', stage, segment, type, metric };
		const key = placeKey(place);
		let cell = finest.get(key);
		if (!cell) finest.set(key, (cell = { place, answers: new Map() }));
		addTo(cell.answers, Math.round(score * UNITS_PER_POINT), count);
	}
	const touchpoints = [...finest.values()];
	const segments = rollUp(touchpoints, (place) => ({ ...place, level: 'segment', type: null }));
	const stages = rollUp(segments, (place) => ({ ...place, level: 'stage', segment: null }));
	return [...stages, ...segments, ...touchpoints].sort(comparePlaces(stageOrder));
}
