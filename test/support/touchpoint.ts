import { experienceOf } from '../../journey/experience';
import type { Identity } from '../../journey/identity';
import type { Touchpoint } from '../../journey/touchpoint';

/** A Monday in the middle of the year, far from any change of clocks. */
export const NOON = Date.UTC(2026, 5, 15, 12);

export const MINUTE_MS = 60_000;

export function email(value: string): Identity {
	return { kind: 'email', value };
}

export function external(value: string, namespace = 'shop'): Identity {
	return { kind: 'external', namespace, value };
}

/** Builds a touchpoint: what a test does not name is the same in every one. */
export function touchpoint(
	eventId: string,
	facts: Partial<Touchpoint> & { score?: number } = {},
): Touchpoint {
	const { score, ...rest } = facts;
	const occurredAt = facts.occurredAt ?? NOON;
	const experience = score === undefined ? undefined : experienceOf('csat', score, [0, 100]);
	return {
		id: `test:${eventId}`,
		source: 'test',
		delivery: 'delivery-1',
		dedupe: 'event_id',
		type: 'product_viewed',
		channel: 'web',
		occurredAt,
		receivedAt: occurredAt,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [email('charlotte@example.com')],
		attributes: {},
		keys: {},
		properties: {},
		test: false,
		...(experience ? { experience } : {}),
		...rest,
	};
}
