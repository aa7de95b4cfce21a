import axios from 'axios';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure';
import type { Installation } from './installation';
import { n8nEnvironment, type N8nSettings } from './n8n-environment';
import { LOCAL_ADDRESS } from './port';
import { killProgram, lastLines, startProgram, stopProgram } from './programs';

const READY_WITHIN_MS = 120_000;
const ASK_EVERY_MS = 150;

/** A process of n8n that has been started. */
export interface StartedProcess {
	/** Resolves when it has ended. */
	stop(): Promise<void>;
	/** Ends it at once, with what it started; resolves when it is gone. */
	kill(): Promise<void>;
}

export interface N8nProcess extends StartedProcess {
	/** Where it answers, without a slash at the end: `http://127.0.0.1:5678`. */
	readonly address: string;
}

/**
 * Starts n8n and resolves when its editor and its REST interface answer; webhooks may come later, see publication.ts.
 * Throws a Failure with the end of its log when it ends before that or takes more than two minutes, having stopped it.
 */
export async function startN8n(
	installation: Installation,
	settings: N8nSettings,
	logFile: string,
	signal?: AbortSignal,
): Promise<N8nProcess> {
	const address = `http://${LOCAL_ADDRESS}:${settings.port}`;
	const isUp = async () => await isReady(address);
	const started = await startUntil(isUp, installation, 'start', settings, logFile, signal);
	return { address, ...started };
}

/**
 * Starts a worker of n8n in queue mode and resolves when it takes executions. The variables of queue mode must be among
 * the settings; whether it is ready it says at `healthPort`. Throws as `startN8n` does.
 */
export async function startWorker(
	installation: Installation,
	settings: N8nSettings & { readonly healthPort: number },
	logFile: string,
): Promise<StartedProcess> {
	const variables = {
		...settings.variables,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(settings.healthPort),
		N8N_WORKER_SERVER_ADDRESS: LOCAL_ADDRESS,
	};
	const address = `http://${LOCAL_ADDRESS}:${settings.healthPort}/healthz/readiness`;
	const isUp = async () => await answersWell(address);
	return await startUntil(isUp, installation, 'worker', { ...settings, variables }, logFile);
}

async function startUntil(
	isUp: () => Promise<boolean>,
	installation: Installation,
	command: 'start' | 'worker',
	settings: N8nSettings,
	logFile: string,
	signal?: AbortSignal,
): Promise<StartedProcess> {
	signal?.throwIfAborted();
	const child = startProgram([installation.node, installation.n8n, command], {
		cwd: settings.userFolder,
		env: n8nEnvironment(settings),
		logFile,
	});
	const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
	const deadline = performance.now() + READY_WITHIN_MS;
	while (!(await isUp())) {
		const late = performance.now() > deadline;
		if (hasEnded() || late || signal?.aborted) {
			await stopProgram(child);
			signal?.throwIfAborted();
			throw new Failure(
				late
					? `n8n was not ready within ${READY_WITHIN_MS / 1000} s.`
					: 'n8n ended while it started.',
				`see what it wrote above and in ${logFile}`,
				lastLines(await readFile(logFile, 'utf8')),
			);
		}
		await sleep(ASK_EVERY_MS);
	}
	return { stop: () => stopProgram(child), kill: () => killProgram(child) };
}

/**
 * `/healthz` answers long before anything else does, and while the database is brought up to date every address answers
 * 200 with a line of text: so the settings must come as JSON.
 */
async function isReady(address: string): Promise<boolean> {
	try {
		const settings = await axios.get<{ data?: object }>(`${address}/rest/settings`);
		return typeof settings.data.data === 'object';
	} catch {
		return false;
	}
}

async function answersWell(address: string): Promise<boolean> {
	return await axios.get(address).then(
		() => true,
		() => false,
	);
}
