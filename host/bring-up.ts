import { randomBytes } from 'node:crypto';
import type { Cleanup } from './cleanup';
import { findInstallation } from './installation';
import type { N8nSettings } from './n8n-environment';
import { importIntoN8n, type N8nCredential, type N8nWorkflow } from './n8n-import';
import { startN8n } from './n8n-process';
import { packAndInstall } from './package-install';
import { findFreePort, requireFreePort } from './port';
import { publishWorkflows } from './publication';
import { N8nRest, type Owner } from './rest-client';
import type { Progress } from './terminal';

export interface Arrangement extends Pick<N8nSettings, 'lazyExpressions' | 'codeModules'> {
	/** An empty folder. */
	readonly userFolder: string;
	readonly port: number;
	readonly credentials: readonly N8nCredential[];
	readonly workflows: readonly N8nWorkflow[];
	/** Takes what n8n and npm write. */
	readonly logFile: string;
	readonly progress: Progress;
	/** Told how to stop what has been started, as soon as it has. */
	readonly cleanup: Cleanup;
	readonly signal?: AbortSignal;
}

export interface RunningN8n {
	/** Where it answers, without a slash at the end. */
	readonly address: string;
	readonly owner: Owner;
	/** Signed in as the owner. */
	readonly rest: N8nRest;
}

/**
 * Brings up a real n8n in an empty folder, with the built package installed from its tarball, the credentials and
 * workflows imported, an owner who is signed in, and the workflows that say `active` published. Throws a Failure with the next step where one of it fails.
 */
export async function bringUpN8n(arrangement: Arrangement): Promise<RunningN8n> {
	const { userFolder, port, logFile, progress, cleanup, signal } = arrangement;
	const installation = findInstallation();
	await requireFreePort(port);
	const { lazyExpressions, codeModules } = arrangement;
	const taskBrokerPort = await findFreePort();
	const settings: N8nSettings = { userFolder, port, taskBrokerPort, lazyExpressions, codeModules };

	// Two halves that know nothing of each other; the import is n8n starting and ending several times.
	await progress.step('Setting up n8n: package, credentials, workflows', () =>
		both(
			packAndInstall(installation, userFolder, logFile, signal),
			importIntoN8n(installation, settings, arrangement, logFile, signal),
		),
	);
	return progress.step('Starting n8n', async () => {
		const n8n = await startN8n(installation, settings, logFile, signal);
		cleanup.add(() => n8n.stop());
		const owner = makeOwner();
		const rest = new N8nRest(n8n.address);
		await rest.signIn(owner);
		const toPublish = arrangement.workflows.filter(({ active }) => active === true);
		await publishWorkflows(rest, toPublish, signal);
		return { address: n8n.address, owner, rest };
	});
}

/** Waits for both, also when one fails: nothing is left running behind the failure's back. */
async function both(...works: readonly Promise<void>[]): Promise<void> {
	const outcomes = await Promise.allSettled(works);
	const failed = outcomes.find((outcome) => outcome.status === 'rejected');
	if (failed !== undefined) throw failed.reason;
}

/** The password is new each time: n8n listens for this machine only, but a known one would be an open door. */
function makeOwner(): Owner {
	return {
		email: 'owner@customer-journey.example',
		password: `Journey-1-${randomBytes(9).toString('base64url')}`,
	};
}
