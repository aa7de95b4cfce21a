import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from './failure';
import type { Installation } from './installation';
import { n8nEnvironment, type N8nSettings } from './n8n-environment';
import { runProgram } from './programs';

/** A credential as `n8n import:credentials` takes it: the data in plain text, which n8n then encrypts. */
export interface N8nCredential {
	/** The id by which workflows name it; at most 36 characters. */
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** A workflow as n8n exports it; what is needed of it here. */
export interface N8nWorkflow {
	readonly id: string;
	readonly name: string;
	/** Whether it is to be published once n8n runs. */
	readonly active?: boolean;
	readonly nodes: readonly unknown[];
}

/**
 * Brings credentials and workflows into an n8n that is not running. Done by n8n's own commands, because they keep the
 * ids by which workflows name their credentials. No workflow is published by it, whatever its file says. Throws a Failure
 * when n8n refuses something.
 */
export async function importIntoN8n(
	installation: Installation,
	settings: N8nSettings,
	content: {
		readonly credentials: readonly N8nCredential[];
		readonly workflows: readonly N8nWorkflow[];
	},
	logFile: string,
	signal?: AbortSignal,
): Promise<void> {
	requireDistinctIds('credential', content.credentials);
	requireDistinctIds('workflow', content.workflows);
	const command = (what: string, ...args: string[]) =>
		runProgram([installation.node, installation.n8n, ...args], {
			cwd: settings.userFolder,
			env: n8nEnvironment(settings),
			logFile,
			signal,
			what,
			next: 'see what n8n says above',
		});
	const importFile = async (kind: 'credentials' | 'workflow', list: readonly unknown[]) => {
		if (list.length === 0) return;
		const file = join(settings.userFolder, `import-${kind}.json`);
		// Credentials are in plain text here, for as long as the command runs.
		await writeFile(file, JSON.stringify(list), { mode: 0o600 });
		try {
			await command(`n8n did not import the ${kind}.`, `import:${kind}`, `--input=${file}`);
		} finally {
			await rm(file, { force: true });
		}
	};
	await importFile('credentials', content.credentials);
	await importFile('workflow', content.workflows);
}

/** n8n would let the later one replace the earlier one without a word. */
function requireDistinctIds(kind: string, list: readonly { id: string; name: string }[]): void {
	const seen = new Map<string, string>();
	for (const { id, name } of list) {
		const other = seen.get(id);
		if (typeof id !== 'string' || id === '') {
			throw new Failure(`The ${kind} "${name}" has no id.`, 'give it one of up to 36 characters');
		}
		if (other !== undefined) {
			throw new Failure(
				`The ${kind}s "${other}" and "${name}" have the same id ${id}.`,
				'change one of them',
			);
		}
		seen.set(id, name);
	}
}
