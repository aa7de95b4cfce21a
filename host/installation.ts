import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure';

/** The programs that are run: each a script for `node`, which is this process's own. */
export interface Installation {
	readonly node: string;
	/** The n8n command. */
	readonly n8n: string;
	/** The folder whose node_modules holds n8n. */
	readonly n8nFolder: string;
	/** npm-cli.js. */
	readonly npm: string;
}

const NEXT =
	'run it by "npm start" or "npm test", which install what is needed and say where it is';

/**
 * What scripts/run.mjs has installed, as it says in the environment: CUSTOMER_JOURNEY_N8N (folder of n8n) and
 * npm_execpath (npm-cli.js). Throws a Failure when one is not there.
 */
export function findInstallation(env: NodeJS.ProcessEnv = process.env): Installation {
	const { CUSTOMER_JOURNEY_N8N: n8nFolder, npm_execpath: npm } = env;
	if (n8nFolder === undefined) throw new Failure('CUSTOMER_JOURNEY_N8N is not set.', NEXT);
	if (npm === undefined) throw new Failure('npm_execpath is not set.', NEXT);
	const n8n = join(n8nFolder, 'node_modules', 'n8n', 'bin', 'n8n');
	for (const file of [n8n, npm]) {
		if (!existsSync(file)) throw new Failure(`${file} does not exist.`, NEXT);
	}
	return { node: process.execPath, n8n, n8nFolder, npm };
}
