import { StoreError } from '../store-error';

/** SQLSTATE codes and socket errors that a user can do something about (postgresql.org/docs/current/errcodes-appendix.html). */
const ADVICE: Readonly<Record<string, string>> = {
	'28P01': 'The password is wrong. Correct it in the Journey Store credential.',
	'28000': "The user may not log in. Check the user and the server's pg_hba.conf.",
	'3D000':
		'The database does not exist. Create it, or correct its name in the Journey Store credential.',
	'42501':
		'The user lacks rights. Grant it CREATE and USAGE on the schema and all rights on its tables.',
	'53300':
		'The server has no free connections. Raise max_connections or lower the pool size in the credential.',
	'53100': "The server's disk is full. Free some space; nothing of the last step was kept.",
	'57014':
		'The statement took longer than its time limit. Look for locks and load on the server, then run again.',
	ECONNREFUSED:
		'Nothing answers at that host and port. Check both, and that the server is running.',
	ENOTFOUND: 'The host is not known. Check its name in the Journey Store credential.',
	ETIMEDOUT: 'The server does not answer. Check the host, the port and the firewall between.',
};

/** Gives the SQLSTATE or the socket code of whatever pg threw; undefined for anything else. */
export function postgresErrorCode(error: unknown): string | undefined {
	return typeof error === 'object' &&
		error !== null &&
		'code' in error &&
		typeof error.code === 'string'
		? error.code
		: undefined;
}

/** Gives the store error for whatever pg threw; any other value passes unchanged. No message holds the password. */
export function postgresStoreError(error: unknown, place: string): unknown {
	if (error instanceof StoreError) return error;
	const code = postgresErrorCode(error);
	if (code === undefined) return error;
	const advice = ADVICE[code];
	const message = error instanceof Error ? error.message : 'unknown cause';
	return new StoreError(
		advice ? 'unusable_path' : 'failed',
		`The journey store on PostgreSQL at ${place} could not be used (${code}). ${advice ?? message}`,
		{ cause: error },
	);
}
