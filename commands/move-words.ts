import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PostgresSettings } from '../store/postgres/open-postgres';

export const USAGE = `Usage: customer-journey move-store --from FILE --to postgres://USER@HOST:PORT/DATABASE

Moves a journey store from its SQLite file to PostgreSQL, with every customer, touchpoint, journey, wait and code, and
compares both at the end. Interrupted, it goes on where it was when it is run again. While it runs, and from then on,
the file refuses every change, so that nothing is lost: stop n8n first, and let it go on with PostgreSQL.

Options:
  --from FILE  the SQLite file, most often customer-journey.sqlite in n8n's folder (~/.n8n)
  --to URL     a new, empty database. The password is taken from the variable PGPASSWORD. The connection is encrypted and
               the server's certificate checked; ?sslrootcert=FILE names the authority where it is not a public one,
               ?sslmode=disable turns encryption off
  --give-up    with --from alone: takes an unfinished move back, so that n8n can go on with the file
  --help       print this text
`;

/** What was asked for on the command line. */
export type MoveWords =
	| { readonly kind: 'help' }
	| { readonly kind: 'unclear'; readonly why: string }
	| { readonly kind: 'give_up'; readonly from: string }
	| { readonly kind: 'move'; readonly from: string; readonly to: PostgresSettings };

/** Reads the words after `move-store`; no answer of the kind `unclear` repeats a password. */
export function readMoveWords(
	words: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): MoveWords {
	const unclear = (why: string): MoveWords => ({ kind: 'unclear', why });
	let values;
	try {
		({ values } = parseArgs({
			args: [...words],
			options: {
				from: { type: 'string' },
				to: { type: 'string' },
				'give-up': { type: 'boolean' },
				help: { type: 'boolean', short: 'h' },
			},
		}));
	} catch (error) {
		return unclear(error instanceof Error ? error.message : String(error));
	}
	const { from, to, help, 'give-up': givesUp } = values;
	if (help) return { kind: 'help' };
	if (!from) return unclear('--from is missing: the SQLite file to move.');
	if (givesUp) {
		return to === undefined ? { kind: 'give_up', from } : unclear('--give-up takes no --to.');
	}
	if (!to) return unclear('--to is missing: the PostgreSQL database to move to.');
	const settings = readAddress(to, environment.PGPASSWORD);
	return typeof settings === 'string' ? unclear(settings) : { kind: 'move', from, to: settings };
}

/** Gives the settings of a postgres:// address, or what is wrong with it. */
function readAddress(text: string, password: string | undefined): PostgresSettings | string {
	const url = URL.canParse(text) ? new URL(text) : null;
	const isPostgres = url?.protocol === 'postgres:' || url?.protocol === 'postgresql:';
	const database = decodeURIComponent(url?.pathname.slice(1) ?? '');
	if (!url || !isPostgres || url.hostname === '' || url.username === '' || database === '')
		return '--to must look like postgres://USER@HOST:PORT/DATABASE.';
	const mode = url.searchParams.get('sslmode') ?? 'verify-full';
	if (mode !== 'disable' && mode !== 'verify-full')
		return `sslmode=${mode} in --to is not known here. Leave it out to encrypt and check the certificate, or use sslmode=disable.`;
	const authority = url.searchParams.get('sslrootcert');
	let certificate: string | undefined;
	try {
		certificate = authority === null ? undefined : readFileSync(authority, 'utf8');
	} catch {
		return `The file ${authority} of sslrootcert in --to cannot be read.`;
	}
	return {
		host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
		port: url.port === '' ? 5432 : Number(url.port),
		user: decodeURIComponent(url.username),
		password: url.password === '' ? (password ?? '') : decodeURIComponent(url.password),
		database,
		tls: mode === 'disable' ? 'off' : 'verified',
		...(certificate !== undefined && { certificate }),
	};
}
