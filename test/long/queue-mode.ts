import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findInstallation } from '../../host/installation';
import type { N8nCredential, N8nWorkflow } from '../../host/n8n-import';
import {
	startN8n,
	startWorker,
	type N8nProcess,
	type StartedProcess,
} from '../../host/n8n-process';
import { findFreePort, LOCAL_ADDRESS } from '../../host/port';
import { setUpN8n, type RestartableN8n } from '../e2e/restartable-n8n';
import type { PostgresPlace } from '../support/postgres-server';
import { MORTAL } from './start-after-kill';

/** A worker that a test stops or kills and starts again. */
export interface RestartableWorker extends StartedProcess {
	/** Starts it; `mainAddress` is where it believes that the main answers, the right one unless told otherwise. */
	start(mainAddress?: string): Promise<void>;
}

/** An n8n in queue mode: one main, one worker, each with a folder and a log of its own. */
export interface QueueN8n {
	readonly main: RestartableN8n;
	readonly worker: RestartableWorker;
	readonly workerLog: string;
	/**
	 * Starts one more main beside the first. Without n8n's licence for several mains neither knows of the other, so both
	 * believe to be the leader: the worst that can befall the triggers.
	 */
	startSecondMain(): Promise<N8nProcess>;
}

/** Sets up n8n in queue mode in an empty folder, with the built package and these workflows, and starts main and worker. */
export async function setUpQueue(
	folder: string,
	content: {
		readonly credentials: readonly N8nCredential[];
		readonly workflows: readonly N8nWorkflow[];
	},
	{ redisPort, database }: { readonly redisPort: number; readonly database: PostgresPlace },
): Promise<QueueN8n> {
	const variables = {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: LOCAL_ADDRESS,
		QUEUE_BULL_REDIS_PORT: String(redisPort),
		// A worker that is gone is noticed within seconds instead of a minute and a half.
		QUEUE_WORKER_LOCK_DURATION: '5000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
		QUEUE_WORKER_STALLED_INTERVAL: '1000',
		...MORTAL,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: database.host,
		DB_POSTGRESDB_PORT: String(database.port),
		DB_POSTGRESDB_DATABASE: database.database,
		DB_POSTGRESDB_USER: database.user,
		DB_POSTGRESDB_PASSWORD: database.password,
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64url'),
	};
	const mainFolder = join(folder, 'main');
	mkdirSync(mainFolder);
	const main = await setUpN8n(mainFolder, content, variables);
	/** Where one more process of this n8n lives, with the package and ports of its own. */
	const settingsOf = async (name: string) => {
		const userFolder = join(folder, name);
		const nodes = join('.n8n', 'nodes');
		cpSync(join(mainFolder, nodes), join(userFolder, nodes), {
			recursive: true,
			verbatimSymlinks: true,
		});
		const [port, taskBrokerPort] = [await findFreePort(), await findFreePort()];
		const shared = { ...variables, WEBHOOK_URL: main.address };
		return { userFolder, port, taskBrokerPort, variables: shared };
	};
	// On its port nobody listens: a worker has no webhooks.
	const settings = { ...(await settingsOf('worker')), healthPort: await findFreePort() };
	const workerLog = join(settings.userFolder, 'n8n.log');
	let running: StartedProcess | undefined;
	const start = async (mainAddress = main.address) => {
		const believes = { ...settings.variables, WEBHOOK_URL: mainAddress };
		const own = { ...settings, variables: believes };
		running = await startWorker(findInstallation(), own, workerLog);
	};
	await start();
	return {
		main,
		workerLog,
		startSecondMain: async () => {
			const second = await settingsOf('second-main');
			return await startN8n(findInstallation(), second, join(second.userFolder, 'n8n.log'));
		},
		worker: {
			start,
			stop: async () => await running?.stop(),
			kill: async () => await running?.kill(),
		},
	};
}
