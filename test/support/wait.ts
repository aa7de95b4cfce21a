import type { Wait } from '../../journey/waits/wait';
import type { WaitRequest } from '../../store/wait-store';
import { MINUTE_MS, NOON } from './touchpoint';

/** Builds a wait for an order within an hour: what a test does not name is the same in every one. */
export function wait(facts: Partial<Wait> = {}): Wait {
	return {
		name: 'order after the offer',
		rule: { types: ['order_completed'] },
		lookBackFrom: NOON,
		openedAt: NOON,
		deadlineAt: NOON + 60 * MINUTE_MS,
		exits: {},
		...facts,
	};
}

/** Asks for a wait that an execution is parked for; `executionId` tells one from another. */
export function parkedFor(
	customerId: string,
	executionId: string,
	facts: Partial<Wait> = {},
): WaitRequest {
	return {
		customerId,
		wait: wait(facts),
		continuation: {
			by: 'execution',
			execution: {
				instanceId: 'n8n-1',
				executionId,
				nodeId: 'node-1',
				runIndex: 0,
				resumeUrl: `http://n8n.example/webhook-waiting/${executionId}?signature=example`,
			},
		},
	};
}

/** Asks for a wait that goes on as a moment. */
export function continuedByMoment(
	customerId: string,
	key: string,
	facts: Partial<Wait> = {},
): WaitRequest {
	return { customerId, wait: wait(facts), continuation: { by: 'moment', key } };
}
