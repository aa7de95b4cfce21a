import { setImmediate } from 'node:timers/promises';
import type { ArmCount } from '../../journey/experiments/arm-count';
import type { Arm } from '../../journey/experiments/experiment';
import type { Database, Row, Transaction } from '../database';
import { NOT_CANCELLED } from '../value/spending';

/** While draws are counted nobody else is served. */
const DRAWS_AT_ONCE = 5_000;

/** A draw, by its primary key, in whose order draws are counted. */
type Place = readonly [experiment: string, drawnFor: string];

/** Draws are counted where they are the first of their customer, as `firstDraw` tells it, with what happened since. */
const COUNT = `SELECT d.experiment, d.weights, d.arm, COUNT(*) AS customers,
	SUM(CASE WHEN EXISTS (SELECT 1 FROM customer_order o WHERE o.customer_id = d.customer_id
		AND o.ordered_at >= d.drawn_at AND ${NOT_CANCELLED}) THEN 1 ELSE 0 END) AS buyers,
	SUM(CASE WHEN EXISTS (SELECT 1 FROM experiment_arm e WHERE e.customer_id = d.customer_id
		AND e.experiment = d.experiment AND e.arm <> d.arm) THEN 1 ELSE 0 END) AS mixed
	FROM experiment_arm d
	WHERE NOT EXISTS (SELECT 1 FROM experiment_arm e WHERE e.customer_id = d.customer_id
		AND e.experiment = d.experiment AND (e.drawn_at, e.drawn_for) < (d.drawn_at, d.drawn_for))
	AND (d.experiment, d.drawn_for) > (?, ?)`;

const GROUPED = 'GROUP BY d.experiment, d.weights, d.arm';

/**
 * Counts the customers of every experiment; see `ExperimentStore`. It counts so many draws at a time, each in a transaction
 * of its own, so that Record and n8n get their turn in between.
 */
export async function countArms(database: Database): Promise<readonly ArmCount[]> {
	const counts = new Map<string, ArmCount>();
	for (let after: Place | null = ['', '']; after !== null;) {
		const start: Place = after;
		const part = await database.read(async (transaction) => await countPart(transaction, start));
		for (const row of part.rows) {
			const key = JSON.stringify([row.experiment, row.weights, row.arm]);
			counts.set(key, joined(counts.get(key), row));
		}
		after = part.until;
		// SQLite answers at once: without this, no timer or request of n8n would get its turn before the end.
		if (after !== null) await setImmediate();
	}
	return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

/** Counts the draws after `start`; `until` is the last of them, null when it was the last of all. */
async function countPart(
	transaction: Transaction,
	start: Place,
): Promise<{ readonly rows: readonly Row[]; readonly until: Place | null }> {
	const [last] = await transaction.all(
		`SELECT experiment, drawn_for FROM experiment_arm WHERE (experiment, drawn_for) > (?, ?)
			ORDER BY experiment, drawn_for LIMIT 1 OFFSET ${DRAWS_AT_ONCE - 1}`,
		start,
	);
	if (!last) return { rows: await transaction.all(`${COUNT} ${GROUPED}`, start), until: null };
	const until: Place = [String(last.experiment), String(last.drawn_for)];
	const rows = await transaction.all(
		`${COUNT} AND (d.experiment, d.drawn_for) <= (?, ?) ${GROUPED}`,
		[...start, ...until],
	);
	return { rows, until };
}

function joined(before: ArmCount | undefined, row: Row): ArmCount {
	return {
		experiment: String(row.experiment),
		arms: before?.arms ?? (JSON.parse(String(row.weights)) as Arm[]),
		arm: String(row.arm),
		customers: (before?.customers ?? 0) + Number(row.customers),
		buyers: (before?.buyers ?? 0) + Number(row.buyers),
		mixed: (before?.mixed ?? 0) + Number(row.mixed),
	};
}
