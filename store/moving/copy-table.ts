import { run, type Database, type Row } from '../database';
import { listOf, nextRows, placeAfter, quoted, type Place } from './batches';
import { readMoves, writeProgress } from './move-entry';
import type { Table } from './tables';

/** The two stores of a move. */
export interface Route {
	readonly source: Database;
	readonly target: Database;
	/** The id of the move, under which the target keeps how far it is. */
	readonly id: string;
}

/** One pass over a table: its name in the progress, which rows, and what is written of them. */
interface Pass {
	readonly name: string;
	readonly only?: string;
	readonly sql: string;
	readonly columns: readonly string[];
}

/**
 * Copies the rows of a table to PostgreSQL, in batches by key, each in one transaction with how far it is. Goes on after
 * the last batch that was committed; a batch that is written again changes nothing. References within the table
 * are filled in once all of its rows are there. `onRows` hears of every batch how many rows it had.
 */
export async function copyTable(
	route: Route,
	table: Table,
	onRows: (rows: number) => void,
): Promise<void> {
	await runPass(route, table, rowsOf(table), onRows);
	for (const column of table.selfReferences) {
		await runPass(route, table, referencesOf(table, column), () => undefined);
	}
}

function rowsOf(table: Table): Pass {
	const columns = table.columns.filter((column) => !table.selfReferences.includes(column));
	return {
		name: table.name,
		columns,
		sql: `INSERT INTO ${quoted(table.name)} (${listOf(columns)})
			SELECT ${listOf(columns)} FROM json_populate_recordset(NULL::${quoted(table.name)}, ?::json)
			ON CONFLICT DO NOTHING`,
	};
}

function referencesOf(table: Table, column: string): Pass {
	const sameRow = table.key.map((key) => `known.${quoted(key)} = given.${quoted(key)}`);
	return {
		name: `${table.name}.${column}`,
		only: column,
		columns: [...table.key, column],
		sql: `UPDATE ${quoted(table.name)} AS known SET ${quoted(column)} = given.${quoted(column)}
			FROM json_populate_recordset(NULL::${quoted(table.name)}, ?::json) AS given
			WHERE ${sameRow.join(' AND ')}`,
	};
}

async function runPass(
	{ source, target, id }: Route,
	table: Table,
	pass: Pass,
	onRows: (rows: number) => void,
): Promise<void> {
	let place = (await progressOf(target, id))[pass.name] as Place | undefined;
	for (;;) {
		const rows = await nextRows(source, table, place ?? null, pass.only);
		if (rows.length === 0) return;
		const after = placeAfter(table, rows, place ?? null);
		await target.write(async (transaction) => {
			await run(transaction, pass.sql, [
				JSON.stringify(rows.map((row) => pick(row, pass.columns))),
			]);
			const moves = await readMoves(transaction);
			const progress = moves.find((move) => move.id === id)?.progress ?? {};
			await writeProgress(transaction, id, { ...progress, [pass.name]: after });
		});
		place = after;
		onRows(rows.length);
	}
}

async function progressOf(target: Database, id: string): Promise<Record<string, unknown>> {
	const moves = await target.read(readMoves);
	return moves.find((move) => move.id === id)?.progress ?? {};
}

function pick(row: Row, columns: readonly string[]): Row {
	return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}
