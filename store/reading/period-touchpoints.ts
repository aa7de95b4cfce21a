import { CASE_LIFE } from '../../journey/context/order-and-case-types';
import type { ExperienceMetric } from '../../journey/experience';
import type { StageAnswers, StageCount } from '../../journey/figures/stage-facts';
import type { Transaction } from '../database';
import { fromHundredths } from '../recording/touchpoint-row';
import type { ReportQuery } from '../report-store';
import { placeColumns, placeOf, type ReportPlace } from './report-place';
import { allOf, isOrAny, isWithin, type SqlCondition } from './sql-condition';

/** Few touchpoints with what they did. CROSS JOIN tells SQLite to find the few first; others decide for themselves. */
const FEW_APPLIED = 'touchpoint t CROSS JOIN journey_touchpoint a WHERE a.touchpoint_id = t.id';

/** As in the index that finds them: a partial index is used for the same words only. */
const CONTACTS = CASE_LIFE.opens.map((type) => `'${type}'`).join(', ');

/** Counts the touchpoints of the period by the stage that they led to or happened in. */
export async function countTouchpoints(
	transaction: Transaction,
	query: ReportQuery,
	by: ReportPlace,
): Promise<readonly StageCount[]> {
	const place = placeColumns(by, 'a');
	const conditions = allOf(inJourney(query), isWithin('a.occurred_at', query.from, query.to));
	const rows = await transaction.all(
		`SELECT ${place}, COUNT(*) AS n FROM journey_touchpoint a WHERE ${conditions.sql} GROUP BY ${place}`,
		conditions.parameters,
	);
	return rows.map((row) => ({ ...placeOf(row, query), count: Number(row.n) }));
}

/** Counts the touchpoints of the period by which customers asked for help: calls, tickets, conversations begun. */
export async function countContacts(
	transaction: Transaction,
	query: ReportQuery,
	by: ReportPlace,
): Promise<readonly StageCount[]> {
	const place = placeColumns(by, 'a');
	const conditions = allOf(inJourney(query), isWithin('t.occurred_at', query.from, query.to));
	const rows = await transaction.all(
		`SELECT ${place}, COUNT(*) AS n FROM ${FEW_APPLIED}
			AND t.type IN (${CONTACTS}) AND ${conditions.sql} GROUP BY ${place}`,
		conditions.parameters,
	);
	return rows.map((row) => ({ ...placeOf(row, query), count: Number(row.n) }));
}

/** Counts the answers of the period by metric and score. */
export async function countAnswers(
	transaction: Transaction,
	query: ReportQuery,
	by: ReportPlace,
): Promise<readonly StageAnswers[]> {
	const groups = `${placeColumns(by, 'a')}, t.metric, t.score`;
	const conditions = allOf(inJourney(query), isWithin('t.occurred_at', query.from, query.to));
	const rows = await transaction.all(
		`SELECT ${groups}, COUNT(*) AS n FROM ${FEW_APPLIED}
			AND t.score IS NOT NULL AND ${conditions.sql} GROUP BY ${groups}`,
		conditions.parameters,
	);
	return rows.map((row) => ({
		...placeOf(row, query),
		metric: String(row.metric) as ExperienceMetric,
		score: fromHundredths(row.score ?? 0),
		count: Number(row.n),
	}));
}

/** A touchpoint that met no stage counts in none. */
function inJourney({ definition, segment }: ReportQuery): SqlCondition {
	return allOf(
		{ sql: 'a.definition = ? AND a.stage IS NOT NULL', parameters: [definition] },
		isOrAny('a.segment', segment),
	);
}
