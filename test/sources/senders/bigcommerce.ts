import { Webhook } from 'standardwebhooks';
import { bigcommerce } from '../../../sources/bigcommerce';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Signed as BigCommerce's own sample has it: by Standard Webhooks, with the base64 of the client secret. */
export const bigcommerceSender: Sender = {
	source: bigcommerce,
	secrets: ['7a8f6d1c5e_now', '7a8f6d1c5e_old', '9d2e4b7f01_foreign'],
	settings: settingsOf({ secrets: ['7a8f6d1c5e_now', '7a8f6d1c5e_old'] }),
	body: fixture('bigcommerce-converted.json'),
	sign: (body, secret, signedAt = NOW) => {
		// The library refuses an empty key; a key of one zero byte gives the same HMAC.
		const key = Buffer.from(secret === '' ? '\0' : secret).toString('base64');
		return requestOf(body, {
			'webhook-id': 'msg_1',
			'webhook-timestamp': String(Math.floor(signedAt / 1000)),
			'webhook-signature': new Webhook(key).sign('msg_1', new Date(signedAt), body.toString()),
		});
	},
	required: {
		'webhook-id': 'missing_signature',
		'webhook-timestamp': 'missing_timestamp',
		'webhook-signature': 'missing_signature',
	},
	signsBody: true,
	signsTime: true,
	envelope: (payload) => ({ scope: 'store/cart/converted', data: payload, created_at: 1795157103 }),
};
