import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import type { Database, Dialect, Row, SqlValue, Transaction } from '../database';
import { postgresErrorCode, postgresStoreError } from './postgres-error';
import { positional } from './positional';

const DIALECT: Dialect = { listOfTexts: '(SELECT jsonb_array_elements_text(?::jsonb))' };

/** Counts and times come as BIGINT, which pg would give as text; all of ours are exact as numbers. */
const BIGINT_OID = 20;
const NUMERIC_OID = 1700;

/**
 * A transaction that lost a race did nothing and may be tried again: serialisation failure, deadlock, and a row or a
 * table that another process made at the same moment, which the next try will see.
 */
const LOST_RACES: readonly (string | undefined)[] = ['40001', '40P01', '23505', '42P07'];
const MOST_TRIES = 12;

/** PostgreSQL behind the `Database` port: serialisable transactions on a pool, tried again when they lose a race. */
export class PostgresDatabase implements Database {
	readonly dialect = DIALECT;
	readonly #pool: Pool;
	readonly #place: string;
	readonly #pause: (attempt: number) => Promise<void>;

	/** `pause` waits before the next try of a lost race (attempt counted from 1). */
	constructor(config: PoolConfig, pause: (attempt: number) => Promise<void>) {
		this.#pool = new Pool({
			...config,
			pipeline: true,
			types: {
				getTypeParser: (oid, format) =>
					oid === BIGINT_OID || oid === NUMERIC_OID
						? Number
						: types.getTypeParser(oid, format as 'text'),
			},
		} as PoolConfig);
		// A connection that breaks while idle leaves the pool; the next transaction opens another.
		this.#pool.on('error', () => undefined);
		this.#place = `${config.host ?? 'localhost'}:${config.port ?? 5432}/${config.database ?? ''}`;
		this.#pause = pause;
	}

	async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await this.#transact('BEGIN ISOLATION LEVEL SERIALIZABLE', work);
			} catch (error) {
				if (!LOST_RACES.includes(postgresErrorCode(error)) || attempt === MOST_TRIES) {
					throw postgresStoreError(error, this.#place);
				}
				await this.#pause(attempt);
			}
		}
	}

	async read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		try {
			return await this.#transact('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
		} catch (error) {
			throw postgresStoreError(error, this.#place);
		}
	}

	async close(): Promise<void> {
		await this.#pool.end();
	}

	async #transact<T>(begin: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
		const client = await this.#pool.connect();
		let broken: Error | boolean = false;
		try {
			await client.query(begin);
			const result = await work(transactionOn(client));
			await client.query('COMMIT');
			return result;
		} catch (error) {
			await client.query('ROLLBACK').catch((lost: Error) => {
				broken = lost;
			});
			throw error;
		} finally {
			client.release(broken);
		}
	}
}

function transactionOn(client: PoolClient): Transaction {
	return {
		all: async (sql: string, parameters: readonly SqlValue[]) => {
			const { rows } = await client.query<Row>(positional(sql, parameters));
			return rows;
		},
		// All rows are on their way before the first answer is read: one round trip for the batch.
		runMany: async (sql: string, rows: readonly (readonly SqlValue[])[]) => {
			const answers = await Promise.allSettled(
				rows.map(async (row) => await client.query(positional(sql, row))),
			);
			return answers.map((answer) => {
				if (answer.status === 'rejected') throw answer.reason;
				return answer.value.rowCount ?? 0;
			});
		},
	};
}
