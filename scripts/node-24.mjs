import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, installOnce } from './cache.mjs';
import { QUIET_FLAGS, cleanEnvironment } from './npm.mjs';
import { runQuietly } from './programs.mjs';

/** n8n 2.36 and later do not start on an older Node. */
const NEEDED_MAJOR = 24;
const VERSION = '24.21.0';
const NEXT = 'install Node 24 from https://nodejs.org, put it first in PATH, and run this again';

/**
 * The node to run everything with: this process's own when it is new enough, else Node 24 from the npm registry, which
 * is installed once into the cache.
 */
export async function ensureNode24({ npm, progress }) {
	if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
	return join(await ensureNodePackage({ npm, progress }), ...executable());
}

/** The folder of the npm package with Node 24: its `bin`, and its headers in `include/node` where the package has them. */
export async function ensureNodePackage({ npm, progress }) {
	const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const target = join(cacheFolder(), `node-${VERSION}`);
	const inside = join('node_modules', name);
	await installOnce(target, {
		isComplete: () => existsSync(join(target, inside, ...executable())),
		progress,
		install: (folder) =>
			progress.step(`Installing Node ${VERSION}`, async () => {
				const wanted = `${name}@${VERSION}`;
				await runQuietly(
					[
						process.execPath,
						npm,
						'install',
						'--no-save',
						...QUIET_FLAGS,
						'--prefix',
						folder,
						wanted,
					],
					{
						cwd: folder,
						env: cleanEnvironment(dirname(process.execPath)),
						what: `Node ${VERSION} could not be installed from the npm registry (package ${wanted}).`,
						next: NEXT,
					},
				);
				await runQuietly([join(folder, inside, ...executable()), '--version'], {
					what: `The Node ${VERSION} of package ${wanted} does not run on this machine.`,
					next: NEXT,
				});
			}),
	});
	return join(target, inside);
}

function executable() {
	return ['bin', process.platform === 'win32' ? 'node.exe' : 'node'];
}
