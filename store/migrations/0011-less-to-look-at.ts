import type { Migration } from './migration';

/**
 * Waits that are over and need nobody any more are found by when they ended, and removed after a while. And a trigger for
 * stalls keeps how far it has looked (`looked_until` is the latest beginning of a stay that it looks past), so that it
 * need not look at the same stays every hour; `look_again` has the beginnings before that at which stays were written since.
 */
export const lessToLookAt: Migration = [
	`CREATE INDEX wait_settled ON wait (resolved_at)
		WHERE resolved_at IS NOT NULL AND delivery <> 'pending'`,
	'ALTER TABLE moment_subscription ADD COLUMN looked TEXT',
	'ALTER TABLE moment_subscription ADD COLUMN looked_until BIGINT',
	`CREATE TABLE look_again (
		subscription TEXT NOT NULL,
		stage TEXT NOT NULL,
		entered_at BIGINT NOT NULL,
		PRIMARY KEY (subscription, stage, entered_at)
	)`,
];
