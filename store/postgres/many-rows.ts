import type { Row, SqlValue } from '../database';

type Parameters = readonly SqlValue[];

/** Sends a statement and gives how many rows it changed, and those that it returns. */
type Send = (
	sql: string,
	parameters: Parameters,
) => Promise<{
	readonly changed: number;
	readonly rows: readonly Row[];
}>;

/** An INSERT of one row as it is sent for many rows at once. */
export interface ManyRows {
	/** Takes the rows as one parameter, the text of a JSON array of objects. */
	readonly sql: string;
	/** The column of each parameter of a row. */
	readonly columns: readonly string[];
	/** Those by which a row is known to be there already; a statement must not meet one twice. */
	readonly keys: readonly string[];
	/** Whether a row that is there may be left as it is; then the keys of the others are given back. */
	readonly mayPass: boolean;
}

/** Columns, what stands for each, and what is done about a row that is there: the whole of an INSERT of one row. */
const INSERT =
	/^INSERT INTO (\w+)\s*\(([\w\s,]+)\)\s*VALUES \(([\w\s,?]+)\)(?:\s*ON CONFLICT \(([\w\s,]+)\) DO (NOTHING|UPDATE SET[^]+))?\s*$/;

const known = new Map<string, ManyRows | null>();

/**
 * Gives how a statement that inserts one row is sent for many; null for any other, which is run row by row. The rows
 * take the types of the table's own columns.
 */
export function manyRows(sql: string): ManyRows | null {
	let found = known.get(sql);
	if (found === undefined) {
		found = readInsert(sql);
		known.set(sql, found);
	}
	return found;
}

function readInsert(sql: string): ManyRows | null {
	const [, table, names, values, conflict, action] = INSERT.exec(sql) ?? [];
	if (table === undefined || names === undefined || values === undefined) return null;
	const given = listOf(values);
	const all = listOf(names);
	const columns = all.filter((_, place) => given[place] === '?');
	const keys = conflict === undefined ? [] : listOf(conflict);
	if (given.length !== all.length || !keys.every((key) => columns.includes(key))) return null;
	const selected = all.map((column, place) =>
		given[place] === '?' ? `given.${column}` : given[place],
	);
	const mayPass = action !== undefined && /^NOTHING|\sWHERE\s/.test(action);
	return {
		sql: `INSERT INTO ${table} (${all.join(', ')}) SELECT ${selected.join(', ')}
			FROM json_populate_recordset(NULL::${table}, ?::json) AS given
			${action === undefined ? '' : `ON CONFLICT (${keys.join(', ')}) DO ${action}`}
			${mayPass ? `RETURNING ${keys.map((key) => `${table}.${key}`).join(', ')}` : ''}`,
		columns,
		keys,
		mayPass,
	};
}

function listOf(names: string): string[] {
	return names.split(',').map((name) => name.trim());
}

/** Inserts rows, in their order where they meet the same row, and gives how many each changed. */
export async function insertRows(
	send: Send,
	{ sql, columns, keys, mayPass }: ManyRows,
	rows: readonly Parameters[],
): Promise<number[]> {
	const objects = rows.map((row) => objectOf(columns, row));
	const changes = rows.map(() => (mayPass ? 0 : 1));
	for (const wave of wavesOf(objects, keys)) {
		const sent = await send(sql, [JSON.stringify([...wave.values()].map((row) => objects[row]))]);
		for (const row of sent.rows) {
			const place = wave.get(keyOf(row, keys));
			if (place !== undefined) changes[place] = 1;
		}
	}
	return changes;
}

/** Puts rows of the same key into waves that follow one another: by key, the places of the rows of one wave. */
function wavesOf(objects: readonly Row[], keys: readonly string[]): Map<string, number>[] {
	if (keys.length === 0) return [new Map(objects.map((_, place) => [String(place), place]))];
	const waves: Map<string, number>[] = [];
	const met = new Map<string, number>();
	objects.forEach((object, place) => {
		const key = keyOf(object, keys);
		const wave = met.get(key) ?? 0;
		met.set(key, wave + 1);
		(waves[wave] ??= new Map()).set(key, place);
	});
	return waves;
}

function keyOf(object: Row, keys: readonly string[]): string {
	return JSON.stringify(keys.map((key) => object[key]));
}

/** JSON cannot hold half of a letter; the sign that pg puts in its place stands there instead. */
function objectOf(columns: readonly string[], row: Parameters): Row {
	return Object.fromEntries(
		columns.map((column, place) => {
			const value = row[place] ?? null;
			return [column, typeof value === 'string' ? value.toWellFormed() : value];
		}),
	);
}
