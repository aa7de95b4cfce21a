import { pipedrive } from '../../../sources/pipedrive';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Nothing is signed: the request carries what was entered with the webhook. */
export const pipedriveSender: Sender = {
	source: pipedrive,
	secrets: ['basic-password-now', 'shop:basic-password-old', 'guessed'],
	settings: settingsOf({ secrets: ['basic-password-now', 'shop:basic-password-old'] }),
	body: fixture('pipedrive-deal.json'),
	sign: (body, secret) => {
		const credentials = secret.includes(':') ? secret : `shop:${secret}`;
		return requestOf(body, {
			authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
		});
	},
	required: { authorization: 'missing_signature' },
	signsBody: false,
	signsTime: false,
	envelope: (payload) => ({
		meta: { entity: 'deal', action: 'change', entity_id: 1 },
		data: payload,
		previous: payload,
	}),
};
