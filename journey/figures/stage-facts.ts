import type { ExperienceMetric } from '../experience';
import type { Movement } from '../stages/movement';

/** How a stay stood when the period ended: over by a move, a goal or an exit, or still going on. */
export type StayOutcome = 'moved' | 'completed' | 'exited' | 'present';

/** A stage for one segment, or (null) for all of them. */
export interface StagePlace {
	readonly stage: string;
	readonly segment: string | null;
}

/** Stays that began in the period and went alike. */
export interface StayCount extends StagePlace {
	/** How the customer came in. */
	readonly movement: Movement;
	readonly outcome: StayOutcome;
	/** The stage that followed; null where the outcome is not `moved`. */
	readonly to: string | null;
	/** How long the stay lasted, or had lasted when the period ended, rounded by less than a hundredth. */
	readonly durationMs: number;
	readonly count: number;
}

/** Who began a stay in the period. */
export interface StayPeople extends StagePlace {
	readonly customers: number;
	readonly journeys: number;
	/** Journeys that went from the stage straight to the next planned one. */
	readonly journeysToNext: number;
	/** Journeys that reached the goal after they had come into the stage. */
	readonly journeysToGoal: number;
}

/** Who was in a stage when the period ended, whenever they had come. */
export interface Presence extends StagePlace {
	readonly customers: number;
	readonly stays: number;
	/** Stays that last longer than the stage expects. */
	readonly stalled: number;
}

/** How many there were of something. */
export interface StageCount extends StagePlace {
	readonly count: number;
}

/** How many answers of the period gave which score. */
export interface StageAnswers extends StagePlace {
	readonly metric: ExperienceMetric;
	/** 0 to 100. */
	readonly score: number;
	readonly count: number;
}

/** All that a stage report is made of, counted by the store. */
export interface StageFacts {
	readonly people: readonly StayPeople[];
	readonly stays: readonly StayCount[];
	readonly presence: readonly Presence[];
	/** Customers who were in the stage at any moment of the period. */
	readonly visitors: readonly StageCount[];
	/** What happened with them there during the period. */
	readonly touchpoints: readonly StageCount[];
	/** Of these, how often a customer asked for help: calls, tickets, conversations begun. */
	readonly contacts: readonly StageCount[];
	readonly answers: readonly StageAnswers[];
}

/** A quarter of an hour: every time zone of today is a whole number of them away from UTC. */
export const ACTIVITY_SLOT_MS = 15 * 60 * 1000;

/** What happened in a quarter of an hour. */
export interface ActivitySlot {
	/** Epoch milliseconds of its beginning. */
	readonly startsAt: number;
	readonly touchpoints: number;
	/** Stays that began, in whichever stage. */
	readonly entries: number;
	readonly exits: number;
	readonly completions: number;
}
