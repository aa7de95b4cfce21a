/**
 * The first schema. One text for every database: BIGINT holds epoch milliseconds and counts, TEXT holds names and JSON,
 * scores are whole hundredths of a point so that sums are exact.
 */
export const initial: readonly string[] = [
	`CREATE TABLE customer (
		id TEXT PRIMARY KEY,
		first_seen BIGINT NOT NULL,
		profile TEXT NOT NULL,
		merged_into TEXT REFERENCES customer (id)
	)`,
	'CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL',
	`CREATE TABLE identity (
		identity_key TEXT PRIMARY KEY,
		kind TEXT NOT NULL,
		namespace TEXT,
		value TEXT NOT NULL,
		customer_id TEXT NOT NULL REFERENCES customer (id)
	)`,
	'CREATE INDEX identity_by_customer ON identity (customer_id)',
	`CREATE TABLE touchpoint (
		id TEXT PRIMARY KEY,
		customer_id TEXT REFERENCES customer (id),
		type TEXT NOT NULL,
		occurred_at BIGINT NOT NULL,
		sequence BIGINT NOT NULL,
		segment TEXT,
		metric TEXT,
		score BIGINT,
		channel TEXT NOT NULL,
		test BIGINT NOT NULL,
		received_at BIGINT NOT NULL,
		applied_at BIGINT,
		body TEXT NOT NULL
	)`,
	'CREATE INDEX touchpoint_by_customer ON touchpoint (customer_id, occurred_at)',
	'CREATE INDEX touchpoint_not_applied ON touchpoint (received_at) WHERE applied_at IS NULL',
	`CREATE TABLE definition (
		name TEXT NOT NULL,
		version BIGINT NOT NULL,
		body TEXT NOT NULL,
		PRIMARY KEY (name, version)
	)`,
	`CREATE TABLE journey (
		id TEXT PRIMARY KEY,
		customer_id TEXT NOT NULL REFERENCES customer (id),
		definition TEXT NOT NULL,
		journey_key TEXT NOT NULL,
		version BIGINT NOT NULL,
		stage TEXT,
		status TEXT NOT NULL,
		state TEXT NOT NULL,
		UNIQUE (customer_id, definition, journey_key)
	)`,
	`CREATE TABLE journey_touchpoint (
		touchpoint_id TEXT NOT NULL REFERENCES touchpoint (id),
		definition TEXT NOT NULL,
		journey_id TEXT NOT NULL REFERENCES journey (id),
		stage TEXT,
		segment TEXT NOT NULL,
		movement TEXT NOT NULL,
		late BIGINT NOT NULL,
		PRIMARY KEY (touchpoint_id, definition)
	)`,
	'CREATE INDEX journey_touchpoint_by_journey ON journey_touchpoint (journey_id)',
	`CREATE TABLE visit (
		journey_id TEXT NOT NULL REFERENCES journey (id),
		number BIGINT NOT NULL,
		stage TEXT NOT NULL,
		segment TEXT NOT NULL,
		movement TEXT NOT NULL,
		entered_at BIGINT NOT NULL,
		entered_by TEXT NOT NULL,
		left_at BIGINT,
		left_by TEXT,
		left_to TEXT,
		PRIMARY KEY (journey_id, number)
	)`,
	`CREATE TABLE experience (
		definition TEXT NOT NULL,
		segment TEXT NOT NULL,
		stage TEXT NOT NULL,
		type TEXT NOT NULL,
		channel TEXT NOT NULL,
		metric TEXT NOT NULL,
		score BIGINT NOT NULL,
		answers BIGINT NOT NULL,
		PRIMARY KEY (definition, segment, stage, type, channel, metric, score)
	)`,
	`CREATE TABLE offer (
		id TEXT PRIMARY KEY,
		saved_at BIGINT NOT NULL,
		body TEXT NOT NULL
	)`,
	`CREATE TABLE issued_offer (
		code TEXT PRIMARY KEY,
		offer_id TEXT NOT NULL REFERENCES offer (id),
		customer_id TEXT NOT NULL REFERENCES customer (id),
		state TEXT NOT NULL,
		channel TEXT NOT NULL,
		issued_at BIGINT NOT NULL,
		expires_at BIGINT NOT NULL,
		redeemed_at BIGINT,
		redeemed_where TEXT,
		order_id TEXT,
		decision TEXT NOT NULL
	)`,
	'CREATE INDEX issued_offer_by_offer ON issued_offer (offer_id, state)',
	'CREATE INDEX issued_offer_by_customer ON issued_offer (customer_id, offer_id)',
];
