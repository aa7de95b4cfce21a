import axios from 'axios';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure';
import type { Installation } from './installation';
import { n8nEnvironment, type N8nSettings } from './n8n-environment';
import { LOCAL_ADDRESS } from './port';
import { lastLines, startProgram, stopProgram } from './programs';

const READY_WITHIN_MS = 120_000;
const ASK_EVERY_MS = 150;

export interface N8nProcess {
	/** Where it answers, without a slash at the end: `http://127.0.0.1:5678`. */
	readonly address: string;
	/** Resolves when it has ended. */
	stop(): Promise<void>;
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
	signal?.throwIfAborted();
	const child = startProgram([installation.node, installation.n8n, 'start'], {
		cwd: settings.userFolder,
		env: n8nEnvironment(settings),
		logFile,
	});
	const address = `http://${LOCAL_ADDRESS}:${settings.port}`;
	const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
	const deadline = performance.now() + READY_WITHIN_MS;
	while (!(await isReady(address))) {
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
	return { address, stop: () => stopProgram(child) };
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
