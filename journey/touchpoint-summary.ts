import type { TouchpointSummary } from './customer-context';
import type { Touchpoint } from './touchpoint';

/** Gives a touchpoint in short, as a context shows it and as it is kept with what it ended. */
export function summaryOf(touchpoint: Touchpoint): TouchpointSummary {
	const { id, type, channel, occurredAt, source, experience, value, keys } = touchpoint;
	return {
		id,
		type,
		channel,
		occurredAt,
		source,
		score: experience?.score ?? null,
		value: value ?? null,
		keys,
	};
}
