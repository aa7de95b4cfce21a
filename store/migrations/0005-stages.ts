import type { Migration } from './migration';

/**
 * Definitions that people saved (`own`) come before built-in ones of the same name, whatever version a later package
 * brings; and the journeys of an older version are found without looking at all of them.
 */
export const stages: Migration = [
	'ALTER TABLE definition ADD COLUMN own BIGINT NOT NULL DEFAULT 0',
	'CREATE INDEX journey_by_version ON journey (definition, version, id)',
];
