import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { SqlValue } from '../../store/database';
import { migrate } from '../../store/migrations/migrate';
import { openPostgres } from '../../store/postgres/open-postgres';
import { positional } from '../../store/postgres/positional';
import { SqlJourneyStore } from '../../store/sql-journey-store';
import { listening } from '../support/heard-statements';
import {
	POSTGRES_VERSIONS,
	startPostgres,
	type PostgresPlace,
	type PostgresServer,
} from '../support/postgres-server';
import { MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';
import { parkedFor } from '../support/wait';

const WAITING = 100_000;
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS;
const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

/** Planned for these parameters, or once for all: after five times the server may do either. */
const PLANNED = ['force_custom_plan', 'force_generic_plan'] as const;

describe.each(POSTGRES_VERSIONS)(
	'a hundred thousand waiting customers on PostgreSQL %s',
	(version) => {
		let server: PostgresServer;
		let place: PostgresPlace;
		let client: Client;
		const heard = new Map<string, readonly SqlValue[]>();

		beforeAll(async () => {
			server = await startPostgres(version);
			place = await server.newDatabase();
			client = new Client(place);
			await client.connect();
			await makeWaiting(place, client);
			const store = new SqlJourneyStore(
				listening(openPostgres({ ...place, tls: 'off' }), heard),
				randomUUID,
			);
			await useWaits(store);
			await store.close();
		}, 240_000);

		afterAll(async () => {
			await client.end();
			await server.stop();
		});

		/** The plans of the statements about waits, one text. */
		const plans = async (planned: (typeof PLANNED)[number]): Promise<string> => {
			await client.query(`SET plan_cache_mode = ${planned}`);
			const found: string[] = [];
			for (const [sql, parameters] of heard) {
				if (!/\b(FROM|UPDATE) wait\b/.test(sql)) continue;
				const { text, values } = positional(sql, parameters);
				await client.query(`PREPARE asked AS ${text}`);
				const given = values.map((value) =>
					typeof value === 'string' ? client.escapeLiteral(value) : String(value),
				);
				const { rows } = await client.query<Record<string, string>>(
					`EXPLAIN EXECUTE asked${given.length > 0 ? `(${given.join(', ')})` : ''}`,
				);
				await client.query('DEALLOCATE asked');
				found.push(...rows.map((row) => String(row['QUERY PLAN'])));
			}
			return found.join('\n');
		};

		describe.each(['as the server guesses them', 'counted by ANALYZE'])('%s', (known) => {
			beforeAll(async () => {
				if (known === 'counted by ANALYZE') await client.query('ANALYZE');
			});

			it.each(PLANNED)('are never read through, %s', async (planned) => {
				const used = await plans(planned);
				expect(used).not.toContain('Seq Scan on wait');
				for (const index of [
					'wait_due',
					'wait_of_customer',
					'wait_undelivered',
					'wait_of_execution',
				])
					expect(used).toContain(index);
			});
		});
	},
);

/** Customers who wait, one each, as rows; statistics of these tables are made by nobody but the test. */
async function makeWaiting(place: PostgresPlace, client: Client): Promise<void> {
	const database = openPostgres({ ...place, tls: 'off' });
	await migrate(database, NOON);
	await database.close();
	await client.query(`ALTER TABLE wait SET (autovacuum_enabled = false);
		ALTER TABLE customer SET (autovacuum_enabled = false);
		INSERT INTO customer (id, first_seen, profile) SELECT 'c' || n, 0, '{}' FROM generate_series(1, ${WAITING}) n`);
	const wait = JSON.stringify(parkedFor('', '').wait);
	await client.query(
		`INSERT INTO wait (id, wait_key, customer_id, body, status, times_out_at, instance_id, execution_id, resume_url,
			delivery, next_attempt_at, attempts)
			SELECT 'w' || n, 'k' || n, 'c' || n, $1, 'waiting', ${NOON + YEAR_MS} + n, 'n8n-1', 'e' || n, 'http://n8n.example',
				'parked', ${NOON}, 0 FROM generate_series(1, ${WAITING}) n`,
		[wait],
	);
}

/** Opens, resolves, times out, claims and settles, so that each statement about waits is heard. */
async function useWaits(store: SqlJourneyStore): Promise<void> {
	const [first] = await store.record([touchpoint('1')], options);
	await store.openWaits([parkedFor(first?.customerId ?? '', '1')], NOON);
	await store.record([touchpoint('2', { type: 'order_completed' })], options);
	expect(await store.timeOutWaits(NOON, 10)).toBe(0);
	expect(await store.timeOutWaits(NOON + 2 * YEAR_MS, 20)).toBe(20);
	const [resume] = await store.claimResumes('n8n-1', NOON + MINUTE_MS, 1, 10);
	await store.postponeResume(resume?.waitId ?? '', NOON);
	await store.settleResume(resume?.waitId ?? '', 'done');
	await store.nextWaitTime('n8n-1');
}
