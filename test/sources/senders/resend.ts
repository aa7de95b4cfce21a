import { Webhook } from 'svix';
import { resend } from '../../../sources/resend';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const whsec = (fill: number): string => `whsec_${Buffer.alloc(24, fill).toString('base64')}`;
const SECRETS = [whsec(4), whsec(5), whsec(6)] as const;

/** Resend posts through Svix, whose own package signs here. */
export const resendSender: Sender = {
	source: resend,
	secrets: SECRETS,
	emptySecret: 'whsec_AA==',
	settings: settingsOf({ secrets: SECRETS.slice(0, 2) }),
	body: fixture('resend-clicked.json'),
	sign: (body, secret, signedAt = NOW) =>
		requestOf(body, {
			'svix-id': 'msg_2W2D3qXLS5fOaPja1GDg7rF2CwB',
			'svix-timestamp': String(Math.floor(signedAt / 1000)),
			'svix-signature': new Webhook(secret).sign(
				'msg_2W2D3qXLS5fOaPja1GDg7rF2CwB',
				new Date(signedAt),
				body.toString(),
			),
		}),
	required: {
		'svix-id': 'missing_signature',
		'svix-timestamp': 'missing_timestamp',
		'svix-signature': 'missing_signature',
	},
	signsBody: true,
	signsTime: true,
	envelope: (payload) => ({ type: 'email.bounced', data: payload }),
};
