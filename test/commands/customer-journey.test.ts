import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { closeStores, openStore } from '../../store/open-store';
import { startPostgres, type PostgresPlace, type PostgresServer } from '../support/postgres-server';
import { email, NOON, touchpoint } from '../support/touchpoint';

const folder = mkdtempSync(join(tmpdir(), 'journey-command-'));
let server: PostgresServer;
let place: PostgresPlace;

beforeAll(async () => {
	server = await startPostgres();
	place = await server.newDatabase();
}, 120_000);

afterAll(async () => {
	await server.stop();
	rmSync(folder, { recursive: true, force: true });
});

interface Ended {
	readonly code: number | null;
	readonly said: string;
	readonly complaint: string;
}

/** Runs the built command; `killAt` ends it without warning once it has said so on standard error. */
async function command(words: readonly string[], password = '', killAt = '\0'): Promise<Ended> {
	const child = spawn(process.execPath, [resolve('dist/commands/customer-journey.js'), ...words], {
		env: { ...process.env, PGPASSWORD: password, NODE_NO_WARNINGS: '1' },
	});
	let said = '';
	let complaint = '';
	child.stdout.on('data', (chunk) => (said += String(chunk)));
	child.stderr.on('data', (chunk) => {
		complaint += String(chunk);
		if (complaint.includes(killAt)) child.kill('SIGKILL');
	});
	const code = await new Promise<number | null>((done) => child.on('close', done));
	return { code, said, complaint };
}

function address(): string {
	return `postgres://${place.user}@${place.host}:${place.port}/${place.database}?sslmode=disable`;
}

describe('customer-journey', () => {
	it('explains itself', async () => {
		for (const words of [['--help'], ['move-store', '--help']]) {
			const { code, said } = await command(words);
			expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/^Usage: /) });
		}
	});

	it.each([
		[['fly'], "no command 'fly'"],
		[['move-store'], '--from is missing'],
		[['move-store', '--from', 'a.sqlite'], '--to is missing'],
		[['move-store', '--from', 'a.sqlite', '--too', 'x'], '--too'],
		[['move-store', '--from', 'a.sqlite', '--to', 'db.example.com'], 'must look like postgres://'],
		[
			['move-store', '--from', 'a.sqlite', '--to', 'postgres://u:secret@h/d?sslmode=prefer'],
			'sslmode=prefer',
		],
	])('says what is unclear about %j, and no password', async (words, what) => {
		const { code, said, complaint } = await command(words);
		expect({ code, said }).toEqual({ code: 2, said: '' });
		expect(complaint).toContain(what);
		expect(complaint).not.toContain('secret');
	});

	it('does not make the file that it is to move', async () => {
		const path = join(folder, 'missing.sqlite');
		const { code, complaint } = await command(['move-store', '--from', path, '--to', address()]);
		expect(code).toBe(1);
		expect(complaint).toContain(`There is no file ${path}`);
		expect(existsSync(path)).toBe(false);
	});

	it('moves a store although it is killed in the middle, and never shows the password', async () => {
		const path = join(folder, 'customer-journey.sqlite');
		const store = await openStore({ kind: 'sqlite', path });
		const who = Array.from({ length: 1500 }, (_, n) => email(`customer-${n}@example.com`));
		await store.record(
			who.map((identity, n) => touchpoint(String(n), { identities: [identity] })),
			{ definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON },
		);
		const before = await store.getContext(who[1234]!, 10, NOON);
		await closeStores();

		const words = ['move-store', '--from', path, '--to', address()];
		const killed = await command(words, place.password, 'Copying touchpoint');
		const { code, said, complaint } = await command(words, place.password);
		expect({ code, complaint }).toMatchObject({
			code: 0,
			complaint: expect.stringContaining('Comparing touchpoint: 1500 of 1500 rows'),
		});
		expect(said).toMatch(/^Moved, and the same in both stores/);
		expect(said).toContain('  touchpoint  1500\n');
		expect(said).toContain("choose PostgreSQL as 'Database'");
		for (const text of [killed.complaint, said, complaint])
			expect(text).not.toContain(place.password);

		const moved = await openStore({ kind: 'postgres', ...place, tls: 'off' });
		expect(await moved.getContext(who[1234]!, 10, NOON)).toEqual(before);
		expect(await moved.getTotals()).toMatchObject({ touchpoints: 1500, customers: 1500 });
		await closeStores();
		const again = await command(words, place.password);
		expect(again).toMatchObject({ code: 1, complaint: expect.stringContaining('already moved') });
	});
});
