import { setImmediate } from 'node:timers/promises';
import { rfmLimitsOf, type RfmLimits, type RfmMeasures } from '../../journey/segments/rfm';
import { run, type Database, type Transaction } from '../database';
import { readMeasures } from './customer-value';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A store that is filling up is looked at again soon: with so few customers that costs nothing. */
const FEW_CUSTOMERS_MS = 10 * 60 * 1000;

/** Where the fifths of a store's customers end, as the readers of one process know it. */
export class KnownRfmLimits {
	#known: RfmLimits | null = null;
	#finding: Promise<RfmLimits> | null = null;

	/**
	 * Gives limits that are not older than a day at `now` (epoch milliseconds): those in memory, else those in the store,
	 * else found anew from all customers and kept for the other processes. Callers at the same time share the work.
	 */
	async at(database: Database, now: number): Promise<RfmLimits> {
		if (this.#known && isFresh(this.#known, now)) return this.#known;
		this.#finding ??= this.#find(database, now).finally(() => {
			this.#finding = null;
		});
		return await this.#finding;
	}

	async #find(database: Database, now: number): Promise<RfmLimits> {
		const kept = await database.read(readKept);
		const limits = kept && isFresh(kept, now) ? kept : await findAnew(database, now);
		this.#known = limits;
		return limits;
	}
}

/** A clock set back must not keep limits for ever. */
function isFresh({ asOf, recency }: RfmLimits, now: number): boolean {
	return Math.abs(now - asOf) < (recency === null ? FEW_CUSTOMERS_MS : DAY_MS);
}

async function readKept(transaction: Transaction): Promise<RfmLimits | null> {
	const [row] = await transaction.all('SELECT body FROM rfm WHERE id = 1', []);
	return row ? (JSON.parse(String(row.body)) as RfmLimits) : null;
}

/**
 * Reads customers a page at a time, each page in a transaction of its own, so that Record and n8n get their turn in
 * between: one query over half a million customers held up everything for seconds.
 */
async function findAnew(database: Database, now: number): Promise<RfmLimits> {
	const customers: RfmMeasures[] = [];
	for (let after: string | null = ''; after !== null;) {
		const start: string = after;
		const page = await database.read(async (transaction) => await readMeasures(transaction, start));
		customers.push(...page.measures);
		after = page.last;
		// SQLite answers at once: without this, no timer or request of n8n would get its turn before the end.
		await setImmediate();
	}
	const limits = rfmLimitsOf(customers, now);
	await database.write(
		async (transaction) =>
			await run(
				transaction,
				`INSERT INTO rfm (id, as_of, body) VALUES (1, ?, ?)
					ON CONFLICT (id) DO UPDATE SET as_of = excluded.as_of, body = excluded.body`,
				[now, JSON.stringify(limits)],
			),
	);
	return limits;
}
