import { postmark } from '../../../sources/postmark';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const SECRETS = ['password-now', 'password-old', 'password-foreign'] as const;

export const postmarkSender: Sender = {
	source: postmark,
	secrets: SECRETS,
	settings: settingsOf({ secrets: SECRETS.slice(0, 2) }),
	body: fixture('postmark-bounce.json'),
	sign: (body, secret) =>
		requestOf(body, {
			authorization: `Basic ${Buffer.from(`postmark:${secret}`).toString('base64')}`,
		}),
	required: { authorization: 'missing_signature' },
	signsBody: false,
	signsTime: false,
	envelope: (payload) => ({
		RecordType: 'Click',
		Recipient: 'neda@example.com',
		OriginalLink: payload,
		Metadata: payload,
	}),
};
