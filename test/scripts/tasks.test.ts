import { runModule } from './run-module';

async function evaluate<T>(expression: string): Promise<T> {
	const output = await runModule(`
		import { TASKS } from './scripts/tasks.mjs';
		console.log(JSON.stringify(${expression}));
	`);
	return JSON.parse(output) as T;
}

const TITLES_AND_ARGUMENTS = (words: string) =>
	`TASKS.test.steps(${words}).map(({ title, command }) => [title ?? '', ...command.slice(1)])`;

describe('npm test', () => {
	it('checks formatting and lint and runs both kinds of tests when nothing else is asked', async () => {
		expect(await evaluate(TITLES_AND_ARGUMENTS('[]'))).toEqual([
			['Formatting (prettier)', '--check', '.'],
			['Lint (eslint)', '.'],
			['Unit and engine tests (jest)'],
			['End-to-end tests on a real n8n (jest)', '--config', 'jest.e2e.config.js'],
		]);
		expect(await evaluate('TASKS.test.needsN8n([])')).toBe(true);
	});

	it('gives further words to jest alone, and brings n8n only for end-to-end tests', async () => {
		expect(await evaluate(TITLES_AND_ARGUMENTS("['test/sources']"))).toEqual([
			['', 'test/sources'],
		]);
		expect(await evaluate("TASKS.test.needsN8n(['test/sources'])")).toBe(false);
		expect(await evaluate(TITLES_AND_ARGUMENTS("['test/e2e/day']"))).toEqual([
			['', '--config', 'jest.e2e.config.js', 'test/e2e/day'],
		]);
		expect(await evaluate("TASKS.test.needsN8n(['test/e2e/day'])")).toBe(true);
	});
});

describe('npm run test:long', () => {
	it('runs the long tests alone, passes further words on, and brings n8n where it is needed', async () => {
		const command = (words: string) =>
			`TASKS['test:long'].steps(${words}).map(({ command }) => command.slice(1))`;
		expect(await evaluate(command('[]'))).toEqual([['--config', 'jest.long.config.js']]);
		expect(await evaluate(command("['test/long/waits']"))).toEqual([
			['--config', 'jest.long.config.js', 'test/long/waits'],
		]);
		expect(await evaluate("TASKS['test:long'].needsN8n([])")).toBe(true);
		expect(await evaluate("TASKS['test:long'].needsN8n(['--verbose'])")).toBe(true);
		expect(await evaluate("TASKS['test:long'].needsN8n(['test/long/queue'])")).toBe(true);
		expect(await evaluate("TASKS['test:long'].needsN8n(['test/long/kill'])")).toBe(true);
		expect(await evaluate("TASKS['test:long'].needsN8n(['test/long/crash'])")).toBe(false);
	});
});
