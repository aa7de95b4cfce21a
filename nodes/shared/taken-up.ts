import type { WorkflowActivateMode } from 'n8n-workflow';

/** Whether n8n takes up by itself what was published before, so that nobody looks who could mend what is wrong. */
export function isTakenUp(activation: WorkflowActivateMode): boolean {
	return activation === 'init' || activation === 'leadershipChange';
}
