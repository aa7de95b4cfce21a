import type { IDataObject } from 'n8n-workflow';
import type { KeptWait } from '../../store/wait-store';
import { isoTime, isoTimeOrNull } from '../shared/iso-time';

/** The outputs of the node, in their order on the canvas. n8n's own time-out leaves by the first. */
export const OUTPUT = { timed_out: 0, touchpoint: 1, exited: 2 } as const;

export const OUTPUT_NAMES = ['Timed Out', 'Touchpoint', 'Exited'];

/**
 * Gives the item that leaves with a wait that has ended: what came in, whose customer may have been merged since, and
 * how it ended. After an erasure nothing of what came in is passed on.
 */
export function itemOfWait(kept: KeptWait, json: IDataObject): IDataObject {
	const { wait, resolution, customerId } = kept;
	const touchpoint = resolution?.touchpoint ?? null;
	const facts: IDataObject = {
		id: kept.id,
		name: wait.name,
		status: kept.status,
		why: resolution?.why ?? null,
		openedAt: isoTime(wait.openedAt),
		deadlineAt: isoTime(wait.deadlineAt),
		endedAt: isoTimeOrNull(resolution?.at ?? null),
		waitedMs: Math.max((kept.resolvedAt ?? wait.openedAt) - wait.openedAt, 0),
		touchpoint: touchpoint && {
			...touchpoint,
			occurredAt: isoTime(touchpoint.occurredAt),
			value: touchpoint.value ? { ...touchpoint.value } : null,
			keys: { ...touchpoint.keys },
		},
	};
	return customerId === null ? { wait: facts } : { ...json, customerId, wait: facts };
}
