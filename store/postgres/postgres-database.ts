import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import type { Database, Dialect, Row, SqlValue, Transaction } from '../database';
import { StoreError } from '../store-error';
import {
	ConnectFailed,
	ConnectionLost,
	isServerAway,
	postgresErrorCode,
	postgresStoreError,
} from './postgres-error';
import { Lanes } from './lanes';
import { insertRows, manyRows } from './many-rows';
import { LIST_OF_TEXTS, positional } from './positional';
import { checkServer, SERVER_FACTS } from './server-requirements';

const DIALECT: Dialect = {
	listOfTexts: LIST_OF_TEXTS,
	elements: 'jsonb_array_elements(?::jsonb)',
};

/** Counts and times come as BIGINT, which pg would give as text; all of ours are exact as numbers. */
const BIGINT_OID = 20;
const NUMERIC_OID = 1700;

/**
 * A transaction that lost a race did nothing and may be tried again: serialisation failure, deadlock, and a row or a
 * table that another process made at the same moment, which the next try will see.
 */
const LOST_RACES: readonly (string | undefined)[] = ['40001', '40P01', '23505', '42P07'];
const MOST_TRIES = 20;
/** A server that restarts is away for some seconds: long enough for one without much to recover. */
const MOST_RECONNECTS = 24;

/** Our own numbers among the advisory locks of a database: "CJny" and the next one. */
const MIGRATION_LOCK = 0x434a6e79;
const QUEUE_LOCK = MIGRATION_LOCK + 1;
const WAIT_FOR_MIGRATION_MS = 600_000;
/** Shorter, since all who use a table queue up behind the one who waits to change it. */
const WAIT_FOR_TABLE_MS = 15_000;

type Work<T> = (transaction: Transaction) => Promise<T>;

/** PostgreSQL behind the `Database` port: serialisable transactions on a pool, tried again when they lose a race. */
export class PostgresDatabase implements Database {
	readonly dialect = DIALECT;
	readonly #pool: Pool;
	readonly #place: string;
	readonly #pause: (attempt: number) => Promise<void>;
	#wasReached = false;
	readonly #lanes: Lanes;
	#queue: Promise<unknown> = Promise.resolve();
	#queued = 0;

