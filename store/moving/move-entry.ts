import { run, type Database, type Transaction } from '../database';
import { StoreError } from '../store-error';

/** Where moves are written down, in the store that is left and in the one that is filled. */
export const CREATE_MOVE_TABLE = `CREATE TABLE IF NOT EXISTS customer_journey_move (
	id TEXT PRIMARY KEY,
	role TEXT NOT NULL,
	place TEXT NOT NULL,
	started_at BIGINT NOT NULL,
	finished_at BIGINT,
	progress TEXT NOT NULL
)`;

/** A move as one of its two stores knows it. */
export interface MoveEntry {
	readonly id: string;
	/** Whether the rows go from this store or to it. */
	readonly role: 'from' | 'to';
	/** Where the other store is, without a password. */
	readonly place: string;
	readonly finished: boolean;
	/** How far the copying of each table is, by its name. */
	readonly progress: Readonly<Record<string, unknown>>;
}

/** Gives the moves that a migrated store took part in. */
export async function readMoves(transaction: Transaction): Promise<readonly MoveEntry[]> {
	const rows = await transaction.all(
		'SELECT id, role, place, finished_at, progress FROM customer_journey_move',
		[],
	);
	return rows.map((row) => ({
		id: String(row.id),
		role: row.role === 'from' ? 'from' : 'to',
		place: String(row.place),
		finished: row.finished_at !== null,
		progress: JSON.parse(String(row.progress)) as Record<string, unknown>,
	}));
}

export async function writeMove(
	transaction: Transaction,
	{ id, role, place }: Pick<MoveEntry, 'id' | 'role' | 'place'>,
	now: number,
): Promise<void> {
	await run(
		transaction,
		`INSERT INTO customer_journey_move (id, role, place, started_at, progress) VALUES (?, ?, ?, ?, '{}')
			ON CONFLICT (id) DO UPDATE SET place = excluded.place`,
		[id, role, place, now],
	);
}

export async function writeProgress(
	transaction: Transaction,
	id: string,
	progress: MoveEntry['progress'],
): Promise<void> {
	await run(transaction, 'UPDATE customer_journey_move SET progress = ? WHERE id = ?', [
		JSON.stringify(progress),
		id,
	]);
}

export async function finishMove(transaction: Transaction, id: string, now: number): Promise<void> {
	await run(transaction, 'UPDATE customer_journey_move SET finished_at = ? WHERE id = ?', [
		now,
		id,
	]);
}

/** Throws `moved` for a migrated store that was left for another one, or that is only partly filled. */
export async function refuseMoved(database: Database): Promise<void> {
	const moves = await database.read(readMoves);
	const left = moves.find(({ role }) => role === 'from');
	if (left) throw new StoreError('moved', movedText(left.place));
	const unfinished = moves.find(({ role, finished }) => role === 'to' && !finished);
	if (unfinished) {
		throw new StoreError(
			'moved',
			`This journey store is still being filled from ${unfinished.place}. Run customer-journey move-store with the same --from and --to until it says that the move is finished.`,
		);
	}
}

/** What everyone reads who wants to use a store that was left. */
export function movedText(place: string): string {
	return `This journey store was moved, or is being moved, to PostgreSQL at ${place}. Choose PostgreSQL as 'Database' in the Journey Store credential and enter that server. An unfinished move is finished by running customer-journey move-store again, and taken back by its option --give-up.`;
}
