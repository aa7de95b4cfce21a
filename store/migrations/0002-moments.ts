/**
 * Moments, each for one subscription: a trigger on the canvas. A moment is settled once, as fired, cancelled or
 * poisoned; until then whoever holds its lease is working on it. Subjects are made of ids that a merge does not change.
 */
export const moments: readonly string[] = [
	`CREATE TABLE moment_subscription (
		id TEXT PRIMARY KEY,
		kind TEXT NOT NULL,
		settings TEXT NOT NULL,
		since BIGINT NOT NULL,
		seen_at BIGINT NOT NULL
	)`,
	`CREATE TABLE moment (
		subscription TEXT NOT NULL,
		subject TEXT NOT NULL,
		kind TEXT NOT NULL,
		customer_id TEXT,
		journey_id TEXT,
		due_at BIGINT NOT NULL,
		body TEXT NOT NULL,
		lease_until BIGINT NOT NULL,
		attempts BIGINT NOT NULL,
		settled_at BIGINT,
		outcome TEXT,
		PRIMARY KEY (subscription, subject)
	)`,
	'CREATE INDEX moment_due ON moment (subscription, due_at, subject) WHERE settled_at IS NULL',
	'CREATE INDEX moment_settled ON moment (settled_at) WHERE settled_at IS NOT NULL',
	'CREATE INDEX moment_by_customer ON moment (customer_id) WHERE customer_id IS NOT NULL',
	'CREATE INDEX visit_open ON visit (stage, entered_at) WHERE left_at IS NULL',
	"CREATE INDEX issued_offer_expiring ON issued_offer (expires_at) WHERE state = 'issued'",
];
