import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { differencesFromLock, lockedPlacesForThisMachine } from './lock-file.mjs';
import { runQuietly } from './programs.mjs';

const LOOK_EVERY_MS = 1_000;
/** For every install: nothing of a package is run, nothing is reported anywhere. */
export const QUIET_FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];

/**
 * The file npm-cli.js of the npm that runs us, or of the first one in PATH. It is always started by a chosen node: the
 * `npm` command would be run by the machine's own.
 */
export function findNpm(env = process.env) {
	const folders = (env.PATH ?? env.Path ?? '').split(delimiter);
	const candidates = [
		// Set by whichever package manager runs us: pnpm and Yarn name themselves here.
		...(env.npm_execpath ? [env.npm_execpath] : []),
		...folders.map((folder) => join(folder, 'npm')),
		...folders.map((folder) => join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')),
		join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	for (const candidate of candidates) {
		if (!existsSync(candidate)) continue;
		const file = realpathSync(candidate);
		if (file.endsWith('npm-cli.js')) return file;
	}
	throw new Failure(
		'npm was not found beside Node or in PATH.',
		'install Node with npm from https://nodejs.org, then run this again',
	);
}

/**
 * The environment for a program that is not part of the npm run that started us: without what that run says about our
 * own package, and with `bin` first in PATH.
 */
export function cleanEnvironment(bin, env = process.env) {
	const kept = Object.entries(env).filter(
		([name]) => !/^npm_(package|lifecycle)_/.test(name) && name !== 'INIT_CWD',
	);
	const result = Object.fromEntries(kept);
	const pathName = Object.keys(result).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	result[pathName] = [bin, result[pathName]].filter(Boolean).join(delimiter);
	return result;
}

/**
 * Installs what a folder's package-lock.json says, and reports how many packages stand in their place: npm itself says
 * nothing until it is done when there is no terminal. Not by `npm ci`: it refuses a lock file that lacks packages for
 * other platforms, and a lock file lacks those that were missing from the registry where it was written. So the result
 * is compared with the lock file here.
 */
export async function installFromLock(folder, { node, npm, report, what, next }) {
	let missing = lockedPlacesForThisMachine(folder);
	const total = missing.length;
	const look = () => {
		missing = missing.filter((place) => !existsSync(join(folder, place, 'package.json')));
		report({ done: total - missing.length, total, unit: 'packages' });
	};
	const looking = setInterval(look, LOOK_EVERY_MS);
	try {
		await runQuietly([node, npm, 'install', '--no-save', ...QUIET_FLAGS], {
			cwd: folder,
			env: cleanEnvironment(dirname(node)),
			what,
			next,
		});
	} finally {
		clearInterval(looking);
	}
	const differences = differencesFromLock(folder);
	if (differences.length > 0) {
		throw new Failure(
			`npm has installed something else than package-lock.json says: ${differences.slice(0, 5).join(', ')}.`,
			'run "npm install" to bring package-lock.json up to date with package.json',
		);
	}
}
