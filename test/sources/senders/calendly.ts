import { createHmac } from 'node:crypto';
import { calendly } from '../../../sources/calendly';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Signed here; `calendly.test.ts` has a request that n8n's own verifier has judged. */
export const calendlySender: Sender = {
	source: calendly,
	secrets: ['signing-key-now', 'signing-key-old', 'another-subscription'],
	settings: settingsOf({ secrets: ['signing-key-now', 'signing-key-old'] }),
	body: fixture('calendly-booking.json'),
	sign: (body, secret, signedAt = NOW) => {
		const seconds = Math.floor(signedAt / 1000);
		const signature = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
		return requestOf(body, { 'calendly-webhook-signature': `t=${seconds},v1=${signature}` });
	},
	required: { 'calendly-webhook-signature': 'missing_signature' },
	signsBody: true,
	signsTime: true,
	envelope: (payload) => ({
		event: 'invitee.created',
		created_at: '2026-11-20T06:59:02Z',
		payload: { email: 'neda@example.com', tracking: payload, questions_and_answers: [payload] },
	}),
};
