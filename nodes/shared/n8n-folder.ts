import { join } from 'node:path';

/**
 * Gives the folder in which n8n keeps its own data, as n8n finds it: `.n8n` in N8N_USER_FOLDER, else in the user's home,
 * else in the folder n8n was started in.
 */
export function n8nFolder(environment: NodeJS.ProcessEnv, startFolder: string): string {
	const home = process.platform === 'win32' ? environment.USERPROFILE : environment.HOME;
	return join(environment.N8N_USER_FOLDER ?? home ?? startFolder, '.n8n');
}
