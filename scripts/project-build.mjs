import { dirname, join } from 'node:path';
import { projectName, withCacheLock } from './cache.mjs';
import { cleanEnvironment } from './npm.mjs';
import { runQuietly } from './programs.mjs';

/** Compiles the TypeScript into dist/ (only what changed) and copies what tsc leaves: icons, codex files, examples. */
export async function buildProject({ root, node, progress }) {
	const run = (what, next, command) =>
		runQuietly([node, ...command], { cwd: root, env: cleanEnvironment(dirname(node)), what, next });
	await withCacheLock(`build-${projectName(root)}`, progress, () =>
		progress.step('Building', async () => {
			// The record of what is compiled stands in dist/, so that removing dist/ removes it too.
			const record = ['--tsBuildInfoFile', join('dist', '.tsbuildinfo')];
			await run(
				'The TypeScript does not compile.',
				'mend what tsc lists above, then run this again',
				[
					join('node_modules', 'typescript', 'bin', 'tsc'),
					...['-p', 'tsconfig.json', '--pretty', 'false', ...record],
				],
			);
			await run(
				'The files beside the compiled code could not be copied to dist/.',
				'mend what gulp says above, then run this again',
				[join('node_modules', 'gulp', 'bin', 'gulp.js')],
			);
		}),
	);
}
