import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { closeStores, openStore } from '../../store/open-store';

const folder = mkdtempSync(join(tmpdir(), 'journey-crash-'));

afterAll(async () => {
	await closeStores();
	rmSync(folder, { recursive: true, force: true });
});

/** Runs the compiled child until it has said `lines` lines, kills it without warning and gives all that it said. */
async function runAndKill(path: string, first: number, lines: number): Promise<string[]> {
	const child = spawn(process.execPath, [
		resolve('dist/test/store/crash-child.js'),
		path,
		String(first),
	]);
	let said = '';
	let complaint = '';
	child.stderr.on('data', (chunk) => (complaint += String(chunk)));
	child.stdout.on('data', (chunk) => {
		said += String(chunk);
		if (said.split('\n').length > lines) child.kill('SIGKILL');
	});
	await new Promise((done) => child.on('close', done));
	expect(complaint).toBe('');
	return said.split('\n').slice(0, -1);
}

describe('a store whose process is killed', () => {
	it('loses nothing it accepted and applies nothing twice', async () => {
		const path = join(folder, 'store.sqlite');
		const accepted = new Set<number>();
		const applied = new Set<number>();
		let next = 0;
		// Ends at different places of the accept and record cycle.
		for (const lines of [5, 18, 31, 60, 97]) {
			for (const line of await runAndKill(path, next, lines)) {
				const [word, number] = line.split(' ');
				(word === 'accepted' ? accepted : applied).add(Number(number));
				next = Math.max(next, Number(number) + 1);
			}
			// A touchpoint may have been kept whose word was cut off by the kill: the next child must not meet it again.
			next += 1;
		}
		expect(accepted.size).toBeGreaterThan(50);

		const store = await openStore({ kind: 'sqlite', path });
		const totals = await store.getTotals();
		const answers = (await store.getExperience('five_stage')).reduce(
			(sum, { count }) => sum + count,
			0,
		);
		await closeStores();
		const file = new DatabaseSync(path);
		const kept = new Set(
			file
				.prepare('SELECT id FROM touchpoint')
				.all()
				.map((row) => Number(String(row.id).slice('test:'.length))),
		);
		const folded = file.prepare('SELECT touchpoint_id FROM journey_touchpoint').all();
		file.close();
		for (const number of accepted) expect(kept.has(number)).toBe(true);
		for (const number of applied) {
			expect(folded.filter((row) => row.touchpoint_id === `test:${number}`)).toHaveLength(1);
		}
		// Every application is whole: its answer is counted, and what is not applied is still marked so.
		expect(answers).toBe(folded.length);
		expect(totals.notApplied).toBe(kept.size - folded.length);
	});
});
