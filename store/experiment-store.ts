import type { ArmCount } from '../journey/experiments/arm-count';
import type { Experiment } from '../journey/experiments/experiment';

/** Arms of experiments, drawn once for each customer. */
export interface ExperimentStore {
	/**
	 * Gives the arm of a customer in an experiment, and draws it where there is none yet; of any number of parallel callers
	 * all get the same. An arm is never drawn anew: not after a change of the weights, not after a merge. Null for
	 * a customer that the store does not know.
	 */
	assignArm(experiment: Experiment, customerId: string, now: number): Promise<string | null>;
	/** Gives the arm as `assignArm` would, and writes nothing. */
	previewArm(experiment: Experiment, customerId: string): Promise<string | null>;
	/**
	 * Counts the customers of every experiment. Each counts in the arm that was drawn first: merges, by which a holdout
	 * spreads, change nothing about how evenly the arms were drawn.
	 */
	countArms(): Promise<readonly ArmCount[]>;
}
