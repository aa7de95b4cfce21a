import { setImmediate } from 'node:timers/promises';
import { rfmLimitsOf, type RfmLimits, type RfmMeasures } from '../../journey/segments/rfm';
import type { JourneyDefinition } from '../../journey/stages/definition';
import type { Database } from '../database';
import type { Definitions } from '../definitions';
import { readMeasures } from './customer-value';
import { asksRfm } from './limits-in-force';
import { isFresh, publishFound, readLatestLimits } from './publish-limits';

/** After a search that failed, Record does without new limits for so long. */
const RETRY_MS = 10 * 60 * 1000;

/** Where the fifths of a store's customers end, as one process knows it. */
export class KnownRfmLimits {
	readonly #definitions: Definitions;
	#known: RfmLimits | null = null;
	#finding: Promise<RfmLimits> | null = null;
	/** Epoch milliseconds. */
	#keptAt = -Infinity;

	constructor(definitions: Definitions) {
		this.#definitions = definitions;
	}

	/**
	 * Gives limits that are not older than a day at `now` (epoch milliseconds): those in memory, else those in the store,
	 * else found anew from all customers and published. Callers at the same time share the work.
	 */
	async at(database: Database, now: number): Promise<RfmLimits> {
		if (this.#known && isFresh(this.#known, now)) return this.#known;
		this.#finding ??= this.#find(database, now).finally(() => {
			this.#finding = null;
		});
		return await this.#finding;
	}

	/**
	 * Sees to it that limits are published once a day while touchpoints are recorded by rules that ask for them. Who
	 * comes first waits for it; the others go on meanwhile, by the limits published before.
	 */
	async keepFor(definition: JourneyDefinition, database: Database, now: number): Promise<void> {
		if (!asksRfm(definition) || this.#finding !== null) return;
		if (this.#known && isFresh(this.#known, now)) return;
		if (Math.abs(now - this.#keptAt) < RETRY_MS) return;
		this.#keptAt = now;
		await this.at(database, now);
	}

	async #find(database: Database, now: number): Promise<RfmLimits> {
		const kept = await database.read(
			async (transaction) => await readLatestLimits(transaction, now),
		);
		const limits = kept && isFresh(kept, now) ? kept : await this.#findAnew(database, now);
		this.#known = limits;
		return limits;
	}

	/**
	 * Reads customers a page at a time, each page in a transaction of its own, so that Record and n8n get their turn in
	 * between: one query over half a million customers held up everything for seconds.
	 */
	async #findAnew(database: Database, now: number): Promise<RfmLimits> {
		const customers: RfmMeasures[] = [];
		for (let after: string | null = ''; after !== null;) {
			const start: string = after;
			const page = await database.read(
				async (transaction) => await readMeasures(transaction, start),
			);
			customers.push(...page.measures);
			after = page.last;
			// SQLite answers at once: without this, no timer or request of n8n would get its turn before the end.
			await setImmediate();
		}
		const limits = rfmLimitsOf(customers, now);
		return await database.write(
			async (transaction) => await publishFound(transaction, this.#definitions, limits),
		);
	}
}
