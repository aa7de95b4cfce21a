import { run, type Database, type Transaction } from '../database';
import { migrate } from '../migrations/migrate';
import { quoted } from './batches';
import { copyTable } from './copy-table';
import { fingerprint } from './fingerprint';
import { freeze, thaw } from './freeze';
import { CREATE_MOVE_TABLE, finishMove, movedText, readMoves, writeMove } from './move-entry';
import { MoveError } from './move-error';
import { readTables, type Table } from './tables';

/** A move from SQLite to PostgreSQL. */
export interface Move {
	/** An open SQLite store. */
	readonly source: Database;
	readonly target: Database;
	/** How people name the two, without a password. */
	readonly sourceName: string;
	readonly targetName: string;
	readonly newId: () => string;
	/** Epoch milliseconds. */
	readonly now: number;
	readonly onProgress: (progress: MoveProgress) => void;
}

/** How far one step with one table is. */
export interface MoveProgress {
	readonly step: 'copy' | 'compare';
	readonly table: string;
	readonly done: number;
	readonly total: number;
}

/** Rows of each table, the same in both stores. */
export type MovedTables = readonly { readonly table: string; readonly rows: number }[];

/**
 * Moves everything from a SQLite store to PostgreSQL. From its beginning the source refuses every change, so that
 * nothing is lost that comes in meanwhile, and the target is refused to everyone else until it is whole. A move that was
 * interrupted goes on where it was. At its end every value of both stores has been compared.
 *
 * Throws `MoveError` when the target holds other data, when the source was moved before, and when the two differ.
 */
export async function moveStore(move: Move): Promise<MovedTables> {
	const { source, target, now } = move;
	await migrate(source, now);
	await migrate(target, now);
	const tables = await source.read(readTables);
	const { id, isDone } = await begin(move, tables);
	const counts = await countRows(source, tables);
	if (!isDone) {
		for (const table of tables) await copy(move, id, table, counts.get(table.name) ?? 0);
		for (const table of tables) await compare(move, table, counts.get(table.name) ?? 0);
		await target.write(async (transaction) => await finishMove(transaction, id, now));
	}
	await source.write(async (transaction) => await finishMove(transaction, id, now));
	return tables.map(({ name }) => ({ table: name, rows: counts.get(name) ?? 0 }));
}

/** Takes back an unfinished move: the source can be used again. Throws `not_moving` where there is none. */
export async function giveUpMove(source: Database): Promise<void> {
	await source.write(async (transaction) => {
		await run(transaction, CREATE_MOVE_TABLE, []);
		const move = (await readMoves(transaction)).find(({ role }) => role === 'from');
		if (!move || move.finished) {
			throw new MoveError(
				'not_moving',
				move
					? `The store was moved to PostgreSQL at ${move.place}, and the move is finished: what came in since then is only there.`
					: 'The store is not being moved: there is nothing to give up.',
			);
		}
		await thaw(transaction);
		await run(transaction, 'DELETE FROM customer_journey_move WHERE id = ?', [move.id]);
	});
}

/** Writes the move down in both stores, the target first: until the source is frozen it can still be refused. */
async function begin(
	{ source, target, sourceName, targetName, newId, now }: Move,
	tables: readonly Table[],
): Promise<{ id: string; isDone: boolean }> {
	const known = (await source.read(readMoves)).find(({ role }) => role === 'from');
	if (known?.finished) {
		throw new MoveError(
			'already_moved',
			`The store was already moved to PostgreSQL at ${known.place}. Choose PostgreSQL in the Journey Store credential.`,
		);
	}
	const id = known?.id ?? newId();
	const state = await target.write(async (transaction) => {
		const moves = await readMoves(transaction);
		const own = moves.find((move) => move.id === id);
		if (own) return own.finished ? 'done' : 'going_on';
		if (moves.length > 0 || (await holdsData(transaction, tables))) return 'in_use';
		await writeMove(transaction, { id, role: 'to', place: sourceName }, now);
		return 'going_on';
	});
	if (state === 'in_use') {
		throw new MoveError(
			'target_in_use',
			`The database at ${targetName} already holds journeys of another store. Give --to a new, empty database; nothing was changed.`,
		);
	}
	await source.write(async (transaction) => {
		await writeMove(transaction, { id, role: 'from', place: targetName }, now);
		await freeze(transaction, tables, movedText(targetName));
	});
	return { id, isDone: state === 'done' };
}

async function holdsData(transaction: Transaction, tables: readonly Table[]): Promise<boolean> {
	for (const { name } of tables) {
		const rows = await transaction.all(`SELECT 1 AS found FROM ${quoted(name)} LIMIT 1`, []);
		if (rows.length > 0) return true;
	}
	return false;
}

async function countRows(
	database: Database,
	tables: readonly Table[],
): Promise<ReadonlyMap<string, number>> {
	return await database.read(async (transaction) => {
		const counts = new Map<string, number>();
		for (const { name } of tables) {
			const [row] = await transaction.all(`SELECT COUNT(*) AS n FROM ${quoted(name)}`, []);
			counts.set(name, Number(row?.n));
		}
		return counts;
	});
}

async function copy(
	{ source, target, onProgress }: Move,
	id: string,
	table: Table,
	total: number,
): Promise<void> {
	let done = (await countRows(target, [table])).get(table.name) ?? 0;
	onProgress({ step: 'copy', table: table.name, done, total });
	await copyTable({ source, target, id }, table, (rows) => {
		done += rows;
		onProgress({ step: 'copy', table: table.name, done, total });
	});
}

async function compare(
	{ source, target, targetName, onProgress }: Move,
	table: Table,
	total: number,
): Promise<void> {
	const [here, there] = [
		await fingerprint(source, table, () => undefined),
		await fingerprint(target, table, (done) =>
			onProgress({ step: 'compare', table: table.name, done, total }),
		),
	];
	if (here.rows !== there.rows || here.checksum !== there.checksum) {
		throw new MoveError(
			'difference',
			`The table ${table.name} is not the same in both stores (${here.rows} rows in the file, ${there.rows} at ${targetName}): something else wrote into the database. Give up this move by --give-up, then move into a new, empty database.`,
		);
	}
}
