import { BUILT_IN_DEFINITIONS } from '../journey/stages/built-in';
import { foldHistory, type FoldTouchpoint } from '../journey/stages/fold';
import { stagesByMachine } from './fold-machine';
import { median, medianRatio } from './statistics';

const ROUNDS = 21;
const TOUCHPOINTS = 10_000;
const START = Date.UTC(2026, 0, 1);
const TYPES = [
	'ad_clicked',
	'product_viewed',
	'email_opened',
	'product_added',
	'order_completed',
	'order_fulfilled',
	'survey_answered',
	'review_posted',
];

/** Medians of the rounds: what folding one long history takes, and touchpoints a second by the fold and by XState. */
export interface FoldFigures {
	readonly rounds: number;
	readonly touchpoints: number;
	readonly historyMs: number;
	readonly foldedPerSecond: number;
	readonly xstatePerSecond: number;
	/** Median of the ratios fold / XState, round by round. */
	readonly ratio: number;
}

/** Gives the history of one long-standing customer, in the order in which it happened. */
function longHistory(touchpoints: number): readonly FoldTouchpoint[] {
	return Array.from({ length: touchpoints }, (_, n) => {
		// A fixed mix without a period as short as the list of types, so that guards are met from every stage.
		const type = TYPES[(n * 5 + Math.floor(n / 7)) % TYPES.length] ?? 'product_viewed';
		return {
			id: `bench:${n}`,
			occurredAt: START + n * 60_000,
			sequence: 0,
			type,
			...(type === 'review_posted' && { score: (n * 37) % 101 }),
		};
	});
}

/**
 * Measures the fold of one history, sorting and double-checking ids included, beside XState's `transition()` on the same
 * definition, in turn so that a noisy machine troubles both. Throws when the two do not agree on every stage, since
 * the figures would then compare different work.
 */
export function benchFold(onRound: (done: number, of: number) => void): FoldFigures {
	const definition = BUILT_IN_DEFINITIONS.five_stage;
	const history = longHistory(TOUCHPOINTS);
	const byMachine = stagesByMachine(definition);
	const folds: number[] = [];
	const transitions: number[] = [];
	// The first round warms up the compiler and is not counted.
	for (let round = 0; round <= ROUNDS; round++) {
		const started = performance.now();
		const folded = foldHistory(definition, history);
		const between = performance.now();
		const expected = byMachine(history);
		const ended = performance.now();
		const different = folded.findIndex(
			({ step }, place) => (step.state.stage ?? 'none') !== expected[place],
		);
		if (different >= 0) throw new Error(`The fold and XState differ at touchpoint ${different}`);
		if (round === 0) continue;
		folds.push(between - started);
		transitions.push(ended - between);
		onRound(round, ROUNDS);
	}
	const perSecond = (ms: number): number => (TOUCHPOINTS / ms) * 1000;
	return {
		rounds: ROUNDS,
		touchpoints: TOUCHPOINTS,
		historyMs: median(folds),
		foldedPerSecond: perSecond(median(folds)),
		xstatePerSecond: perSecond(median(transitions)),
		ratio: medianRatio(transitions, folds),
	};
}
