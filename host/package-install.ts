import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Installation } from './installation';
import { runProgram } from './programs';
import { PROJECT_ROOT } from './project';

const FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'];

/**
 * Packs the built project and installs the tarball into an n8n user folder, as n8n does when a user installs a
 * community package: in `.n8n/nodes`, with the package's own dependencies and without its peers.
 */
export async function packAndInstall(
	installation: Installation,
	userFolder: string,
	logFile: string,
	signal?: AbortSignal,
): Promise<void> {
	const npm = (cwd: string, what: string, next: string, ...args: string[]) =>
		runProgram([installation.node, installation.npm, ...args, ...FLAGS], {
			cwd,
			env: process.env,
			logFile,
			signal,
			what,
			next,
		});
	const packed = await npm(
		PROJECT_ROOT,
		'The package could not be packed.',
		'build it first (npm run build)',
		...['pack', '--json', '--pack-destination', userFolder],
	);
	const tarball = join(userFolder, packedFileName(packed));

	const nodes = join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	// Without it npm looks upward for a project to install into, and may find ours.
	const project = { name: 'installed-nodes', private: true };
	await writeFile(join(nodes, 'package.json'), JSON.stringify(project));
	await npm(
		nodes,
		'The package could not be installed into n8n.',
		'check that the npm registry can be reached (npm ping)',
		...['install', '--legacy-peer-deps', '--prefer-offline', tarball],
	);
	await linkHiddenWorkflowPackage(installation, nodes);
}

function packedFileName(json: string): string {
	const [packed] = JSON.parse(json) as { filename: string }[];
	if (packed === undefined) throw new Error('npm pack named no file');
	return packed.filename;
}

/**
 * n8n offers its own n8n-workflow to community packages through NODE_PATH, which Node asks last. A folder inside a
 * project that has an n8n-workflow of its own, such as ours, would come before it, and the nodes would throw errors
 * of a class that n8n does not know. A link in the nodes folder comes first and leads to n8n's.
 */
async function linkHiddenWorkflowPackage(installation: Installation, nodes: string): Promise<void> {
	if (!foldersAbove(nodes).some((folder) => existsSync(workflowPackage(folder)))) return;
	await symlink(workflowPackage(installation.n8nFolder), workflowPackage(nodes), 'junction');
}

function workflowPackage(folder: string): string {
	return join(folder, 'node_modules', 'n8n-workflow');
}

function foldersAbove(folder: string): string[] {
	const parent = dirname(folder);
	return parent === folder ? [] : [parent, ...foldersAbove(parent)];
}
