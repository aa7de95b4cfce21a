import { CASE_LIFE } from '../../journey/context/order-and-case-types';
import type { Migration } from './migration';

const CONTACTS = CASE_LIFE.opens.map((type) => `'${type}'`).join(', ');

/**
 * What reports over a period are counted from. The first index holds all that most figures need, so that a year is
 * counted without reading a single touchpoint; the others are about few touchpoints each.
 */
export const reports: Migration = [
	'ALTER TABLE journey_touchpoint ADD COLUMN occurred_at BIGINT NOT NULL DEFAULT 0',
	`UPDATE journey_touchpoint SET occurred_at =
		(SELECT t.occurred_at FROM touchpoint t WHERE t.id = journey_touchpoint.touchpoint_id)`,
	`CREATE INDEX journey_touchpoint_by_time
		ON journey_touchpoint (definition, occurred_at, stage, segment, movement)`,
	`CREATE INDEX journey_touchpoint_completed ON journey_touchpoint (journey_id, occurred_at)
		WHERE movement = 'completed'`,
	`CREATE INDEX touchpoint_answered ON touchpoint (occurred_at, id, metric, score) WHERE score IS NOT NULL`,
	`CREATE INDEX touchpoint_contact ON touchpoint (occurred_at, id) WHERE type IN (${CONTACTS})`,
];
