import type { Migration } from './migration';

/**
 * Where the fifths of the customers end, as it was published time after time, in place of only the last: segment rules go
 * by the limits that held (`holds_from`, up to the next) when a touchpoint happened. No rule could ask for them before, so
 * those at hand may hold from the moment they were found.
 */
export const rfmHistory: Migration = [
	`CREATE TABLE rfm_limits (
		holds_from BIGINT PRIMARY KEY,
		as_of BIGINT NOT NULL,
		body TEXT NOT NULL
	)`,
	`INSERT INTO rfm_limits (holds_from, as_of, body)
		SELECT as_of, as_of, body FROM rfm WHERE body NOT LIKE '%"recency":null%'`,
	'DROP TABLE rfm',
];
