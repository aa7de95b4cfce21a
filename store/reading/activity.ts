import { ACTIVITY_SLOT_MS, type ActivitySlot } from '../../journey/figures/stage-facts';
import type { Transaction } from '../database';
import type { ReportQuery } from '../report-store';
import { allOf, isOrAny, isWithin } from './sql-condition';

/** Gives the quarters of an hour (of UTC, and so of every zone) in which anything happened, in their order. */
export async function getActivity(
	transaction: Transaction,
	{ definition, from, to, segment }: ReportQuery,
): Promise<readonly ActivitySlot[]> {
	const happened = allOf(
		{ sql: 'a.definition = ?', parameters: [definition] },
		isWithin('a.occurred_at', from, to),
		isOrAny('a.segment', segment),
	);
	const touchpoints = await transaction.all(
		`SELECT a.occurred_at / ${ACTIVITY_SLOT_MS} AS slot, COUNT(*) AS touchpoints,
			SUM(CASE WHEN a.movement = 'exited' THEN 1 ELSE 0 END) AS exits,
			SUM(CASE WHEN a.movement = 'completed' THEN 1 ELSE 0 END) AS completions
			FROM journey_touchpoint a WHERE ${happened.sql} GROUP BY a.occurred_at / ${ACTIVITY_SLOT_MS}`,
		happened.parameters,
	);
	const begun = allOf(
		{ sql: 'j.definition = ?', parameters: [definition] },
		isWithin('v.entered_at', from, to),
		isOrAny('v.segment', segment),
	);
	const visits = await transaction.all(
		`SELECT v.entered_at / ${ACTIVITY_SLOT_MS} AS slot, COUNT(*) AS entries
			FROM visit v JOIN journey j ON j.id = v.journey_id
			WHERE ${begun.sql} GROUP BY v.entered_at / ${ACTIVITY_SLOT_MS}`,
		begun.parameters,
	);
	const entries = new Map(visits.map((row) => [Number(row.slot), Number(row.entries)]));
	// A stay begins with a touchpoint, so that no slot has entries alone.
	return touchpoints
		.map((row) => ({
			startsAt: Number(row.slot) * ACTIVITY_SLOT_MS,
			touchpoints: Number(row.touchpoints),
			entries: entries.get(Number(row.slot)) ?? 0,
			exits: Number(row.exits),
			completions: Number(row.completions),
		}))
		.sort((a, b) => a.startsAt - b.startsAt);
}
