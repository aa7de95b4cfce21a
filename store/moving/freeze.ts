import { run, type Transaction } from '../database';
import type { Table } from './tables';

const CHANGES = ['INSERT', 'UPDATE', 'DELETE'] as const;

const PREFIX = 'moved_';

/**
 * Makes a SQLite store refuse every change with the given text, also in a process that has it open: what came in after
 * it was copied would be lost.
 */
export async function freeze(
	transaction: Transaction,
	tables: readonly Table[],
	text: string,
): Promise<void> {
	const literal = `'${text.replaceAll("'", "''")}'`;
	await thaw(transaction);
	for (const table of tables) {
		for (const change of CHANGES) {
			await run(
				transaction,
				`CREATE TRIGGER "${PREFIX}${table.name}_${change.toLowerCase()}" BEFORE ${change} ON "${table.name}"
					BEGIN SELECT RAISE(ABORT, ${literal}); END`,
				[],
			);
		}
	}
}

/** Lets the store be changed again. */
export async function thaw(transaction: Transaction): Promise<void> {
	const triggers = await transaction.all(
		"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE ?",
		[`${PREFIX}%`],
	);
	for (const { name } of triggers) await run(transaction, `DROP TRIGGER "${String(name)}"`, []);
}
