import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Database } from '../store/database';
import { MoveError } from '../store/moving/move-error';
import { giveUpMove, moveStore, type MoveProgress } from '../store/moving/move-store';
import { openPostgres } from '../store/postgres/open-postgres';
import { openSqlite } from '../store/sqlite/open-sqlite';
import type { MoveWords } from './move-words';

type Asked<Kind> = Extract<MoveWords, { kind: Kind }>;

/** A line of progress at least every so many rows. */
const ROWS_A_LINE = 50_000;

const STEPS = { copy: 'Copying', compare: 'Comparing' } as const;

/** Moves the store and says how far it is on standard error and what was moved on standard output. */
export async function move({ from, to }: Asked<'move'>): Promise<number> {
	const path = resolve(from);
	const source = openSource(path);
	const target = openPostgres(to);
	try {
		const moved = await moveStore({
			source,
			target,
			sourceName: path,
			targetName: `${to.host}:${to.port}/${to.database}`,
			newId: randomUUID,
			now: Date.now(),
			onProgress: printer(),
		});
		const rows = moved.map(({ table, rows: count }) => `  ${table}  ${count}\n`).join('');
		process.stdout.write(
			`Moved, and the same in both stores (rows a table):\n${rows}` +
				`Next step: in n8n, open the Journey Store credential, choose PostgreSQL as 'Database', and enter ${to.host}, port ${to.port}, database ${to.database}, user ${to.user}. Nodes without a credential need it now too. Keep ${path} until you have seen it work; n8n can no longer change it.\n`,
		);
		return 0;
	} finally {
		await Promise.all([source.close(), target.close()]);
	}
}

/** Takes an unfinished move back. */
export async function giveUp({ from }: Asked<'give_up'>): Promise<number> {
	const source = openSource(resolve(from));
	try {
		await giveUpMove(source);
	} finally {
		await source.close();
	}
	process.stdout.write(
		'The move is given up: n8n can use the file again. Drop the database it was moved to before the next move.\n',
	);
	return 0;
}

/** Opens the file, which must be there: a new one would be moved as a store without customers. */
function openSource(path: string): Database {
	if (!existsSync(path)) {
		throw new MoveError(
			'no_source',
			`There is no file ${path}. Give --from the journey store's file: customer-journey.sqlite in n8n's folder, or the path in the Journey Store credential.`,
		);
	}
	return openSqlite(path);
}

function printer(): (progress: MoveProgress) => void {
	let last = '';
	return ({ step, table, done, total }) => {
		const line = `${STEPS[step]} ${table}: ${done} of ${total} rows`;
		const chapter = `${step} ${table} ${done >= total ? 'end' : Math.floor(done / ROWS_A_LINE)}`;
		if (chapter !== last) process.stderr.write(`${line}\n`);
		last = chapter;
	};
}
