import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Our package's name, which is also the prefix of its node types in n8n: `n8n-nodes-customer-journey.<node>`. */
export const PACKAGE_NAME = 'n8n-nodes-customer-journey';

/** The project's folder. This file is at different depths below it as source and compiled, so it is looked for. */
export const PROJECT_ROOT = findProjectRoot(__dirname);

function findProjectRoot(folder: string): string {
	const file = join(folder, 'package.json');
	if (existsSync(file)) {
		const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string };
		if (name === PACKAGE_NAME) return folder;
	}
	const parent = dirname(folder);
	if (parent === folder) throw new Error(`No package.json of ${PACKAGE_NAME} above ${__dirname}`);
	return findProjectRoot(parent);
}
