import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Database, Dialect, Row, SqlValue, Transaction } from '../database';
import { sqliteStoreError } from './sqlite-error';

const DIALECT: Dialect = {
	listOfTexts: '(SELECT value FROM json_each(?))',
	elements: 'json_each(?)',
};

/** How long a process waits for another one that brings the file to a new schema. */
const WAIT_FOR_MIGRATION_MS = 60_000;

/**
 * A SQLite file behind the `Database` port. The connection does one transaction after the other; the statements
 * themselves are synchronous, so a transaction never waits for anything but its turn.
 */
export class SqliteDatabase implements Database {
	readonly dialect = DIALECT;
	readonly #connection: DatabaseSync;
	readonly #path: string;
	readonly #statements = new Map<string, StatementSync>();
	#last: Promise<unknown> = Promise.resolve();

	/** Takes an open connection whose settings are made; `path` only names it in messages. */
	constructor(connection: DatabaseSync, path: string) {
		this.#connection = connection;
		this.#path = path;
	}

	write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		return this.#inTurn('BEGIN IMMEDIATE', work);
	}

	async writeAlone<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		const known = this.#prepared('PRAGMA busy_timeout').get()?.timeout;
		this.#connection.exec(`PRAGMA busy_timeout = ${WAIT_FOR_MIGRATION_MS}`);
		try {
			return await this.write(work);
		} finally {
			this.#connection.exec(`PRAGMA busy_timeout = ${Number(known)}`);
		}
	}

	read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
		return this.#inTurn('BEGIN', work);
	}

	async close(): Promise<void> {
		await this.#last;
		this.#statements.clear();
		if (this.#connection.isOpen) this.#connection.close();
	}

	#inTurn<T>(begin: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
		const turn = this.#last.then(() => this.#transact(begin, work));
		this.#last = turn.catch(() => undefined);
		return turn;
	}

	async #transact<T>(begin: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
		try {
			this.#prepared(begin).run();
			const result = await work(this.#transaction);
			this.#prepared('COMMIT').run();
			return result;
		} catch (error) {
			if (this.#connection.isOpen && this.#connection.isTransaction)
				this.#prepared('ROLLBACK').run();
			throw sqliteStoreError(error, this.#path);
		}
	}

	readonly #transaction: Transaction = {
		all: async (sql: string, parameters: readonly SqlValue[]) =>
			this.#prepared(sql).all(...parameters) as unknown as Row[],
		runMany: async (sql: string, rows: readonly (readonly SqlValue[])[]) => {
			const statement = this.#prepared(sql);
			return rows.map((row) => Number(statement.run(...row).changes));
		},
	};

	#prepared(sql: string): StatementSync {
		let statement = this.#statements.get(sql);
		if (!statement) {
			statement = this.#connection.prepare(sql);
			this.#statements.set(sql, statement);
		}
		return statement;
	}
}
