import { runModule } from './run-module';

/** Runs a step of 40 s by a clock that the code below moves, and gives everything that was written. */
async function writtenWhile(interactive: boolean): Promise<string> {
	const output = await runModule(`
		import { createProgress } from './scripts/progress.mjs';
		let now = 0;
		let tick;
		let written = '';
		const clock = { now: () => now, every: (ms, work) => { tick = { ms, work }; return () => { tick = null; }; } };
		const pass = (ms) => { for (let rest = ms; rest >= tick.ms; rest -= tick.ms) { now += tick.ms; tick.work(); } };
		const write = (text) => { written += text; };
		const progress = createProgress({ write, interactive: ${interactive}, columns: () => 61, clock });
		await progress.step('Installing', async (report) => {
			pass(15000);
			report({ done: 10, total: 40, unit: 'packages' });
			pass(15000);
			progress.note('Something else');
			now = 40000;
		});
		await progress.step('Failing', async () => { throw new Error('no'); }).catch(() => {});
		console.log(JSON.stringify(written));
	`);
	return JSON.parse(output) as string;
}

describe('progress', () => {
	it('writes plain lines at the start, every 15 seconds and at the end without a terminal', async () => {
		expect((await writtenWhile(false)).split('\n')).toEqual([
			'Installing ...',
			'Installing: 15 s',
			'Installing: 10 of 40 packages, 30 s',
			'Something else',
			'Installing: done in 40.0 s',
			'Failing ...',
			'Failing: failed after 0.0 s',
			'',
		]);
	});

	it('draws one line again and again on a terminal, and leaves one line a step', async () => {
		const written = await writtenWhile(true);
		const afterClearing = written.split('\u001b[2K').map((drawn) => drawn.replace(/\r$/, ''));

		const withBar = '[#####---------------] Installing: 10 of 40 packages, 30 s';
		expect(afterClearing.some((line) => line.endsWith(withBar))).toBe(true);
		expect(afterClearing).toContain('Something else\n');
		expect(written.split('\n')).toHaveLength(4);
		expect(Math.max(...afterClearing.map((line) => line.trimEnd().length))).toBeLessThan(61);
	});
});
