import { fromHundredths } from '../recording/touchpoint-row';
import type { ExperienceCount } from '../../journey/gaps/experience-count';
import type { Movement } from '../../journey/stages/movement';
import type { WaitStatus } from '../../journey/waits/wait';
import type { Transaction } from '../database';
import type { StoreTotals } from '../journey-store';

/** Gives how many answers gave which score, per segment, stage, touchpoint type, channel and metric. */
export async function getExperience(
	transaction: Transaction,
	definition: string,
): Promise<readonly ExperienceCount[]> {
	const rows = await transaction.all(
		`SELECT segment, stage, type, channel, metric, score, answers FROM experience
			WHERE definition = ? AND answers > 0 ORDER BY segment, stage, type, channel, metric, score`,
		[definition],
	);
	return rows.map((row) => ({
		segment: String(row.segment),
		stage: String(row.stage),
		type: String(row.type),
		channel: String(row.channel),
		metric: String(row.metric),
		score: fromHundredths(row.score ?? 0),
		count: Number(row.answers),
	}));
}

/** Counts what the store holds. Test touchpoints are not counted. */
export async function getTotals(transaction: Transaction): Promise<StoreTotals> {
	const count = async (sql: string): Promise<number> => {
		const [row] = await transaction.all(sql, []);
		return Number(row?.n ?? 0);
	};
	const movements = await transaction.all(
		'SELECT movement, COUNT(*) AS n FROM journey_touchpoint GROUP BY movement ORDER BY movement',
		[],
	);
	const waits = await transaction.all(
		'SELECT status, COUNT(*) AS n FROM wait GROUP BY status ORDER BY status',
		[],
	);
	return {
		touchpoints: await count('SELECT COUNT(*) AS n FROM touchpoint WHERE test = 0'),
		notApplied: await count(
			'SELECT COUNT(*) AS n FROM touchpoint WHERE test = 0 AND applied_at IS NULL',
		),
		customers: await count(
			"SELECT COUNT(*) AS n FROM customer WHERE merged_into IS NULL AND id NOT LIKE 'account:%'",
		),
		journeys: await count('SELECT COUNT(*) AS n FROM journey'),
		movements: Object.fromEntries(
			movements.map((row) => [String(row.movement) as Movement, Number(row.n)]),
		),
		issued: await count('SELECT COUNT(*) AS n FROM issued_offer'),
		redeemed: await count("SELECT COUNT(*) AS n FROM issued_offer WHERE state = 'redeemed'"),
		waits: Object.fromEntries(
			waits.map((row) => [String(row.status) as WaitStatus, Number(row.n)]),
		),
	};
}

/** Counts the touchpoints that wait to be applied, tests left out, and stops at `atMost`, so that it is cheap. */
export async function getBacklog(transaction: Transaction, atMost: number): Promise<number> {
	const [row] = await transaction.all(
		`SELECT COUNT(*) AS n FROM (
			SELECT 1 FROM touchpoint WHERE applied_at IS NULL AND test = 0 LIMIT ?
		) AS waiting`,
		[atMost],
	);
	return Number(row?.n ?? 0);
}
