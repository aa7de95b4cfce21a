import type { Database, Row, SqlValue } from '../database';
import type { Table } from './tables';

const BATCH = 1000;

/** Where reading a table stands: the key of the last row, or nothing yet. */
export type Place = readonly SqlValue[] | null;

/** Gives a name as SQL takes it, whatever words a database reserves. */
export function quoted(name: string): string {
	return `"${name}"`;
}

/** Gives names as a list in SQL, each with something before it. */
export function listOf(names: readonly string[], before = ''): string {
	return names.map((name) => before + quoted(name)).join(', ');
}

/**
 * Reads the next rows of a table in the order of its key, after the place given; an empty list is the end. `only` leaves
 * rows out in which that column is null.
 */
export async function nextRows(
	database: Database,
	table: Table,
	after: Place,
	only?: string,
): Promise<readonly Row[]> {
	const conditions = [
		...(after === null
			? []
			: [`(${listOf(table.key)}) > (${table.key.map(() => '?').join(', ')})`]),
		...(only === undefined ? [] : [`${quoted(only)} IS NOT NULL`]),
	];
	return await database.read(
		async (transaction) =>
			await transaction.all(
				`SELECT ${listOf(table.columns)} FROM ${quoted(table.name)}
					${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
					ORDER BY ${listOf(table.key)} LIMIT ${BATCH}`,
				after ?? [],
			),
	);
}

/** Gives the place after these rows. */
export function placeAfter(table: Table, rows: readonly Row[], before: Place): Place {
	const last = rows.at(-1);
	return last ? table.key.map((column) => last[column] ?? null) : before;
}
