import { posthog } from '../../../sources/posthog';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** PostHog signs nothing: what it sends is its default body with a header that people add to the destination. */
export const posthogSender: Sender = {
	source: posthog,
	secrets: ['hook-secret-now', 'hook-secret-old', 'hook-secret-foreign'],
	settings: settingsOf({ secrets: ['hook-secret-now', 'hook-secret-old'] }),
	body: fixture('posthog-order.json'),
	sign: (body, secret) =>
		requestOf(body, {
			'content-type': 'application/json',
			authorization: `Bearer ${secret}`,
		}),
	required: { authorization: 'missing_signature' },
	signsBody: false,
	signsTime: false,
	envelope: (payload) => ({
		event: { event: 'survey sent', distinct_id: 'd', properties: payload },
		person: { properties: payload },
	}),
};
