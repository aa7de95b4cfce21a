import type { Migration } from './migration';

/**
 * What was drawn for customers in experiments, each draw for good. A merge gives the draws of both to the survivor
 * (`customer_id`), while `drawn_for` stays: which arm holds is read from all of a customer's draws, and arms are counted by
 * the first. `weights` are those of all arms at the time of the draw, as JSON.
 */
export const experiments: Migration = [
	`CREATE TABLE experiment_arm (
		experiment TEXT NOT NULL,
		drawn_for TEXT NOT NULL,
		customer_id TEXT NOT NULL REFERENCES customer (id),
		arm TEXT NOT NULL,
		weights TEXT NOT NULL,
		drawn_at BIGINT NOT NULL,
		PRIMARY KEY (experiment, drawn_for)
	)`,
	'CREATE INDEX experiment_arm_by_customer ON experiment_arm (customer_id, experiment, drawn_at)',
];
