import type { CsatFigures } from './csat';
import type { ResolvedGapOptions } from './gap-options';
import type { Interval } from './interval';
import type { NpsFigures } from './nps';

/** How wide a cell is: a stage over everybody, one segment in it, one touchpoint type of that segment. */
export const GAP_LEVELS = ['stage', 'segment', 'touchpoint'] as const;

export type GapLevel = (typeof GAP_LEVELS)[number];

/** Where in the journey figures were taken, and on which metric. */
export interface CellPlace {
	readonly level: GapLevel;
	readonly stage: string;
	/** Null stands for all segments. */
	readonly segment: string | null;
	/** Touchpoint type; null stands for all types. */
	readonly type: string | null;
	readonly metric: string;
}

/** What the answers of a cell say, in points of the experience score. */
export interface CellFigures {
	readonly n: number;
	readonly mean: number;
	readonly sd: number;
	readonly median: number;
	/** Of the mean; null for a single answer. */
	readonly interval: Interval | null;
	/** Only where the metric is nps. */
	readonly nps: NpsFigures | null;
	/** Only where the metric is csat. */
	readonly csat: CsatFigures | null;
}

export const GAP_VERDICTS = [
	'below',
	'on',
	'above',
	'not_enough_data',
	'no_target',
	'hidden',
] as const;

export type GapVerdict = (typeof GAP_VERDICTS)[number];

/** The figures a verdict rests on. */
export interface VerdictFigures {
	readonly n: number;
	readonly mean: number;
	readonly low: number;
	readonly high: number;
	readonly target: number;
	readonly gap: number;
}

/** Why a cell has its verdict: a code and its figures; the sentence is made where it is shown. */
export type VerdictReason =
	| {
			readonly code: 'below_target' | 'above_target' | 'target_in_interval' | 'lost_to_correction';
			readonly params: VerdictFigures;
	  }
	| {
			readonly code: 'below_minimum_sample';
			readonly params: { readonly n: number; readonly needed: number };
	  }
	| {
			readonly code: 'below_hiding_limit' | 'hidden_with_another';
			readonly params: { readonly limit: number };
	  }
	| { readonly code: 'no_target'; readonly params: { readonly n: number } }
	| { readonly code: 'unknown_stage'; readonly params: { readonly n: number } };

/** One cell of the analysis. */
export interface GapCell extends CellPlace {
	readonly verdict: GapVerdict;
	readonly why: VerdictReason;
	readonly target: number | null;
	/** Target minus mean; null without a target and where the cell is hidden. */
	readonly gap: number | null;
	/** Null where the cell is hidden. */
	readonly figures: CellFigures | null;
	/** Of the test against the target, alone and corrected over all judged cells; null where the cell is not judged. */
	readonly pValue: number | null;
	readonly adjustedPValue: number | null;
}

/** A gap with all that its rank is made of: priority = gap × reach × importance ÷ effort. */
export interface RankedGap {
	readonly rank: number;
	readonly cell: GapCell;
	readonly priority: number;
	/** In points. */
	readonly gap: number;
	/** Share of all answers of the analysis that fall into this cell, 0 to 1. */
	readonly reach: number;
	readonly importance: number;
	readonly effort: number;
	/** What operations want to change; null until they say. */
	readonly lever: string | null;
}

/** What customers will remember of their journeys, for a segment or (null) for all. */
export interface RememberedExperience {
	readonly segment: string | null;
	/** Too few journeys to be shown, or others could be told from them. */
	readonly hidden: boolean;
	/** Mean of (peak + end) / 2 over journeys with its interval; null where that is hidden, and of no journeys. */
	readonly figures: {
		readonly n: number;
		readonly mean: number;
		readonly interval: Interval | null;
	} | null;
}

export interface AnalyzedStage {
	readonly name: string;
	readonly displayName: string;
	readonly owner: string;
	readonly target: number | null;
	/** Nobody has given a score in this stage. */
	readonly unanswered: boolean;
}

export interface GapAnalysis {
	readonly definition: {
		readonly name: string;
		readonly version: number;
		readonly displayName: string;
	};
	readonly options: ResolvedGapOptions;
	/** In the order of the definition. */
	readonly stages: readonly AnalyzedStage[];
	/** Of the stages that are shown: what is hidden could be told from a sum over all. */
	readonly answers: number;
	/** How many cells the correction runs over. */
	readonly judged: number;
	/** The widest first; within a level by stage, metric, segment and type. */
	readonly cells: readonly GapCell[];
	/** Cells below their target, the most urgent first. */
	readonly gaps: readonly RankedGap[];
	/** Null where no peak and end scores were given. */
	readonly remembered: readonly RememberedExperience[] | null;
}
