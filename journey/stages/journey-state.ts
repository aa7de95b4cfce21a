import type { FoldKey } from './fold-order';
import type { SegmentTally } from './segment-tally';

/** The segment of a customer nobody has put into one. */
export const NO_SEGMENT = 'unsegmented';

/** Where one journey stands after the touchpoints folded so far. Times are epoch milliseconds. */
export interface JourneyState {
	readonly status: 'active' | 'exited' | 'completed';
	readonly stage: string | null;
	/** When the current stage was entered. */
	readonly enteredAt: number | null;
	/** When the journey last ended; null while it has not. */
	readonly endedAt: number | null;
	/** Stages entered so far, each once, in the order of the first visit. */
	readonly visited: readonly string[];
	/** How many stays in a stage there have been, the current one included. */
	readonly visits: number;
	readonly segment: string;
	readonly touchpoints: number;
	/** The last experience score, 0 to 100. */
	readonly endScore: number | null;
	/** The score farthest from neutral (50); of two as far, the later. */
	readonly peakScore: number | null;
	/** The last touchpoint folded: a later one continues from here without reading history. */
	readonly last: FoldKey | null;
	/** What the segment rules of the definition ask for; only there when it has any. */
	readonly tally?: SegmentTally;
}

/** The state of a journey without any touchpoint. */
export const EMPTY_JOURNEY: JourneyState = Object.freeze({
	status: 'active',
	stage: null,
	enteredAt: null,
	endedAt: null,
	visited: Object.freeze([]),
	visits: 0,
	segment: NO_SEGMENT,
	touchpoints: 0,
	endScore: null,
	peakScore: null,
	last: null,
});
