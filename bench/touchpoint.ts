import type { Touchpoint } from '../journey/touchpoint';

/** The moment at which a measured store begins. */
export const START = Date.UTC(2026, 0, 1);

/** What customers do in turn. */
export const TYPES = [
	'product_viewed',
	'product_added',
	'order_completed',
	'order_fulfilled',
	'survey_answered',
];

/** Gives the touchpoint `n` of a measurement, a second after the one before, by the customer with this code. */
export function touchpointOfCode(id: string, n: number, code: string): Touchpoint {
	const type = TYPES[n % TYPES.length] ?? 'product_viewed';
	return {
		id: `bench:${id}`,
		source: 'bench',
		delivery: 'bench',
		dedupe: 'event_id',
		type,
		channel: 'web',
		occurredAt: START + n * 1000,
		receivedAt: START + n * 1000,
		sequence: 0,
		timeMark: 'as_sent',
		identities: [
			{ kind: 'email', value: `customer-${code}@example.com` },
			{ kind: 'external', namespace: 'shop', value: code },
		],
		attributes: { firstName: 'Charlotte', language: 'en' },
		keys: {},
		properties: { url: 'https://shop.example/p/1' },
		test: false,
		...(type === 'survey_answered'
			? {
					experience: {
						metric: 'csat' as const,
						scale: [1, 5] as [number, number],
						raw: 4,
						score: 75,
					},
				}
			: {}),
	};
}
