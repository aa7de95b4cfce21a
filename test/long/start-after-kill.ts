import type { RestartableN8n } from '../e2e/restartable-n8n';
import { progress } from './stores';

const MOST_STARTS = 5;

/**
 * For an n8n that is to be killed. What it was publishing at the time, which it does at every start, it takes up again when
 * its own lease has run out: in half a minute with this, instead of two.
 */
export const MORTAL: Readonly<Record<string, string>> = {
	N8N_WORKFLOW_PUBLICATION_OUTBOX_LEASE_SECONDS: '30',
};

/**
 * Starts an n8n that was killed, again where it ends while it starts, as Docker or systemd does for those who run one:
 * n8n 2.41 fails at its first start over an execution that was not begun when it was killed, and passes it by at the next.
 * The same where it does not bring a workflow back to work that it was publishing at the time; why is told.
 */
export async function startAfterKill(n8n: RestartableN8n): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await n8n.start();
		} catch (error) {
			if (attempt === MOST_STARTS) throw error;
			progress(
				`n8n is started once more: ${error instanceof Error ? error.message : String(error)}`,
			);
			await n8n.kill();
		}
	}
}
