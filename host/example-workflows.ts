import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { N8nWorkflow } from './n8n-import';

/** Where the examples say that n8n answers. */
const WRITTEN_ADDRESS = 'http://127.0.0.1:5678';

/** The workflows in the JSON files of a folder, by file name, as they are for an n8n that answers at `address`. */
export async function readWorkflows(folder: string, address: string): Promise<N8nWorkflow[]> {
	const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
	return Promise.all(
		files.map(
			async (file) =>
				JSON.parse(
					(await readFile(join(folder, file), 'utf8')).replaceAll(WRITTEN_ADDRESS, address),
				) as N8nWorkflow,
		),
	);
}
