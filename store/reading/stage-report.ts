import type { PlannedStage } from '../../journey/figures/planned-stage';
import type {
	Presence,
	StageCount,
	StageFacts,
	StayCount,
	StayOutcome,
	StayPeople,
} from '../../journey/figures/stage-facts';
import type { Movement } from '../../journey/stages/movement';
import type { SqlValue, Transaction } from '../database';
import type { StageFactsQuery } from '../report-store';
import { countAnswers, countContacts, countTouchpoints } from './period-touchpoints';
import { placeColumns, placeOf, type ReportPlace } from './report-place';
import { allOf, isOrAny } from './sql-condition';
import { notLeftBefore, queryStays } from './stays';

/** Gives all that a stage report of this period is made of, counted by the database. */
export async function getStageFacts(
	transaction: Transaction,
	query: StageFactsQuery,
): Promise<StageFacts> {
	// People are counted once each: what segments have in common cannot be added up, and is asked for by itself.
	const widths: readonly ReportPlace[] = query.bySegment ? ['stage', 'segment'] : ['stage'];
	const count = async <Fact>(
		one: (
			transaction: Transaction,
			query: StageFactsQuery,
			by: ReportPlace,
		) => Promise<readonly Fact[]>,
	): Promise<readonly Fact[]> => {
		const counted: Fact[] = [];
		for (const by of widths) counted.push(...(await one(transaction, query, by)));
		return counted;
	};
	return {
		people: await count(countPeople),
		stays: await count(countStays),
		presence: await count(countPresent),
		visitors: await count(countVisitors),
		touchpoints: await count(countTouchpoints),
		contacts: await count(countContacts),
		answers: await count(countAnswers),
	};
}

async function countPeople(
	transaction: Transaction,
	query: StageFactsQuery,
	by: ReportPlace,
): Promise<readonly StayPeople[]> {
	const next = plannedOf(query.stages, 'TEXT', (stage) => stage.next);
	const place = placeColumns(by, 'stay');
	const rows = await queryStays(
		transaction,
		query,
		'begun',
		`SELECT ${place}, COUNT(DISTINCT customer_id) AS customers, COUNT(DISTINCT journey_id) AS journeys,
			COUNT(DISTINCT CASE WHEN moved_to = ${next.sql} THEN journey_id END) AS to_next,
			COUNT(DISTINCT CASE WHEN goal_at IS NOT NULL THEN journey_id END) AS to_goal
			FROM stay GROUP BY ${place}`,
		next.parameters,
	);
	return rows.map((row) => ({
		...placeOf(row, query),
		customers: Number(row.customers),
		journeys: Number(row.journeys),
		journeysToNext: Number(row.to_next),
		journeysToGoal: Number(row.to_goal),
	}));
}

async function countStays(
	transaction: Transaction,
	query: StageFactsQuery,
	by: ReportPlace,
): Promise<readonly StayCount[]> {
	const groups = `${placeColumns(by, 'stay')}, movement, outcome, moved_to, length`;
	const rows = await queryStays(
		transaction,
		query,
		'begun',
		`SELECT ${groups}, COUNT(*) AS n FROM stay GROUP BY ${groups}`,
	);
	return rows.map((row) => ({
		...placeOf(row, query),
		movement: String(row.movement) as Movement,
		outcome: String(row.outcome) as StayOutcome,
		to: row.moved_to === null ? null : String(row.moved_to),
		durationMs: Number(row.length),
		count: Number(row.n),
	}));
}

async function countPresent(
	transaction: Transaction,
	query: StageFactsQuery,
	by: ReportPlace,
): Promise<readonly Presence[]> {
	const expected = plannedOf(query.stages, 'BIGINT', (stage) => stage.expectedMs);
	const place = placeColumns(by, 'stay');
	const rows = await queryStays(
		transaction,
		query,
		'not_left',
		`SELECT ${place}, COUNT(DISTINCT customer_id) AS customers, COUNT(*) AS stays,
			SUM(CASE WHEN until - entered_at > ${expected.sql} THEN 1 ELSE 0 END) AS stalled
			FROM stay WHERE outcome = 'present' GROUP BY ${place}`,
		expected.parameters,
	);
	return rows.map((row) => ({
		...placeOf(row, query),
		customers: Number(row.customers),
		stays: Number(row.stays),
		stalled: Number(row.stalled),
	}));
}

/** Counts the customers who were in a stage at any moment of the period. */
async function countVisitors(
	transaction: Transaction,
	query: StageFactsQuery,
	by: ReportPlace,
): Promise<readonly StageCount[]> {
	const conditions = allOf(
		{ sql: 'j.definition = ?', parameters: [query.definition] },
		isOrAny('v.segment', query.segment),
		notLeftBefore(query.from, query.to),
	);
	const place = placeColumns(by, 'v');
	const rows = await transaction.all(
		`SELECT ${place}, COUNT(DISTINCT j.customer_id) AS n FROM visit v JOIN journey j ON j.id = v.journey_id
			WHERE ${conditions.sql} GROUP BY ${place}`,
		conditions.parameters,
	);
	return rows.map((row) => ({ ...placeOf(row, query), count: Number(row.n) }));
}

/** Gives an expression for what a stay's stage has planned. */
function plannedOf(
	stages: readonly PlannedStage[],
	type: 'TEXT' | 'BIGINT',
	planned: (stage: PlannedStage) => SqlValue,
): { readonly sql: string; readonly parameters: readonly SqlValue[] } {
	const cases = stages.map(() => `WHEN ? THEN CAST(? AS ${type})`).join(' ');
	return {
		sql: `CASE stay.stage ${cases} END`,
		parameters: stages.flatMap((stage) => [stage.name, planned(stage)]),
	};
}
