import { keepConsentOfEarlierTouchpoints } from '../customers/consent-backfill';
import type { Migration } from './migration';

/**
 * Consent as words of the identities that bear them, each with the touchpoint that said it: the union of two
 * customers' words is right without any work at a merge. Besides: identities that ops forbid to recognise anybody by,
 * what a merge moved, and what is left of an erased touchpoint so that it does not come back.
 */
export const people: Migration = [
	`CREATE TABLE consent_word (
		identity_key TEXT NOT NULL,
		purpose TEXT NOT NULL,
		channel TEXT NOT NULL,
		touchpoint_id TEXT NOT NULL,
		status TEXT NOT NULL,
		occurred_at BIGINT NOT NULL,
		sequence BIGINT NOT NULL,
		source TEXT NOT NULL,
		PRIMARY KEY (identity_key, purpose, channel, touchpoint_id)
	)`,
	'CREATE INDEX consent_word_by_touchpoint ON consent_word (touchpoint_id)',
	`CREATE TABLE identity_rule (
		identity_key TEXT PRIMARY KEY,
		rule TEXT NOT NULL,
		set_at BIGINT NOT NULL
	)`,
	`CREATE TABLE customer_merge (
		loser_id TEXT PRIMARY KEY,
		winner_id TEXT NOT NULL,
		customer_id TEXT NOT NULL REFERENCES customer (id),
		merged_at BIGINT NOT NULL,
		touchpoint_id TEXT,
		moved TEXT NOT NULL
	)`,
	'CREATE INDEX customer_merge_by_customer ON customer_merge (customer_id)',
	`CREATE TABLE erased_touchpoint (
		id_hash TEXT PRIMARY KEY,
		erased_at BIGINT NOT NULL
	)`,
	keepConsentOfEarlierTouchpoints,
];
