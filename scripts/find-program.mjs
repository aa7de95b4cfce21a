import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const EXTENSIONS = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];

/**
 * The full path of the first of these programs that is in PATH, or undefined.
 * @param {readonly string[]} names
 */
export function findProgram(names, env = process.env) {
	const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
	for (const name of names) {
		for (const folder of folders) {
			for (const extension of EXTENSIONS) {
				const file = join(folder, `${name}${extension}`);
				if (isExecutable(file)) return file;
			}
		}
	}
	return undefined;
}

function isExecutable(file) {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
