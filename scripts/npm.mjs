import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
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

/** The folders, such as `node_modules/qr`, that a package-lock.json places. @param {string} lockFile */
export function placesInLock(lockFile) {
	const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
	return Object.keys(packages).filter((place) => place !== '');
}

/**
 * `npm ci` in a folder that has package.json and package-lock.json, with a report of how many packages stand in their
 * place. npm itself says nothing until it is done when there is no terminal.
 */
export async function installFromLock(folder, { node, npm, report, what, next }) {
	let missing = placesInLock(join(folder, 'package-lock.json'));
	const total = missing.length;
	const look = () => {
		missing = missing.filter((place) => !existsSync(join(folder, place, 'package.json')));
		report({ done: total - missing.length, total, unit: 'packages' });
	};
	const looking = setInterval(look, LOOK_EVERY_MS);
	try {
		await runQuietly([node, npm, 'ci', ...QUIET_FLAGS], {
			cwd: folder,
			env: cleanEnvironment(dirname(node)),
			what,
			next,
		});
	} finally {
		clearInterval(looking);
	}
}
