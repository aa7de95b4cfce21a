/** A value in a row or a parameter. Booleans are 0 and 1, JSON is text, times are epoch milliseconds. */
export type SqlValue = string | number | null;

export type Row = Readonly<Record<string, SqlValue>>;

/** The statements of one transaction. Parameters stand for `?` in their order. */
export interface Transaction {
	/** Gives the rows of a query. */
	all(sql: string, parameters: readonly SqlValue[]): Promise<readonly Row[]>;
	/** Runs the statement once for each row of parameters and gives how many rows each changed. */
	runMany(sql: string, rows: readonly (readonly SqlValue[])[]): Promise<readonly number[]>;
}

/** Where SQL differs between databases; each is a piece of SQL text. */
export interface Dialect {
	/** Stands after IN for the texts of a JSON array that is given as one parameter. */
	readonly listOfTexts: string;
	/**
	 * Stands in FROM for the elements of a JSON array that is given as one parameter. Each is in the column `value`; of one
	 * that is an array itself, `value ->> 0` is the first as text.
	 */
	readonly elements: string;
}

/** One open database. */
export interface Database {
	readonly dialect: Dialect;
	/** Runs `work` in one transaction that may write: committed, on disk, when the promise resolves, else rolled back. */
	write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
	/**
	 * Runs `work` as `write` does, with time to rebuild tables and while no other process does the same: for changes of
	 * the schema. Throws `StoreError` for a server on which the schema cannot work.
	 */
	writeAlone<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
	/** Runs `work` on one consistent view of the data. */
	read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/** Runs a statement once and gives how many rows it changed. */
export async function run(
	transaction: Transaction,
	sql: string,
	parameters: readonly SqlValue[],
): Promise<number> {
	const [changes] = await transaction.runMany(sql, [parameters]);
	return changes ?? 0;
}
