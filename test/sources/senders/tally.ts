import { createHmac } from 'node:crypto';
import { tally } from '../../../sources/tally';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Nobody ships a signer for Tally: this is what tally.so/help/webhooks shows. */
export const tallySender: Sender = {
	source: tally,
	secrets: ['signing-secret-now', 'signing-secret-old', 'another-form'],
	settings: settingsOf({ secrets: ['signing-secret-now', 'signing-secret-old'] }),
	body: fixture('tally-submission.json'),
	sign: (body, secret) =>
		requestOf(body, {
			'tally-signature': createHmac('sha256', secret).update(body).digest('base64'),
		}),
	required: { 'tally-signature': 'missing_signature' },
	signsBody: true,
	signsTime: false,
	envelope: (payload) => ({ eventId: 'e1', data: { respondentId: 'r1', fields: [payload] } }),
};
