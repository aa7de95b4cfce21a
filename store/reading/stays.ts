import type { SqlValue, Row, Transaction } from '../database';
import type { StageFactsQuery } from '../report-store';
import { allOf, isOrAny, isWithin, type SqlCondition } from './sql-condition';

/**
 * How exactly lengths are told apart, so that a million stays are some thousand rows: to the second below an hour, to the
 * minute below a day, to the quarter of an hour above.
 */
const ROUNDED_LENGTH = `CASE
	WHEN until - entered_at < 3600000 THEN (until - entered_at + 500) / 1000 * 1000
	WHEN until - entered_at < 86400000 THEN (until - entered_at + 30000) / 60000 * 60000
	ELSE (until - entered_at + 450000) / 900000 * 900000 END`;

/**
 * Runs a query on `stay`: the stays that began in the period, or all that were not left before its end, each with its
 * `outcome` then, its `length` and `until`, and when its journey first reached the goal from there. A goal does not
 * close the visit in which it is reached, so it is looked up; `visited` is materialised to look it up once.
 */
export async function queryStays(
	transaction: Transaction,
	query: StageFactsQuery,
	which: 'begun' | 'not_left',
	select: string,
	parameters: readonly SqlValue[] = [],
): Promise<readonly Row[]> {
	const { from, to } = query;
	const conditions = allOf(
		{ sql: 'j.definition = ?', parameters: [query.definition] },
		isOrAny('v.segment', query.segment),
		which === 'begun' ? isWithin('v.entered_at', from, to) : notLeftBefore(to, to),
	);
	return await transaction.all(
		`WITH visited AS MATERIALIZED (
			SELECT v.stage, v.segment, v.movement, v.journey_id, j.customer_id, v.entered_at, v.left_at, v.left_to,
				(SELECT MIN(a.occurred_at) FROM journey_touchpoint a
					WHERE a.journey_id = v.journey_id AND a.movement = 'completed'
						AND a.occurred_at >= v.entered_at AND a.occurred_at < ?) AS goal_at
			FROM visit v JOIN journey j ON j.id = v.journey_id
			WHERE ${conditions.sql}
		), judged AS (
			SELECT visited.*, CASE
				WHEN goal_at IS NOT NULL AND (left_at IS NULL OR goal_at < left_at) THEN 'completed'
				WHEN left_at IS NULL OR left_at >= ? THEN 'present'
				WHEN left_to IS NULL THEN 'exited'
				ELSE 'moved' END AS outcome
			FROM visited
		), timed AS (
			SELECT judged.*, CASE WHEN outcome = 'moved' THEN left_to END AS moved_to, CASE outcome
				WHEN 'completed' THEN goal_at
				WHEN 'present' THEN CAST(? AS BIGINT)
				ELSE left_at END AS until
			FROM judged
		), stay AS (
			SELECT timed.*, ${ROUNDED_LENGTH} AS length FROM timed
		) ${select}`,
		[to, ...conditions.parameters, to, to, ...parameters],
	);
}

/** Gives the condition that a visit began before one moment and was not left before another. */
export function notLeftBefore(left: number, begun: number): SqlCondition {
	return {
		sql: 'v.entered_at < ? AND (v.left_at IS NULL OR v.left_at >= ?)',
		parameters: [begun, left],
	};
}
