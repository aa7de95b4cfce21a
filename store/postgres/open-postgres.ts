import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresDatabase } from './postgres-database';

export interface PostgresSettings {
	readonly host: string;
	readonly port: number;
	readonly database: string;
	readonly user: string;
	readonly password: string;
	/** `verified`: encrypted, and the server shows a certificate of a known authority or of `certificate`. */
	readonly tls: 'off' | 'verified';
	/** PEM text of the authority that signed the server's certificate, where it is not a public one. */
	readonly certificate?: string;
}

/** Few enough that main, webhook and worker processes together stay below a server's usual hundred connections. */
const POOL_SIZE = 8;
const CONNECT_WITHIN_MS = 10_000;
const STATEMENT_WITHIN_MS = 60_000;
/** A process that was frozen in the middle of a step (a laptop asleep, a paused container) must not hold its locks. */
const IDLE_IN_TRANSACTION_MS = 60_000;
/** Two that lost the same race must not meet again at once: the pause grows with each try and is never the same. */
const LONGEST_FIRST_PAUSE_MS = 10;

/** Gives the PostgreSQL database with these settings; it connects when it is first used. */
export function openPostgres(settings: PostgresSettings): PostgresDatabase {
	const { tls, certificate, ...place } = settings;
	return new PostgresDatabase(
		{
			...place,
			ssl:
				tls === 'verified'
					? { rejectUnauthorized: true, ...(certificate && { ca: certificate }) }
					: false,
			max: POOL_SIZE,
			connectionTimeoutMillis: CONNECT_WITHIN_MS,
			statement_timeout: STATEMENT_WITHIN_MS,
			idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
			// A server that vanished without a word (a pulled cable, a firewall that forgot us) is found out.
			keepAlive: true,
			application_name: 'n8n customer journey',
			// n8n must be able to end while connections are idle.
			allowExitOnIdle: true,
		},
		async (attempt) =>
			await sleep(Math.random() * LONGEST_FIRST_PAUSE_MS * 2 ** Math.min(attempt, 6)),
	);
}
