import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder, installOnce } from './cache.mjs';
import { Failure } from './failure.mjs';
import { findProgram } from './find-program.mjs';
import { ensureNodePackage } from './node-24.mjs';
import { cleanEnvironment, installFromLock } from './npm.mjs';
import { runQuietly } from './programs.mjs';

/** Written last, so that a folder from which files were lost half-way through an install or a removal is not used. */
const MARK = 'installed.json';
const COMPILER = { python3: ['python3'], make: ['make'], 'g++': ['g++', 'c++'] };

/**
 * Makes sure that the n8n of host/package-lock.json is installed in the cache, and gives its folder. The folder's name
 * holds a hash of the lock file: another lock file is another installation, and clones with the same one share it.
 */
export async function ensureN8nHost({ root, node, npm, progress }) {
	const source = join(root, 'host');
	const version = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).dependencies.n8n;
	const lock = readFileSync(join(source, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 8);
	const target = join(cacheFolder(), `n8n-${version}-${hash}`);
	await installOnce(target, {
		isComplete: () => existsSync(join(target, MARK)),
		progress,
		install: (folder) => install(folder, { source, version, node, npm, progress }),
	});
	return target;
}

async function install(folder, { source, version, node, npm, progress }) {
	requireCompiler();
	const nodePackage = await ensureNodePackage({ npm, progress });
	for (const file of ['package.json', 'package-lock.json']) {
		await copyFile(join(source, file), join(folder, file));
	}
	await progress.step(`Installing n8n ${version} (once, about 3 GB)`, (report) =>
		installFromLock(folder, {
			node,
			npm,
			report,
			what: `n8n ${version} could not be installed from the npm registry.`,
			next: 'check the free disk space (4 GB are needed) and the registry (npm ping), then run this again',
		}),
	);
	await progress.step("Compiling n8n's SQLite driver (once)", () =>
		compileSqlite(folder, { node, npm, nodePackage }),
	);
	await runQuietly([node, '-e', "require('sqlite3'); require('isolated-vm')"], {
		cwd: folder,
		what: `n8n ${version} was installed, but its native parts do not load under ${node}.`,
		next: 'use Node 24 (not a newer one) from https://nodejs.org, then run this again',
	});
	const installed = { n8n: version, platform: process.platform, arch: process.arch };
	await writeFile(join(folder, MARK), `${JSON.stringify(installed)}\n`);
}

/**
 * All other packages of n8n that have an install script either bring compiled files or are not needed, and one of
 * them does not compile: so only this one is built. npm's own node-gyp is used, because the one in n8n's tree fails
 * with Python 3.12 and later; and never a prebuilt file from elsewhere, since only the npm registry may be in reach.
 */
async function compileSqlite(folder, { node, npm, nodePackage }) {
	const nodeGyp = createRequire(npm).resolve('node-gyp/bin/node-gyp.js');
	const withHeaders = existsSync(join(nodePackage, 'include', 'node', 'node_api.h'));
	const headers = withHeaders ? [`--nodedir=${nodePackage}`] : [];
	await runQuietly([node, nodeGyp, 'rebuild', '--release', '--jobs=max', ...headers], {
		cwd: join(folder, 'node_modules', 'sqlite3'),
		env: cleanEnvironment(dirname(node)),
		what: "n8n's SQLite driver (sqlite3) could not be compiled.",
		next: compilerAdvice(Object.keys(COMPILER)),
	});
}

/** Before five minutes of downloading, not after. */
function requireCompiler() {
	if (process.platform === 'win32') return;
	const missing = Object.keys(COMPILER).filter((tool) => findProgram(COMPILER[tool]) === undefined);
	if (missing.length === 0) return;
	throw new Failure(
		`n8n's SQLite driver has to be compiled, and ${missing.join(', ')} cannot be found.`,
		compilerAdvice(missing),
	);
}

function compilerAdvice(packages) {
	if (process.platform === 'darwin') return 'run "xcode-select --install", then run this again';
	if (process.platform === 'win32') {
		return 'install Python 3 and the Visual Studio Build Tools with "Desktop development with C++", then run this again';
	}
	return `run "sudo apt-get install ${packages.join(' ')}" (the names on Debian and Ubuntu), then run this again`;
}
