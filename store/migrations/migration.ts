import type { Dialect, Transaction } from '../database';

/**
 * The steps from one schema to the next: SQL that every database understands, or work on the rows that are there,
 * where SQL alone would need words that differ between databases.
 */
export type Migration = readonly (
	string | ((transaction: Transaction, dialect: Dialect) => Promise<void>)
)[];
