import type { Channel } from '../../journey/channel';
import type { ExperienceMetric } from '../../journey/experience';
import type { GapVerdict, VerdictReason } from '../../journey/gaps/gap-analysis';
import type { RedemptionStatus } from '../redemption-view';
import type { NamedEventType, NamedJourney, NamedOwner, NamedStage } from './names';

/** A number as it is written, with the plural that a noun has after it. */
export interface Counted {
	readonly text: string;
	readonly form: Intl.LDMLPluralRule;
}

/** Figures of a verdict, each already written in the language. */
export interface SentenceFigures {
	readonly n: Counted;
	readonly mean: string;
	readonly low: string;
	readonly high: string;
	readonly target: string;
	readonly gap: Counted;
	readonly needed: string;
	readonly limit: string;
	readonly confidence: string;
	readonly judged: string;
}

/**
 * All words of one language. Functions take parts that are already written (and, in a page, already escaped) and only
 * put them in order; no text holds a character that HTML reads as markup.
 */
export interface Texts {
	readonly verdicts: Readonly<Record<GapVerdict, string>>;
	readonly metrics: Readonly<Record<ExperienceMetric, string>>;
	readonly channels: Readonly<Record<Channel, string>>;
	readonly eventTypes: Readonly<Record<NamedEventType, string>>;
	readonly stages: Readonly<Record<NamedStage, string>>;
	readonly owners: Readonly<Record<NamedOwner, string>>;
	readonly journeys: Readonly<Record<NamedJourney, string>>;
	readonly report: ReportTexts;
	readonly redemption: RedemptionTexts;
}

export interface ReportTexts {
	readonly kind: string;
	readonly version: (number: string) => string;
	readonly generated: (time: string, zone: string) => string;
	readonly range: (low: string, high: string) => string;
	readonly noSegment: string;
	readonly noStage: string;
	readonly allSegments: string;

	readonly headlineBelow: (stages: string) => string;
	readonly headlineNoneBelow: string;
	readonly headlineNothingJudged: string;
	readonly tileBelow: string;
	readonly tileOn: string;
	readonly tileAbove: string;
	readonly tileNotJudged: string;
	readonly tileAnswers: string;
	readonly mostUrgent: string;

	readonly stagesHeading: string;
	readonly stagesIntroduction: (confidence: string) => string;
	readonly chartDescription: (stages: string) => string;
	readonly promised: string;
	readonly livedWithInterval: (confidence: string) => string;
	readonly sampleSize: (n: Counted) => string;

	readonly gapsHeading: string;
	readonly gapsIntroduction: string;
	readonly gapsNone: string;
	readonly gapsMore: (count: string) => string;

	readonly matrixHeading: string;
	readonly matrixIntroduction: string;
	readonly matrixDescription: string;

	readonly figuresHeading: string;
	readonly figuresIntroduction: string;
	readonly rememberedHeading: string;
	readonly rememberedIntroduction: string;

	readonly notJudgedHeading: string;
	readonly notJudgedNone: string;
	readonly notJudgedMore: (count: string) => string;
	readonly unanswered: string;
	readonly notJudgedGroups: Readonly<
		Record<'sample' | 'hidden' | 'no_target' | 'unknown_stage' | 'unanswered', string>
	>;

	readonly columns: Readonly<
		Record<
			| 'advanced'
			| 'answers'
			| 'effort'
			| 'entered'
			| 'gap'
			| 'importance'
			| 'interval'
			| 'journeys'
			| 'lever'
			| 'lived'
			| 'measure'
			| 'median'
			| 'medianStay'
			| 'metricFigure'
			| 'present'
			| 'priority'
			| 'promised'
			| 'rank'
			| 'reach'
			| 'remembered'
			| 'segment'
			| 'stage'
			| 'verdict'
			| 'where',
			string
		>
	>;
	readonly reasons: Readonly<Record<VerdictReason['code'], (figures: SentenceFigures) => string>>;

	readonly methodHeading: string;
	readonly method: (
		figures: Pick<SentenceFigures, 'confidence' | 'needed' | 'limit' | 'judged'> & {
			readonly falseShare: string;
		},
	) => readonly string[];
}

export interface RedemptionTexts {
	readonly pageTitle: string;
	readonly status: Readonly<Record<RedemptionStatus, string>>;
	/** What the seller does now. */
	readonly advice: Readonly<Record<RedemptionStatus, string>>;
	readonly code: string;
	readonly benefit: string;
	readonly redeemedAt: string;
	readonly redeemedWhere: string;
	readonly order: string;
	readonly expiredAt: string;
	readonly percentage: (percent: string) => string;
	readonly amount: (money: string) => string;
	readonly freeDelivery: string;
	readonly gift: (product: string) => string;
	readonly recentHeading: string;
	readonly stage: string;
	readonly onChannel: (what: string, channel: string) => string;
	readonly timesIn: (zone: string) => string;
}
