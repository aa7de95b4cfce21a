import type { Transaction } from '../database';

/** One table of a store, as its own schema says. */
export interface Table {
	readonly name: string;
	readonly columns: readonly string[];
	/** The columns of the primary key, in its order. */
	readonly key: readonly string[];
	/** Columns that name another row of the same table. */
	readonly selfReferences: readonly string[];
}

/** Tables of this name belong to the store's own bookkeeping: which schema it has, and where it was moved. */
const BOOKKEEPING = 'customer_journey_';

/**
 * Reads the tables of a SQLite store, each after those that its rows refer to, so that rows can be written in this order
 * where references are checked. Throws for a schema in which there is no such order or a table without a key.
 */
export async function readTables(transaction: Transaction): Promise<readonly Table[]> {
	const names = await transaction.all(
		"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
		[],
	);
	const waiting = new Map<string, { readonly table: Table; readonly after: Set<string> }>();
	for (const name of names.map((row) => String(row.name))) {
		if (!name.startsWith(BOOKKEEPING)) waiting.set(name, await readTable(transaction, name));
	}
	const ordered: Table[] = [];
	while (waiting.size > 0) {
		const free = [...waiting.values()].filter(({ after }) => after.size === 0);
		if (free.length === 0)
			throw new Error(
				`the tables ${[...waiting.keys()].join(', ')} refer to one another in a circle`,
			);
		for (const { table } of free) {
			ordered.push(table);
			waiting.delete(table.name);
			for (const { after } of waiting.values()) after.delete(table.name);
		}
	}
	return ordered;
}

async function readTable(
	transaction: Transaction,
	name: string,
): Promise<{ table: Table; after: Set<string> }> {
	const columns = await transaction.all('SELECT name, pk FROM pragma_table_info(?)', [name]);
	const references = await transaction.all(
		'SELECT "from" AS column_name, "table" AS target FROM pragma_foreign_key_list(?)',
		[name],
	);
	const key = columns
		.filter(({ pk }) => Number(pk) > 0)
		.sort((a, b) => Number(a.pk) - Number(b.pk))
		.map((row) => String(row.name));
	if (key.length === 0) throw new Error(`the table ${name} has no primary key`);
	const isSelf = ({ target }: { readonly target?: unknown }): boolean => target === name;
	return {
		table: {
			name,
			columns: columns.map((row) => String(row.name)),
			key,
			selfReferences: references.filter(isSelf).map((row) => String(row.column_name)),
		},
		after: new Set(references.filter((row) => !isSelf(row)).map(({ target }) => String(target))),
	};
}
