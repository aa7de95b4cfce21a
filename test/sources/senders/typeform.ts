import { createHmac } from 'node:crypto';
import { typeform } from '../../../sources/typeform';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Signed here; `typeform.test.ts` has a request that n8n's own verifier has judged. */
export const typeformSender: Sender = {
	source: typeform,
	secrets: ['form-secret-now', 'form-secret-old', 'another-form'],
	settings: settingsOf({ secrets: ['form-secret-now', 'form-secret-old'] }),
	body: fixture('typeform-response.json'),
	sign: (body, secret) => {
		const signature = createHmac('sha256', secret).update(body).digest('base64');
		return requestOf(body, { 'typeform-signature': `sha256=${signature}` });
	},
	required: { 'typeform-signature': 'missing_signature' },
	signsBody: true,
	signsTime: false,
	envelope: (payload) => ({
		event_id: 'e1',
		event_type: 'form_response',
		form_response: { token: 't1', answers: [payload], hidden: payload },
	}),
};
