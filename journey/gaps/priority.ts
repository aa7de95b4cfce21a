import type { GapCell, RankedGap } from './gap-analysis';
import type { GapPlan } from './gap-options';

/**
 * A wider cell is ranked beside its finer ones only while those explain less than this share of its answers;
 * otherwise one gap would stand in the list twice.
 */
const EXPLAINED_SHARE = 0.5;

const answersOf = (cell: GapCell): number => cell.figures?.n ?? 0;

/** Whether `inner` is a part of `outer`: the same, but for a segment or type that `outer` leaves open. */
function lies(inner: GapCell, outer: GapCell): boolean {
	return (
		inner.stage === outer.stage &&
		inner.metric === outer.metric &&
		(outer.segment === null || outer.segment === inner.segment) &&
		(outer.type === null || outer.type === inner.type)
	);
}

/** Gives the cells below target that deserve a place of their own in the list: the finest, and wider ones they do not explain. */
function worthRanking(cells: readonly GapCell[]): readonly GapCell[] {
	const below = cells.filter((cell) => cell.verdict === 'below');
	const touchpoints = below.filter((cell) => cell.level === 'touchpoint');
	const explained = (wide: GapCell, by: readonly GapCell[]): number =>
		by.reduce((sum, cell) => sum + (lies(cell, wide) ? answersOf(cell) : 0), 0);
	const unexplained = (by: readonly GapCell[]) => (wide: GapCell) =>
		explained(wide, by) < EXPLAINED_SHARE * answersOf(wide);

	const segments = below
		.filter((cell) => cell.level === 'segment')
		.filter(unexplained(touchpoints));
	const alone = touchpoints.filter((cell) => !segments.some((segment) => lies(cell, segment)));
	const stages = below
		.filter((cell) => cell.level === 'stage')
		.filter(unexplained([...segments, ...alone]));
	return [...stages, ...segments, ...touchpoints];
}

/** How many of stage, segment and type a plan names; −1 when it is about another place. */
function closeness(plan: GapPlan, cell: GapCell): number {
	const named = (['stage', 'segment', 'type'] as const).filter((part) => plan[part] !== undefined);
	return named.every((part) => plan[part] === cell[part]) ? named.length : -1;
}

/** Gives what the closest plan says on one point, or undefined when none does; of equally close plans the later one. */
function planned<K extends 'importance' | 'effort' | 'lever'>(
	plans: readonly GapPlan[],
	cell: GapCell,
	point: K,
): GapPlan[K] {
	let best: { closeness: number; word: GapPlan[K] } | undefined;
	for (const plan of plans) {
		const close = plan[point] === undefined ? -1 : closeness(plan, cell);
		if (close >= 0 && close >= (best?.closeness ?? 0))
			best = { closeness: close, word: plan[point] };
	}
	return best?.word;
}

/**
 * Gives the gaps to close, the most urgent first: priority = gap (points) × reach (share of the `answers`) × importance
 * ÷ effort, the last two 1 unless a plan says otherwise. Equal priorities keep the order of the cells.
 */
export function rankGaps(
	cells: readonly GapCell[],
	answers: number,
	plans: readonly GapPlan[],
): readonly RankedGap[] {
	return worthRanking(cells)
		.map((cell) => {
			const gap = cell.gap!;
			const reach = answersOf(cell) / answers;
			const importance = planned(plans, cell, 'importance') ?? 1;
			const effort = planned(plans, cell, 'effort') ?? 1;
			const lever = planned(plans, cell, 'lever') ?? null;
			return {
				cell,
				priority: (gap * reach * importance) / effort,
				gap,
				reach,
				importance,
				effort,
				lever,
			};
		})
		.sort((a, b) => b.priority - a.priority)
		.map((gap, index) => ({ rank: index + 1, ...gap }));
}
