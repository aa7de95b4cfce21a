import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { Failure } from './failure';
import type { N8nWorkflow } from './n8n-import';

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 100;

/** Gives the paths at which the published ones of these workflows listen. */
export function webhookPaths(workflows: readonly N8nWorkflow[]): readonly string[] {
	return workflows
		.filter(({ active }) => active === true)
		.flatMap(({ nodes }) => nodes)
		.flatMap((node) => {
			const { webhookId, parameters } = node as {
				readonly webhookId?: string;
				readonly parameters?: { readonly path?: unknown };
			};
			return webhookId !== undefined && typeof parameters?.path === 'string'
				? [parameters.path]
				: [];
		});
}

/**
 * Waits until n8n takes requests at all of these paths: on a slow machine it calls itself ready shortly before it has
 * registered the webhooks. It is asked by OPTIONS, which starts no workflow. Throws a Failure after a minute.
 */
export async function whenWebhooksAnswer(
	address: string,
	paths: readonly string[],
	signal?: AbortSignal,
): Promise<void> {
	const deadline = performance.now() + READY_WITHIN_MS;
	for (const path of paths) {
		while (!(await isRegistered(`${address}/webhook/${path}`))) {
			signal?.throwIfAborted();
			if (performance.now() > deadline) {
				throw new Failure(
					`n8n has not registered the webhook ${path} within ${READY_WITHIN_MS / 1000} s.`,
					"see n8n's log for why the workflow could not be activated",
				);
			}
			await sleep(ASK_EVERY_MS);
		}
	}
}

/** n8n lists the methods of a path it knows beside OPTIONS itself. */
async function isRegistered(url: string): Promise<boolean> {
	const { headers } = await axios.options(url, {
		headers: { origin: 'http://127.0.0.1' },
		validateStatus: () => true,
	});
	return String(headers['access-control-allow-methods'] ?? '').includes(',');
}
