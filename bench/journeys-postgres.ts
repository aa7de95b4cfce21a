import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { BUILT_IN_DEFINITIONS } from '../journey/stages/built-in';
import type { Touchpoint } from '../journey/touchpoint';
import { migrate } from '../store/migrations/migrate';
import { openPostgres } from '../store/postgres/open-postgres';
import { SqlJourneyStore } from '../store/sql-journey-store';
import { startPostgres, type PostgresPlace } from '../test/support/postgres-server';
import { touchpointOf } from './crowd';
import { median, medianRatio } from './statistics';
import { START } from './touchpoint';

const ROUNDS = 5;
const CUSTOMERS = [10, 1000, 10_000] as const;
const BATCH = 1000;
/** Prime, so that touchpoints one after another come from customers all over the store. */
const STRIDE = 7919;

/** How touchpoints are written: how many commits of how many, and how many commits are under way at once. */
const WAYS = {
	single: { commits: 500, size: 1, lanes: 1 },
	singleByFour: { commits: 500, size: 1, lanes: 4 },
	batch: { commits: 5, size: BATCH, lanes: 1 },
} as const;

type Way = keyof typeof WAYS;

/** Touchpoints a second, medians of the rounds, and medians of the ratios to raw rows round by round. */
export type PostgresFigures = Readonly<
	Record<Way, { readonly raw: number; readonly recorded: number; readonly ratio: number }>
>;

const UPSERT = 'ON CONFLICT (id) DO UPDATE SET body = excluded.body';
const RAW_ONE = `INSERT INTO raw (id, body) VALUES ($1, $2) ${UPSERT}`;
const RAW_MANY = `INSERT INTO raw (id, body) SELECT * FROM unnest($1::text[], $2::text[]) ${UPSERT}`;

/**
 * Measures recording on PostgreSQL against raw upserts on one connection of the same server, in turn in one run, by how
 * many customers the store has. The first round warms up and is not counted.
 */
export async function benchPostgres(
	onRound: (customers: number, done: number, of: number) => void,
): Promise<ReadonlyMap<number, PostgresFigures>> {
	const server = await startPostgres();
	try {
		const figures = new Map<number, PostgresFigures>();
		for (const customers of CUSTOMERS) {
			const place = await server.newDatabase();
			await fill(place, customers);
			figures.set(
				customers,
				await measure(place, customers, (done) => onRound(customers, done, ROUNDS)),
			);
		}
		return figures;
	} finally {
		await server.stop();
	}
}

async function fill(place: PostgresPlace, customers: number): Promise<void> {
	const database = openPostgres({ ...place, tls: 'off' });
	await migrate(database, START);
	const everybody = Array.from({ length: customers }, (_, who) => touchpointOf('crowd', who, who));
	for (let first = 0; first < customers; first += BATCH)
		await storeOn(database).record(everybody.slice(first, first + BATCH), options);
	await database.close();
	const client = new Client(place);
	await client.connect();
	await client.query('CREATE TABLE raw (id TEXT PRIMARY KEY, body TEXT NOT NULL)');
	await client.query('ANALYZE');
	await client.end();
}

const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: START };
const storeOn = (database: ReturnType<typeof openPostgres>): SqlJourneyStore =>
	new SqlJourneyStore(database, randomUUID);

async function measure(
	place: PostgresPlace,
	customers: number,
	onRound: (done: number) => void,
): Promise<PostgresFigures> {
	const ways = Object.keys(WAYS) as Way[];
	const raw = new Map<Way, number[]>(ways.map((way) => [way, []]));
	const recorded = new Map<Way, number[]>(ways.map((way) => [way, []]));
	let made = customers;
	for (let round = 0; round <= ROUNDS; round++) {
		for (const way of ways) {
			const { commits, size, lanes } = WAYS[way];
			const batches = Array.from({ length: commits }, () =>
				Array.from({ length: size }, () =>
					touchpointOf('round', made, (made++ * STRIDE) % customers),
				),
			);
			const rawRate = await upsertRaw(place, batches);
			const rate = await record(place, batches, lanes);
			if (round === 0) continue;
			raw.get(way)?.push(rawRate);
			recorded.get(way)?.push(rate);
		}
		onRound(round);
	}
	return Object.fromEntries(
		ways.map((way) => {
			const [ours, theirs] = [recorded.get(way) ?? [], raw.get(way) ?? []];
			return [
				way,
				{ raw: median(theirs), recorded: median(ours), ratio: medianRatio(ours, theirs) },
			];
		}),
	) as PostgresFigures;
}

async function record(
	place: PostgresPlace,
	batches: readonly (readonly Touchpoint[])[],
	lanes: number,
): Promise<number> {
	const database = openPostgres({ ...place, tls: 'off' });
	const store = storeOn(database);
	await store.getTotals();
	const todo = batches.values();
	const started = performance.now();
	await Promise.all(
		Array.from({ length: lanes }, async () => {
			for (const batch of todo) await store.record(batch, options);
		}),
	);
	const seconds = (performance.now() - started) / 1000;
	await store.close();
	return batches.flat().length / seconds;
}

/** Rows of the same size, in commits of the same length: one row each, or an array of them. */
async function upsertRaw(
	place: PostgresPlace,
	batches: readonly (readonly Touchpoint[])[],
): Promise<number> {
	const client = new Client(place);
	await client.connect();
	const started = performance.now();
	for (const batch of batches) {
		const ids = batch.map(({ id }) => id);
		const bodies = batch.map((touchpoint) => JSON.stringify(touchpoint));
		await client.query(
			batch.length === 1
				? { name: 'one', text: RAW_ONE, values: [ids[0], bodies[0]] }
				: { name: 'many', text: RAW_MANY, values: [ids, bodies] },
		);
	}
	const seconds = (performance.now() - started) / 1000;
	await client.end();
	return batches.flat().length / seconds;
}
