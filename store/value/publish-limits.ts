import type { PublishedLimits } from '../../journey/segments/rfm-history';
import type { RfmLimits } from '../../journey/segments/rfm';
import { run, type Transaction } from '../database';
import type { Definitions } from '../definitions';
import { foldAnew, keptJourney, type KeptJourney } from '../recording/fold-anew';
import { asksRfm } from './limits-in-force';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A store that is filling up is looked at again soon: with so few customers that costs nothing. */
const FEW_CUSTOMERS_MS = 10 * MINUTE_MS;

/**
 * From when on limits hold after they were found: finding them is over by then, and no touchpoint is that far ahead of its
 * time (five minutes at most). So in practice nothing has been stamped yet that they would have stamped otherwise.
 */
const NOTICE_MS = 10 * MINUTE_MS;

/** Whether limits are new enough at a time. A clock set back must not keep limits for ever. */
export function isFresh({ asOf, recency }: RfmLimits, now: number): boolean {
	return Math.abs(now - asOf) < (recency === null ? FEW_CUSTOMERS_MS : DAY_MS);
}

/** Gives the limits published last, those of a clock that was far ahead left out; null without any. */
export async function readLatestLimits(
	transaction: Transaction,
	now: number,
): Promise<RfmLimits | null> {
	const [row] = await transaction.all(
		'SELECT body FROM rfm_limits WHERE as_of < ? ORDER BY holds_from DESC LIMIT 1',
		[now + DAY_MS],
	);
	return row ? (JSON.parse(String(row.body)) as RfmLimits) : null;
}

/**
 * Publishes limits just found, unless another process was first, whose limits are given then. Before there are 25 customers
 * to draw limits from, nothing is published.
 */
export async function publishFound(
	transaction: Transaction,
	definitions: Definitions,
	found: RfmLimits,
): Promise<RfmLimits> {
	const latest = await readLatestLimits(transaction, found.asOf);
	if (latest && isFresh(latest, found.asOf)) return latest;
	if (found.recency === null && (latest === null || latest.recency === null)) return found;
	await publishLimits(transaction, definitions, { from: found.asOf + NOTICE_MS, limits: found });
	return found;
}

/**
 * Publishes limits for good. Journeys whose rules ask for them and that have already gone on past the time from which they
 * hold are folded anew, so that every stamp is what the touchpoints and the published limits say, in whatever order the
 * two came.
 */
export async function publishLimits(
	transaction: Transaction,
	definitions: Definitions,
	{ from, limits }: PublishedLimits,
): Promise<void> {
	const added = await run(
		transaction,
		'INSERT INTO rfm_limits (holds_from, as_of, body) VALUES (?, ?, ?) ON CONFLICT (holds_from) DO NOTHING',
		[from, limits.asOf, JSON.stringify(limits)],
	);
	if (added === 0) return;
	const [next] = await transaction.all(
		'SELECT MIN(holds_from) AS next FROM rfm_limits WHERE holds_from > ?',
		[from],
	);
	const until = next?.next ?? Number.MAX_SAFE_INTEGER;
	for (const name of await namesThatMayAsk(transaction)) {
		const rows = await transaction.all(
			`SELECT DISTINCT j.id, j.customer_id, j.definition, j.version, j.journey_key
				FROM journey_touchpoint a JOIN journey j ON j.id = a.journey_id
				WHERE a.definition = ? AND a.occurred_at >= ? AND a.occurred_at < ?`,
			[name, from, until],
		);
		const asking: KeptJourney[] = [];
		for (const journey of rows.map(keptJourney)) {
			const definition = await definitions.get(transaction, name, journey.version);
			if (definition && asksRfm(definition)) asking.push(journey);
		}
		await foldAnew(transaction, definitions, asking);
	}
}

/** The names of the definitions that ask for RFM in a version; another one may be among them, never one missing. */
async function namesThatMayAsk(transaction: Transaction): Promise<readonly string[]> {
	const rows = await transaction.all(
		`SELECT DISTINCT name FROM definition WHERE body LIKE '%"rfm.%' ORDER BY name`,
		[],
	);
	return rows.map(({ name }) => String(name));
}
