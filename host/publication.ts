import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure';
import type { N8nWorkflow } from './n8n-import';
import type { N8nRest } from './rest-client';

/** How far n8n is with the triggers of a workflow that it has been told to publish. */
interface PublicationStatus {
	readonly status: 'in_progress' | 'published' | 'partial' | 'failed' | 'not_published';
	readonly triggers: readonly { readonly errorMessage: string | null }[];
}

type Named = Pick<N8nWorkflow, 'id' | 'name'>;

const PUBLISHED_WITHIN_MS = 180_000;
const ASK_EVERY_MS = 100;

/**
 * Publishes workflows in a running n8n and resolves when all their triggers are at work. Throws a Failure with n8n's
 * reason when one cannot be.
 */
export async function publishWorkflows(
	rest: N8nRest,
	workflows: readonly Named[],
	signal?: AbortSignal,
): Promise<void> {
	for (const { id } of workflows) {
		const { versionId } = await rest.get<{ versionId: string }>(`/workflows/${id}`);
		await rest.post(`/workflows/${id}/activate`, { versionId });
	}
	await waitUntilPublished(rest, workflows, signal);
}

/**
 * Waits until the triggers of published workflows are at work. n8n 2.41 notes a publication, answers 200, and registers
 * the webhooks afterwards; also when it starts with workflows that were published before. Until then they answer 404.
 */
export async function waitUntilPublished(
	rest: N8nRest,
	workflows: readonly Named[],
	signal?: AbortSignal,
): Promise<void> {
	const deadline = performance.now() + PUBLISHED_WITHIN_MS;
	for (const { id, name } of workflows) {
		for (;;) {
			const { status, triggers } = await rest.get<PublicationStatus>(
				`/workflows/${id}/publication-status`,
			);
			signal?.throwIfAborted();
			if (status === 'published') break;
			if (status === 'failed' || status === 'partial' || performance.now() > deadline) {
				const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
				throw new Failure(
					`n8n did not publish the workflow "${name}" (${status}): ${reasons.join('; ') || 'it gives no reason'}`,
					"mend the workflow, or see n8n's log",
				);
			}
			await sleep(ASK_EVERY_MS);
		}
	}
}
