import { DatabaseSync } from 'node:sqlite';
import type { Identity } from '../journey/identity';
import { BUILT_IN_DEFINITIONS } from '../journey/stages/built-in';
import type { Touchpoint } from '../journey/touchpoint';
import { migrate } from '../store/migrations/migrate';
import { SqlJourneyStore } from '../store/sql-journey-store';
import { openSqlite } from '../store/sqlite/open-sqlite';
import { START, touchpointOfCode, TYPES } from './touchpoint';

/** Stands in every id and address of the customer that is copied; no other text of a store holds it. */
const MARK = 'f00dface';
const AT_ONCE = 50_000;
/** Odd and near 2^32 divided by the golden ratio: numbers that follow one another land far apart, as ids do. */
const SPREAD = 2_654_435_761;

/** Gives the touchpoint `n` of a run by customer number `who`; later ones of the same customer come in order. */
export function touchpointOf(run: string, n: number, who: number): Touchpoint {
	return touchpointOfCode(`${run}:${n}`, n, codeOf(who));
}

/** Gives the e-mail address by which customer number `who` is known. */
export function addressOf(who: number): Identity {
	return { kind: 'email', value: `customer-${codeOf(who)}@example.com` };
}

/** Eight hexadecimal digits that no other number below 2^32 has. */
function codeOf(who: number): string {
	return Number((BigInt(who) * BigInt(SPREAD)) % 2n ** 32n)
		.toString(16)
		.padStart(8, '0');
}

/**
 * Makes a store at `path` with `customers` customers, each with two identities, two touchpoints and a journey. One is
 * recorded; the others are copies of all its rows, whatever tables there are, with its mark replaced: a million in
 * minutes instead of hours. `onMade` hears how many there are.
 */
export async function makeCrowd(
	path: string,
	customers: number,
	onMade: (made: number) => void,
): Promise<void> {
	await recordOne(path);
	const file = new DatabaseSync(path);
	// Nothing here has to outlast a loss of power, and the random keys should find their pages in memory.
	file.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA foreign_keys = OFF');
	file.exec('CREATE TEMP TABLE coded (code TEXT PRIMARY KEY)');
	const code = file.prepare('INSERT INTO coded (code) VALUES (?)');
	const copies = tablesOf(file).map((table) => file.prepare(prepareCopy(file, table)));
	for (let made = 0; made < customers;) {
		const last = Math.min(made + AT_ONCE, customers);
		file.exec('BEGIN; DELETE FROM coded');
		for (; made < last; made++) code.run(codeOf(made));
		for (const copy of copies) copy.run();
		file.exec('COMMIT');
		onMade(made);
		await new Promise((done) => setImmediate(done));
	}
	file.exec('PRAGMA wal_checkpoint(TRUNCATE)');
	file.close();
}

async function recordOne(path: string): Promise<void> {
	const database = openSqlite(path);
	await migrate(database, START);
	let ids = 0;
	const store = new SqlJourneyStore(database, () => `${MARK}-0000-4000-8000-${++ids}00000000000`);
	const touchpoints = [0, 1].map((n) => touchpointOfCode(`${MARK}:${n}`, n - TYPES.length, MARK));
	await store.record(touchpoints, { definition: BUILT_IN_DEFINITIONS.five_stage, now: START });
	await store.close();
}

/** The tables with rows of the recorded customer; figures over all customers are left as they are. */
function tablesOf(file: DatabaseSync): string[] {
	return file
		.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
		.all()
		.map(({ name }) => String(name))
		.filter((table) => file.prepare(`SELECT 1 FROM ${table} WHERE ${marked(file, table)}`).get());
}

function columnsOf(file: DatabaseSync, table: string): string[] {
	return file
		.prepare('SELECT name FROM pragma_table_info(?)')
		.all(table)
		.map(({ name }) => String(name));
}

function marked(file: DatabaseSync, table: string): string {
	return columnsOf(file, table)
		.map((column) => `${column} LIKE '%${MARK}%'`)
		.join(' OR ');
}

/** Puts the marked rows of a table aside and gives the statement that adds a copy of them for each code. */
function prepareCopy(file: DatabaseSync, table: string): string {
	file.exec(
		`CREATE TEMP TABLE one_${table} AS SELECT * FROM ${table} WHERE ${marked(file, table)}`,
	);
	const columns = columnsOf(file, table);
	const copied = columns.map(
		(column) =>
			`CASE typeof(${column}) WHEN 'text' THEN replace(${column}, '${MARK}', code) ELSE ${column} END`,
	);
	return `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${copied.join(', ')} FROM one_${table}, coded`;
}
