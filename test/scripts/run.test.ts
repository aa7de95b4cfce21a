import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './run-module';

function run(...words: string[]) {
	const script = join(ROOT, 'scripts', 'run.mjs');
	return spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' });
}

describe('scripts/run.mjs', () => {
	it.each(['start', 'test', 'test:long', 'build', 'lint', 'bench'])(
		'explains %s without installing anything',
		(task) => {
			const { status, stdout } = run(task, '--help');
			expect(status).toBe(0);
			expect(stdout).toMatch(/^Usage: npm /);
		},
	);

	it('names the tasks when it is asked for one that does not exist', () => {
		const { status, stderr } = run('strat');
		expect(status).toBe(1);
		expect(stderr).toBe(
			'There is no task "strat".\nNext step: use one of: start, test, test:long, build, lint, bench\n',
		);
	});
});
