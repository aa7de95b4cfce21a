import { StoreError, type StoreErrorCode } from '../store-error';

const UNKNOWN_AUTHORITY =
	"The server's certificate is not signed by a public authority. Enter that authority's certificate under 'Certificate of the Authority' in the Journey Store credential.";

/** SQLSTATE codes and socket errors that a user can do something about (postgresql.org/docs/current/errcodes-appendix.html). */
const ADVICE: Readonly<Record<string, string>> = {
	'08P01':
		'Something between refuses our settings for the connection. Enter the host and port of the server itself, not of a connection pooler.',
	'25006':
		'The server only reads: it is a replica. Enter the host of the primary server in the Journey Store credential.',
	'28P01': 'The password is wrong. Correct it in the Journey Store credential.',
	'28000': "The user may not log in. Check the user and the server's pg_hba.conf.",
	'3D000':
		'The database does not exist. Create it, or correct its name in the Journey Store credential.',
	'40001':
		'Too many steps changed the same rows at once, and this one lost every try; nothing of it was kept. Let fewer executions run at once, then run it again.',
	'42501':
		'The user lacks rights. Grant it CREATE and USAGE on the schema and all rights on its tables.',
	'53100': "The server's disk is full. Free some space; nothing of the last step was kept.",
	'53300':
		'The server has no free connections. Raise its max_connections, or run fewer n8n processes: each holds up to 8 for every Journey Store credential with settings of its own.',
	'55P03':
		'Another process holds a table or is bringing the store to a new schema. Wait until it has finished, then run again.',
	'57014':
		'The statement took longer than its time limit. Look for locks and load on the server, then run again.',
	'57P03': 'The server is starting or stopping. Wait until it is ready, then run again.',
	CERT_HAS_EXPIRED: "The server's certificate is out of date. Have it renewed.",
	DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
	ERR_TLS_CERT_ALTNAME_INVALID:
		"The server's certificate is for another host. Enter the host that it names in the Journey Store credential.",
	ECONNREFUSED:
		'Nothing answers at that host and port. Check both, and that the server is running.',
	ENOTFOUND: 'The host is not known. Check its name in the Journey Store credential.',
	SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
	NO_SSL:
		"The server does not offer encryption (SSL). Turn it on there, or choose Off as 'Encryption' in the Journey Store credential where nobody else can listen.",
	ETIMEDOUT: 'The server does not answer. Check the host, the port and the firewall between.',
};

/** What a server says or a socket shows while the server restarts; a class of five signs is named by its first two. */
const AWAY = [
	'08',
	'57P01',
	'57P02',
	'57P03',
	'53300',
	'ECONNREFUSED',
	'ECONNRESET',
	'EPIPE',
	'ETIMEDOUT',
];

const STORE_CODES: Readonly<Record<string, StoreErrorCode>> = { '40001': 'busy', '53300': 'busy' };

/** No connection could be made; `cause` is what pg threw. */
export class ConnectFailed extends Error {
	constructor(cause: unknown) {
		super('No connection could be made', { cause });
		this.name = 'ConnectFailed';
	}
}

/** The connection ended inside a transaction. */
export class ConnectionLost extends Error {
	/** `committing`: the commit was on its way, so the server may have kept the transaction all the same. */
	constructor(
		readonly committing: boolean,
		options: ErrorOptions,
	) {
		super('The connection ended inside a transaction', options);
		this.name = 'ConnectionLost';
	}
}

/** Gives the SQLSTATE or the socket code of whatever pg threw; undefined for anything else. */
export function postgresErrorCode(error: unknown): string | undefined {
	return typeof error === 'object' &&
		error !== null &&
		'code' in error &&
		typeof error.code === 'string'
		? error.code
		: undefined;
}

/** Whether a connection that could not be made may come about a little later; pg gives no code for one that was cut. */
export function isServerAway(error: unknown): boolean {
	if (error instanceof StoreError) return false;
	const code = postgresErrorCode(error);
	return code === undefined || AWAY.some((known) => known === code || known === code.slice(0, 2));
}

/** Gives the store error for whatever pg threw; any other value passes unchanged. No message holds the password. */
export function postgresStoreError(error: unknown, place: string): unknown {
	if (error instanceof StoreError) return error;
	if (error instanceof ConnectionLost) return lostConnection(error, place);
	if (error instanceof ConnectFailed) return postgresStoreError(withCode(error.cause), place);
	const code = postgresErrorCode(error);
	if (code === undefined) return error;
	const advice = ADVICE[code];
	const message = error instanceof Error ? error.message : 'unknown cause';
	return new StoreError(
		STORE_CODES[code] ?? (advice ? 'unusable_path' : 'failed'),
		`The journey store on PostgreSQL at ${place} could not be used (${code}). ${advice ?? message}`,
		{ cause: error },
	);
}

/** What pg says without a code, and the code that stands for it here. */
const WITHOUT_CODE = [
	[/timeout/, 'ETIMEDOUT'],
	[/does not support SSL/, 'NO_SSL'],
] as const;

function withCode(error: unknown): unknown {
	if (postgresErrorCode(error) !== undefined || !(error instanceof Error)) return error;
	const [, code] = WITHOUT_CODE.find(([text]) => text.test(error.message)) ?? [];
	return code ? Object.assign(new Error(error.message, { cause: error }), { code }) : error;
}

function lostConnection(error: ConnectionLost, place: string): StoreError {
	return error.committing
		? new StoreError(
				'outcome_unknown',
				`The connection to PostgreSQL at ${place} ended while a step was being committed, so nobody knows whether it was kept. Run it again: a touchpoint that was kept is told as a duplicate.`,
				{ cause: error.cause },
			)
		: new StoreError(
				'unusable_path',
				`The connection to PostgreSQL at ${place} ended again and again; nothing of the step was kept. Check that the server is running and that the network between is sound.`,
				{ cause: error.cause },
			);
}
