import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const ROOT = join(__dirname, '..', '..');

const run = promisify(execFile);

/**
 * Runs a few lines of an ES module, which may import from './scripts/', in a process of its own, as scripts/ is run
 * in earnest, and gives what they print. Jest cannot load ES modules that are not compiled.
 */
export async function runModule(
	code: string,
	env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
	const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], {
		cwd: ROOT,
		env,
	});
	return stdout;
}
