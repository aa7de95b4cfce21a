import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, startProgram, stopProgram } from '../../host/programs';

let folder: string;
let logFile: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'programs-'));
	logFile = join(folder, 'log');
});

afterEach(() => rmSync(folder, { recursive: true }));

const script = (code: string) => [process.execPath, '-e', code] as const;
const texts = { what: 'It did not work.', next: 'try again' };

describe('running a program', () => {
	it('gives its standard output and keeps everything in the log', async () => {
		const code = "console.log('result'); console.error('remark')";
		const options = { cwd: folder, env: process.env, logFile, ...texts };

		expect(await runProgram(script(code), options)).toBe('result\n');
		expect(readFileSync(logFile, 'utf8').split('\n').sort()).toEqual(['', 'remark', 'result']);
	});

	it('fails with what was wanted and the last lines that it wrote', async () => {
		const code =
			"for (let line = 1; line <= 30; line++) console.error('line ' + line); process.exit(3)";
		const failure = runProgram(script(code), { cwd: folder, env: process.env, logFile, ...texts });

		await expect(failure).rejects.toMatchObject({
			message: 'It did not work.',
			next: `try again (everything it wrote is in ${logFile})`,
			detail: expect.stringMatching(/^line 11\n[^]*line 30$/) as string,
		});
	});

	it('ends it when it is called off, with the reason of that', async () => {
		const callOff = new AbortController();
		const running = runProgram(script('setInterval(() => {}, 1000)'), {
			cwd: folder,
			env: process.env,
			logFile,
			signal: callOff.signal,
			...texts,
		});
		callOff.abort(new Error('the person pressed Ctrl-C'));

		await expect(running).rejects.toThrow('the person pressed Ctrl-C');
	});
});

describe('a program that goes on', () => {
	it('is asked to end, and has ended when stopping is done', async () => {
		const code = `
			process.on('SIGTERM', () => { console.log('goodbye'); process.exit(0); });
			setInterval(() => {}, 1000);
			console.log('ready');
		`;
		const child = startProgram(script(code), { cwd: folder, env: process.env, logFile });
		const log = watch(logFile);
		await once(log, 'change');
		log.close();
		await stopProgram(child);

		expect(child.exitCode).toBe(0);
		await stopProgram(child);
	});
});