	/** `pause` waits before the next try of a lost race or a lost server (attempt counted from 1). */
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
		// A connection that breaks leaves the pool, and whoever uses it hears of it by its statement: without a listener
		// of its own, one that breaks in use would end the process.
		this.#pool.on('error', () => undefined);
		this.#pool.on('connect', (client) => {
			this.#wasReached = true;
			client.on('error', () => undefined);
		});
		this.#place = `${config.host ?? 'localhost'}:${config.port ?? 5432}/${config.database ?? ''}`;
		this.#pause = pause;
		this.#lanes = new Lanes(this.#pool.options.max);
	}

	async write<T>(work: Work<T>): Promise<T> {
		if (this.#queued > 0) await this.#queue;
		const begin = 'BEGIN ISOLATION LEVEL SERIALIZABLE';
		return await this.#lanes.run(async () => {
			const result = await this.#persist(begin, work, this.#lanes);
			this.#lanes.kept();
			return result;
		});
	}

	async read<T>(work: Work<T>): Promise<T> {
		return await this.#persist('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
	}

	async writeAlone<T>(work: Work<T>): Promise<T> {
		// Not serialisable: what the one before us did must be seen once the lock is ours.
		return await this.#persist('BEGIN ISOLATION LEVEL READ COMMITTED', async (transaction) => {
			const [facts] = await transaction.all(SERVER_FACTS, []);
			checkServer(facts, this.#place);
			await limitWaiting(transaction, WAIT_FOR_MIGRATION_MS);
			await transaction.all('SELECT pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
			await limitWaiting(transaction, WAIT_FOR_TABLE_MS);
			return await work(transaction);
		});
	}

	async close(): Promise<void> {
		await this.#pool.end();
	}

	/**
	 * Runs the transaction until it is done, has lost too many races, or the server has been away for too long. One that
	 * has lost twice queues up, and new ones wait for the queue: with many callers of one customer or one capped offer,
	 * whoever retries among those who have just come may lose for ever. Where only one lane is open all queue up, since
	 * other processes write there too.
	 */
	async #persist<T>(begin: string, work: Work<T>, lanes: Lanes | null = null): Promise<T> {
		let races = 0;
		let absences = 0;
		for (;;) {
			try {
				return races < 2 && !lanes?.isSingle
					? await this.#withClient(async (client) => await transact(client, begin, work))
					: await this.#inQueue(begin, work);
			} catch (error) {
				const lostRace = isLostRace(error) && ++races <= 2;
				if (lostRace) lanes?.lost();
				const lostServer = this.#mayComeBack(error) && ++absences < MOST_RECONNECTS;
				if (!lostRace && !lostServer) throw postgresStoreError(error, this.#place);
				const pauses = lostServer || (races === 1 && !lanes?.isSingle);
				if (pauses) await this.#pause(lostRace ? races : absences);
			}
		}
	}

	/** A server that never was there is said at once; of one that has gone, nothing was kept unless it was committing. */
	#mayComeBack(error: unknown): boolean {
		if (error instanceof ConnectionLost) return !error.committing;
		return error instanceof ConnectFailed && this.#wasReached && isServerAway(error.cause);
	}

	async #connect(): Promise<PoolClient> {
		const full = this.#pool.idleCount === 0 && this.#pool.totalCount >= this.#pool.options.max;
		try {
			return await this.#pool.connect();
		} catch (error) {
			// pg-pool gives no code when its own time is over.
			if (full && postgresErrorCode(error) === undefined) {
				throw new StoreError(
					'busy',
					`All ${this.#pool.options.max} connections to PostgreSQL at ${this.#place} were in use for ${Number(this.#pool.options.connectionTimeoutMillis) / 1000} seconds; nothing of the step was kept. Let fewer executions run at once, or look for slow statements on the server.`,
					{ cause: error },
				);
			}
			throw new ConnectFailed(error);
		}
	}

	/** Runs the transaction when it is its turn among all that queue, in this process and in others. */
	async #inQueue<T>(begin: string, work: Work<T>): Promise<T> {
		this.#queued += 1;
		const turn = this.#queue.then(
			async () =>
				await this.#withClient(async (client) => {
					// Before the transaction: it must see what those before it in the queue have done.
					await orLost(
						client,
						() => false,
						client.query('SELECT pg_advisory_lock($1)', [QUEUE_LOCK]),
					);
					try {
						return await this.#insist(client, begin, work);
					} finally {
						// A connection that cannot give the lock back takes it along when it ends.
						const unlock = client.query('SELECT pg_advisory_unlock($1)', [QUEUE_LOCK]);
						await unlock.catch(async () => await client.end());
					}
				}),
		);
		this.#queue = turn.catch(() => undefined).finally(() => (this.#queued -= 1));
		return await turn;
	}

	/** Tries again and again; those who were under way when the turn came end meanwhile. */
	async #insist<T>(client: PoolClient, begin: string, work: Work<T>): Promise<T> {
		for (let attempt = 1; ; attempt++) {
			try {
				return await transact(client, begin, work);
			} catch (error) {
				if (!isLostRace(error) || attempt === MOST_TRIES) throw error;
				await this.#pause(attempt);
			}
		}
	}

	async #withClient<T>(use: (client: PoolClient) => Promise<T>): Promise<T> {
		const client = await this.#connect();
		let lost = false;
		try {
			return await use(client);
		} catch (error) {
			lost = error instanceof ConnectionLost;
			throw error;
		} finally {
			client.release(lost);
		}
	}
}

function isLostRace(error: unknown): boolean {
	return LOST_RACES.includes(postgresErrorCode(error));
}

async function transact<T>(client: PoolClient, begin: string, work: Work<T>): Promise<T> {
	let committing = false;
	const steps = async (): Promise<T> => {
		await client.query(begin);
		const result = await work(transactionOn(client));
		committing = true;
		await client.query('COMMIT');
		return result;
	};
	return await orLost(client, () => committing, steps());
}

/** Gives what was asked for; when it fails the transaction is rolled back, and a connection that cannot even do that is lost. */
async function orLost<T>(
	client: PoolClient,
	isCommitting: () => boolean,
	asked: Promise<T>,
): Promise<T> {
	try {
		return await asked;
	} catch (error) {
		const committing = isCommitting();
		const lost = await client.query('ROLLBACK').then(
			() => false,
			() => true,
		);
		throw lost ? new ConnectionLost(committing, { cause: error }) : error;
	}
}

/** For the rest of the transaction: how long it may wait for a lock; statements themselves may take any time. */
async function limitWaiting(transaction: Transaction, waitMs: number): Promise<void> {
	await transaction.all(
		"SELECT set_config('lock_timeout', ?, true), set_config('statement_timeout', '0', true)",
		[String(waitMs)],
	);
}

function transactionOn(client: PoolClient): Transaction {
	const send = async (sql: string, parameters: readonly SqlValue[]) => {
		const { rowCount, rows } = await client.query<Row>(positional(sql, parameters));
		return { changed: rowCount ?? 0, rows };
	};
	return {
		all: async (sql: string, parameters: readonly SqlValue[]) => (await send(sql, parameters)).rows,
		runMany: async (sql: string, rows: readonly (readonly SqlValue[])[]) => {
			const insert = rows.length > 1 ? manyRows(sql) : null;
			if (insert) return await insertRows(send, insert, rows);
			// All rows are on their way before the first answer is read: one round trip for the batch.
			const answers = await Promise.allSettled(rows.map(async (row) => await send(sql, row)));
			return answers.map((answer) => {
				if (answer.status === 'rejected') throw answer.reason;
				return answer.value.changed;
			});
		},
	};
}
