import type { Row } from '../database';
import { StoreError } from '../store-error';

/** The oldest major version on which our statements are tested to work. */
const OLDEST_MAJOR = 13;

/** Asks a server for what `checkServer` looks at. */
export const SERVER_FACTS = `SELECT current_setting('server_version_num') AS number,
	current_setting('server_version') AS version, current_setting('server_encoding') AS encoding`;

/** Throws `server_too_old` before PostgreSQL 13, and `unusable_path` for a database that cannot hold every letter. */
export function checkServer(facts: Row | undefined, place: string): void {
	// 130004 is 13.4 (postgresql.org/docs/current/libpq-status.html, PQserverVersion).
	if (Number(facts?.number) < OLDEST_MAJOR * 10_000) {
		throw new StoreError(
			'server_too_old',
			`The PostgreSQL server at ${place} is version ${facts?.version}, and the journey store needs ${OLDEST_MAJOR} or later. Update the server, or enter another one in the Journey Store credential.`,
		);
	}
	if (facts?.encoding !== 'UTF8') {
		throw new StoreError(
			'unusable_path',
			`The PostgreSQL database at ${place} has the encoding ${facts?.encoding}, which cannot hold every customer's name. Create one for the journeys by CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, and enter it in the Journey Store credential.`,
		);
	}
}
