import { brevo } from '../../../sources/brevo';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const SECRETS = ['token-now', 'token-old', 'token-foreign'] as const;

export const brevoSender: Sender = {
	source: brevo,
	secrets: SECRETS,
	settings: settingsOf({ secrets: SECRETS.slice(0, 2) }),
	body: fixture('brevo-batch.json'),
	sign: (body, secret) => requestOf(body, { authorization: `Bearer ${secret}` }),
	required: { authorization: 'missing_signature' },
	signsBody: false,
	signsTime: false,
	envelope: (payload) => [
		{ event: 'contact_updated', email: 'neda@example.com', content: payload, tag: payload },
		{ msg_status: 'replied', to: '989123456789', reply: payload },
		payload,
	],
};
