/**
 * Waits. `body` is the wait as the domain knows it; what is asked by stands beside it. `delivery` says what has become
 * of the execution that is parked for it, and `next_attempt_at` is both its lease and its pause after a failed try.
 */
export const waits: readonly string[] = [
	`CREATE TABLE wait (
		id TEXT PRIMARY KEY,
		wait_key TEXT NOT NULL UNIQUE,
		customer_id TEXT,
		body TEXT NOT NULL,
		status TEXT NOT NULL,
		times_out_at BIGINT NOT NULL,
		resolved_at BIGINT,
		resolution TEXT,
		instance_id TEXT,
		execution_id TEXT,
		resume_url TEXT,
		delivery TEXT NOT NULL,
		next_attempt_at BIGINT NOT NULL,
		attempts BIGINT NOT NULL
	)`,
	"CREATE INDEX wait_due ON wait (times_out_at) WHERE status = 'waiting'",
	'CREATE INDEX wait_of_customer ON wait (customer_id, status)',
	"CREATE INDEX wait_undelivered ON wait (instance_id, next_attempt_at) WHERE delivery = 'pending'",
	'CREATE INDEX wait_of_execution ON wait (instance_id, execution_id) WHERE execution_id IS NOT NULL',
];
