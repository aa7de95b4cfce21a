import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { withoutSensitiveFields } from '../../sources/sensitive-fields';
import { isoTime } from '../shared/iso-time';
import { itemOfTouchpoint } from '../shared/touchpoint-item';
import type { SourceRequest } from '../../sources/source';
import type { TriggerSettings } from './settings';
import type { Taken, TakenRejection } from './take-delivery';

/**
 * Gives what starts the workflow, by output, or null when nothing does: the touchpoints, and where the node has that
 * output, the rejected elements. In a test each item shows below `raw` what it was mapped from; and when nothing could be
 * mapped, the rejected elements come instead, so that people see why.
 */
export function emittedItems(
	{ touchpoints, rejected }: Taken,
	{ delivery, receivedAt }: Pick<SourceRequest, 'delivery' | 'receivedAt'>,
	{ source, settings, outputRejected }: TriggerSettings,
): INodeExecutionData[][] | null {
	const raw = (event: unknown) => (settings.test ? { raw: shown(event) } : {});
	const taken = touchpoints.map(({ touchpoint, event }) => ({
		json: { ...itemOfTouchpoint(touchpoint), rejectedElements: rejected.length, ...raw(event) },
	}));
	const refused = rejected.map(({ index, reason, event }: TakenRejection) => ({
		json: {
			index,
			reason,
			delivery,
			source: settings.sender ?? source.name,
			receivedAt: isoTime(receivedAt),
			test: settings.test,
			...raw(event),
		},
	}));
	if (outputRejected) return taken.length + refused.length > 0 ? [taken, refused] : null;
	if (taken.length > 0) return [taken];
	return settings.test && refused.length > 0 ? [refused] : null;
}

/** Execution data is kept by n8n: what is a password by its name has no business there. */
function shown(event: unknown): IDataObject[string] {
	return withoutSensitiveFields({ event }).event as IDataObject[string];
}
