import { StoreError } from '../store-error';

/** SQLite's primary result codes that a user can do something about (sqlite.org/rescode.html). */
const PRIMARY_CODES = {
	perm: 3,
	busy: 5,
	locked: 6,
	readOnly: 8,
	ioError: 10,
	corrupt: 11,
	full: 13,
	cannotOpen: 14,
	notADatabase: 26,
};

/** A trigger refused the change; the only ones that the store has are those of `freeze`. */
const REFUSED_BY_TRIGGER = 1811;

/** What node:sqlite throws: an error with SQLite's extended result code. */
function isSqliteError(error: unknown): error is Error & { readonly errcode: number } {
	return (
		typeof error === 'object' &&
		error !== null &&
		'errcode' in error &&
		typeof error.errcode === 'number'
	);
}

/** Gives the store error for whatever SQLite threw while using the file at `path`; any other value passes unchanged. */
export function sqliteStoreError(error: unknown, path: string): unknown {
	if (!isSqliteError(error)) return error;
	if (error.errcode === REFUSED_BY_TRIGGER)
		return new StoreError('moved', error.message, { cause: error });
	const primary = error.errcode & 0xff;
	switch (primary) {
		case PRIMARY_CODES.busy:
		case PRIMARY_CODES.locked:
			return new StoreError(
				'locked',
				`The journey store ${path} is locked by another program. Close programs that have the file open, then run again.`,
				{ cause: error },
			);
		case PRIMARY_CODES.readOnly:
		case PRIMARY_CODES.perm:
			return new StoreError(
				'read_only',
				`The journey store ${path} cannot be written. Give the user that runs n8n the right to write the file and its folder.`,
				{ cause: error },
			);
		case PRIMARY_CODES.full:
			return new StoreError(
				'disk_full',
				`The disk that holds the journey store ${path} is full. Free some space; nothing of the last step was kept.`,
				{ cause: error },
			);
		case PRIMARY_CODES.cannotOpen:
			return new StoreError(
				'unusable_path',
				`The journey store ${path} cannot be opened. Check that the path names a file and that the user that runs n8n may open it.`,
				{ cause: error },
			);
		case PRIMARY_CODES.notADatabase:
			return new StoreError(
				'not_ours',
				`The file ${path} is not a SQLite database. Choose another path; the file was not changed.`,
				{ cause: error },
			);
		case PRIMARY_CODES.corrupt:
		case PRIMARY_CODES.ioError:
			return new StoreError(
				'damaged',
				`The journey store ${path} cannot be read (${error.message}). Restore it from a backup, with its -wal file beside it.`,
				{ cause: error },
			);
		default:
			return new StoreError(
				'failed',
				`The journey store ${path} refused a statement: ${error.message}`,
				{ cause: error },
			);
	}
}
