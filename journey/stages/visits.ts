import type { FoldTouchpoint, Step } from './fold';

/** One stay in one stage. Times are epoch milliseconds; `left*` are null while the customer is there. */
export interface Visit {
	/** 1 for the first stay of the journey. */
	readonly number: number;
	readonly stage: string;
	readonly segment: string;
	readonly movement: string;
	readonly enteredAt: number;
	readonly enteredBy: string;
	readonly leftAt: number | null;
	readonly leftBy: string | null;
	/** The stage that followed; null while the customer is there or when the journey ended. */
	readonly leftTo: string | null;
}

/** What one step does to the list of visits: the open visit is closed, another begins, both or neither. */
export interface VisitChange {
	readonly closed: Pick<Visit, 'number' | 'leftAt' | 'leftBy' | 'leftTo'> | null;
	readonly opened: Visit | null;
}

/** Gives the change that a step makes to the visits of its journey. */
export function visitChange(
	touchpoint: FoldTouchpoint,
	{ state, movement, to, leaves, enters }: Step,
): VisitChange {
	return {
		closed: leaves
			? {
					number: enters ? state.visits - 1 : state.visits,
					leftAt: touchpoint.occurredAt,
					leftBy: touchpoint.id,
					leftTo: enters ? to : null,
				}
			: null,
		opened:
			enters && to !== null
				? {
						number: state.visits,
						stage: to,
						segment: state.segment,
						movement,
						enteredAt: touchpoint.occurredAt,
						enteredBy: touchpoint.id,
						leftAt: null,
						leftBy: null,
						leftTo: null,
					}
				: null,
	};
}

/** Gives all visits of a folded history, in order. */
export function visitsOf(
	folded: readonly { readonly touchpoint: FoldTouchpoint; readonly step: Step }[],
): readonly Visit[] {
	const visits: Visit[] = [];
	for (const { touchpoint, step } of folded) {
		const { closed, opened } = visitChange(touchpoint, step);
		const open = visits.at(-1);
		if (closed && open) visits[visits.length - 1] = { ...open, ...closed };
		if (opened) visits.push(opened);
	}
	return visits;
}
