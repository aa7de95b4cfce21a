/**
 * Runs one of the project's tasks on a machine that has only Node 20 (or later) and npm: it fetches what is missing
 * first. Uses nothing but Node itself, because it runs before anything is installed.
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, describeFailure } from './failure.mjs';
import { findProgram } from './find-program.mjs';
import { ensureN8nHost } from './n8n-host.mjs';
import { ensureNode24 } from './node-24.mjs';
import { cleanEnvironment, findNpm } from './npm.mjs';
import { Interrupted, runAttached } from './programs.mjs';
import { createProgress } from './progress.mjs';
import { buildProject } from './project-build.mjs';
import { ensureProjectPackages } from './project-packages.mjs';
import { TASKS } from './tasks.mjs';

const OLDEST_MAJOR = 20;
const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

async function main([taskName, ...words]) {
	const task = Object.hasOwn(TASKS, taskName ?? '') ? TASKS[taskName] : undefined;
	if (task === undefined) {
		const names = Object.keys(TASKS).join(', ');
		throw new Failure(`There is no task "${taskName ?? ''}".`, `use one of: ${names}`);
	}
	if (words.includes('--help') || words.includes('-h')) {
		process.stdout.write(task.help);
		return 0;
	}
	if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
		throw new Failure(
			`Node ${OLDEST_MAJOR} or later is needed to begin, and this is ${process.versions.node}.`,
			'install Node 24 from https://nodejs.org, then run this again',
		);
	}
	const root = dirname(dirname(fileURLToPath(import.meta.url)));
	const progress = createProgress();
	const npm = findNpm();
	const node = await ensureNode24({ npm, progress });
	await ensureProjectPackages({ root, node, npm, progress });
	const needsN8n = task.needsN8n(words);
	const n8n = needsN8n ? await ensureN8nHost({ root, node, npm, progress }) : undefined;
	if (task.build) await buildProject({ root, node, progress });

	const chromium = process.env.CHROMIUM || findProgram(CHROMIUM);
	const notes =
		taskName === 'test' && needsN8n && chromium === undefined
			? ['Skipped: the test of the canvas, because no Chromium was found in PATH.']
			: [];
	const env = {
		...cleanEnvironment(dirname(node)),
		// What host/ needs to know of this run; see host/installation.ts.
		npm_execpath: npm,
		...(n8n === undefined ? {} : { CUSTOMER_JOURNEY_N8N: n8n }),
		...(chromium === undefined ? {} : { CHROMIUM: chromium }),
		...(process.env.INIT_CWD === undefined ? {} : { INIT_CWD: process.env.INIT_CWD }),
	};
	for (const { title, command } of task.steps(words)) {
		if (title !== undefined) progress.note(`\n${title}`);
		const exitCode = await runAttached([node, ...command], { cwd: root, env });
		if (exitCode !== 0) {
			if (title !== undefined) progress.note(`${title}: failed. Mend what is said above.`);
			return exitCode;
		}
	}
	for (const note of notes) progress.note(note);
	return 0;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(
		`${error instanceof Interrupted ? error.message : describeFailure(error)}\n`,
	);
	process.exitCode = error instanceof Interrupted ? error.exitCode : 1;
}
