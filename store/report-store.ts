import type { PlannedStage } from '../journey/figures/planned-stage';
import type { ActivitySlot, StageFacts } from '../journey/figures/stage-facts';

/** What a report is about: one journey definition in a period, half open, in epoch milliseconds. */
export interface ReportQuery {
	readonly definition: string;
	readonly from: number;
	readonly to: number;
	/** Only stays and touchpoints of this segment; null for all. */
	readonly segment: string | null;
}

export interface StageFactsQuery extends ReportQuery {
	readonly stages: readonly PlannedStage[];
	/** Whether each segment is also counted by itself. */
	readonly bySegment: boolean;
}

/** Figures of stages over a period, counted by the database. What happened after the period is not known to them. */
export interface ReportStore {
	getStageFacts(query: StageFactsQuery): Promise<StageFacts>;
	/** Gives the quarters of an hour in which anything happened, in their order. */
	getActivity(query: ReportQuery): Promise<readonly ActivitySlot[]>;
}
