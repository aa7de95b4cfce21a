import { join } from 'node:path';

const JEST = join('node_modules', 'jest', 'bin', 'jest.js');
const E2E_CONFIG = ['--config', 'jest.e2e.config.js'];
const LONG_CONFIG = ['--config', 'jest.long.config.js'];

const FORMAT = {
	title: 'Formatting (prettier)',
	command: [join('node_modules', 'prettier', 'bin', 'prettier.cjs'), '--check', '.'],
};
const LINT = {
	title: 'Lint (eslint)',
	command: [join('node_modules', 'eslint', 'bin', 'eslint.js'), '.'],
};
const ENVIRONMENT_HELP = `Environment:
  CUSTOMER_JOURNEY_CACHE  folder for Node 24 and n8n, which are installed once and shared by all clones
`;

/**
 * What `npm start`, `npm test` and so on do once the project's packages and Node 24 are there. `steps` gives the node
 * scripts to run, one after another, for the words after `--`; the first that fails ends the task.
 * @type {Record<string, {
 *   help: string,
 *   build: boolean,
 *   needsN8n: (words: readonly string[]) => boolean,
 *   steps: (words: readonly string[]) => readonly { title?: string, command: readonly string[] }[],
 * }>}
 */
export const TASKS = {
	start: {
		help: `Usage: npm start [-- options]

Brings up a real n8n with this package, plays a shop's day through it and prints what came of it. Everything it needs
is installed on the first run. It keeps running, for you to look at the canvas, until Ctrl-C stops all it started.

Options:
  --once            stop when the day is over
  --json            print the summary as one JSON object, the last line of standard output
  --port PORT       port of n8n on 127.0.0.1 (default 5678)
  --data-dir DIR    folder for n8n's data of this run and for the reports of all runs (default .customer-journey)
  --help            print this text

${ENVIRONMENT_HELP}`,
		build: true,
		needsN8n: () => true,
		steps: (words) => [{ command: [join('dist', 'host', 'start.js'), ...words] }],
	},
	test: {
		help: `Usage: npm test [-- jest options or test files]

Builds, checks formatting and lint, and runs the unit, engine and end-to-end tests. With words after -- only jest runs,
with these words: "npm test -- test/sources" runs the tests of that folder, "npm test -- test/e2e" the end-to-end ones.
The test of the canvas needs a Chromium in PATH, or its place in the variable CHROMIUM; without one it is skipped.

${ENVIRONMENT_HELP}`,
		build: true,
		needsN8n: (words) => words.length === 0 || isEndToEnd(words),
		steps: (words) => {
			if (isEndToEnd(words)) return [{ command: [JEST, ...E2E_CONFIG, ...words] }];
			if (words.length > 0) return [{ command: [JEST, ...words] }];
			return [
				FORMAT,
				LINT,
				{ title: 'Unit and engine tests (jest)', command: [JEST] },
				{ title: 'End-to-end tests on a real n8n (jest)', command: [JEST, ...E2E_CONFIG] },
			];
		},
	},
	'test:long': {
		help: `Usage: npm run test:long [-- jest options or test files]

Builds, and runs the long tests on SQLite and PostgreSQL, about half an hour: processes that are killed again and again,
processes that race, the same touchpoints in many orders, a real n8n that is killed at work, and n8n in queue mode with
its worker, for which a redis-server must be in PATH. Each says its seed and how far it is; LONG_TEST_SEED runs one seed
again. "npm run test:long -- test/long/crash" runs one of them.

${ENVIRONMENT_HELP}`,
		build: true,
		// Options alone run all of them.
		needsN8n: (words) =>
			words.every((word) => word.startsWith('-')) || words.some((word) => /queue|kill/.test(word)),
		steps: (words) => [
			{
				...(words.length === 0 && { title: 'Long tests (jest)' }),
				command: [JEST, ...LONG_CONFIG, ...words],
			},
		],
	},
	build: {
		help: `Usage: npm run build

Compiles the TypeScript and copies icons, codex files and examples into dist/.

${ENVIRONMENT_HELP}`,
		build: true,
		needsN8n: () => false,
		steps: () => [],
	},
	lint: {
		help: `Usage: npm run lint

Checks formatting (prettier) and the rules of n8n and of this house (eslint).

${ENVIRONMENT_HELP}`,
		build: false,
		needsN8n: () => false,
		steps: () => [FORMAT, LINT],
	},
	bench: {
		help: `Usage: npm run bench [-- record|journeys|postgres|fold|receive|intake] [-- --json]

Measures the parts whose speed matters, each against a named rival in the same run, and prints medians and ratios.

  record   touchpoints a second recorded through the SQLite store, one commit each, beside raw one-row commits of
           node:sqlite with the same settings (the default)
  journeys touchpoints a second recorded one by one and by the thousand, with ten thousand and with a million customers
           in the store, beside raw rows of node:sqlite; the same with a hundred thousand waits (minutes)
  postgres touchpoints a second recorded on PostgreSQL one by one, four at once and by the thousand, by how many customers
           there are, beside raw upserts on the same server (minutes)
  fold     one history of 10,000 touchpoints through the stage fold, beside XState's transition() on the same stages
  receive  milliseconds from a delivery to its answer, without n8n: one signed order, and a batch of 1,000 messages, each
           verified, mapped and committed, beside one bare row committed with the same settings
  intake   deliveries a second through a real n8n to a verified, stored touchpoint, beside n8n's own Webhook node that
           does no work and beside the same job wired by hand, in both modes of n8n's expression engine (minutes)

Options:
  --json   print the figures as one JSON object, the last line of standard output
  --help   print this text

${ENVIRONMENT_HELP}`,
		build: true,
		needsN8n: (words) => words.includes('intake'),
		steps: (words) => [{ command: [join('dist', 'bench', 'main.js'), ...words] }],
	},
};

/** Whether jest is asked for end-to-end tests, which have a configuration of their own and need n8n. */
export function isEndToEnd(words) {
	return words.some((word) => word.includes('e2e'));
}
