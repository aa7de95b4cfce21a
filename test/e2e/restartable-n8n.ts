import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { findInstallation } from '../../host/installation';
import type { N8nSettings } from '../../host/n8n-environment';
import { importIntoN8n, type N8nCredential, type N8nWorkflow } from '../../host/n8n-import';
import { startN8n, type N8nProcess } from '../../host/n8n-process';
import { packAndInstall } from '../../host/package-install';
import { findFreePort } from '../../host/port';
import { publishWorkflows, waitUntilPublished } from '../../host/publication';
import { N8nRest, type Owner } from '../../host/rest-client';

/** A real n8n that a test stops and starts again, with all it has written. */
export interface RestartableN8n {
	/** Signed in as the owner; another one after each start. */
	readonly rest: N8nRest;
	/** Where n8n answers, without a slash at the end. */
	readonly address: string;
	/** Ends n8n as somebody does who shuts the machine down. */
	stop(): Promise<void>;
	/** Ends n8n with everything it started at once, as a loss of power does. */
	kill(): Promise<void>;
	/** Starts it again and resolves when what was published is at work. */
	start(): Promise<void>;
}

/**
 * Sets up n8n in an empty folder with the built package and these workflows, all of them published but those that say
 * they are not `active`, and starts it. `variables` are further ones for its environment.
 */
export async function setUpN8n(
	userFolder: string,
	content: {
		readonly credentials: readonly N8nCredential[];
		readonly workflows: readonly N8nWorkflow[];
	},
	variables: Readonly<Record<string, string>> = {},
): Promise<RestartableN8n> {
	const installation = findInstallation();
	const logFile = join(userFolder, 'n8n.log');
	const settings: N8nSettings = {
		userFolder,
		port: await findFreePort(),
		taskBrokerPort: await findFreePort(),
		variables,
	};
	const owner: Owner = {
		email: 'owner@customer-journey.example',
		password: `Journey-1-${randomBytes(9).toString('base64url')}`,
	};
	await packAndInstall(installation, userFolder, logFile);
	await importIntoN8n(installation, settings, content, logFile);
	let running: N8nProcess | undefined;
	let rest: N8nRest | undefined;
	const signIn = async (): Promise<N8nRest> => {
		running = await startN8n(installation, settings, logFile);
		rest = new N8nRest(running.address);
		await rest.signIn(owner);
		return rest;
	};
	const published = content.workflows.filter(({ active }) => active !== false);
	await publishWorkflows(await signIn(), published);
	return {
		get rest() {
			if (!rest) throw new Error('n8n has not been started');
			return rest;
		},
		address: `http://127.0.0.1:${settings.port}`,
		stop: async () => {
			await running?.stop();
			running = undefined;
		},
		kill: async () => {
			await running?.kill();
			running = undefined;
		},
		start: async () => await waitUntilPublished(await signIn(), published),
	};
}
