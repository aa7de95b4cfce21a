import type { Dialect, Transaction } from '../database';
import type { Definitions } from '../definitions';

/** What work on a customer needs of the store around it. */
export interface CustomerWork {
	readonly transaction: Transaction;
	readonly dialect: Dialect;
	readonly definitions: Definitions;
	readonly newId: () => string;
	/** Epoch milliseconds. */
	readonly now: number;
}
