import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CAST } from '../../examples/shop/cast';
import type { DaySummary } from '../../host/day';
import { findFreePort } from '../../host/port';

const folder = mkdtempSync(join(tmpdir(), 'customer-journey-e2e-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs what `npm start` runs once everything is installed and built. */
async function start(...words: string[]): Promise<Ended> {
	const child = spawn(process.execPath, [resolve('dist/host/start.js'), ...words], { cwd: folder });
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk) => (stdout += String(chunk)));
	child.stderr.on('data', (chunk) => (stderr += String(chunk)));
	const exitCode = await new Promise<number | null>((done) => child.on('close', done));
	return { exitCode, stdout, stderr };
}

describe('the main job', () => {
	it('plays the day through a real n8n, and every count is what the shoppers did', async () => {
		const port = await findFreePort();
		const { exitCode, stdout, stderr } = await start(
			'--once',
			'--json',
			'--port',
			String(port),
			'--data-dir',
			folder,
		);
		expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
		expect(stderr).not.toContain('Not as it should be');
		const summary = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as DaySummary;

		// Counted by hand from the story, not by anything that took part in it.
		expect(summary.deliveries).toEqual({ sent: 282, accepted: 272, refused: 10, duplicate: 25 });
		expect(summary.customers).toBe(CAST.length + 1);
		expect(summary.touchpoints).toBe(368);
		expect(summary.movements).toEqual({
			entered: 108,
			advanced: 103,
			skipped: 5,
			returned: 34,
			looped: 5,
			stayed: 113,
		});
		// 69 orders that arrive in time open a wait; 31 are answered, 30 of them well enough to ask for a recommendation.
		expect(summary.waits).toEqual({ touchpoint: 31, waiting: 38 });
		expect(summary.emails).toBe(64);
		expect(summary.offers).toEqual({ issued: 11, redeemed: 1, redeemRefused: 1 });
		expect(summary.gaps).toBe(1);
		expect(summary.canvas).toBe(`http://127.0.0.1:${port}`);
		expect(readFileSync(summary.report, 'utf8')).toContain('<html lang="en" dir="ltr">');
	});

	it('says that a port is taken and how to go on', async () => {
		const { createServer } = await import('node:net');
		const server = createServer();
		const port = await new Promise<number>((done) => {
			server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port));
		});
		const { exitCode, stderr } = await start(
			'--once',
			'--port',
			String(port),
			'--data-dir',
			folder,
		);
		server.close();
		expect(exitCode).toBe(1);
		expect(stderr).toContain(`Port ${port}`);
		expect(stderr).toContain('Next step: ');
	});

	it('says which option it does not know', async () => {
		const { exitCode, stderr } = await start('--twice');
		expect(exitCode).toBe(1);
		expect(stderr).toContain('--twice');
		expect(stderr).toContain('--help');
	});
});
