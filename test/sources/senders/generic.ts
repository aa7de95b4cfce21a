import { createHmac } from 'node:crypto';
import { generic } from '../../../sources/generic';
import type { HmacRecipe } from '../../../sources/source';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const RECIPE: HmacRecipe = {
	header: 'x-signature',
	prefix: 'sha512=',
	algorithm: 'sha512',
	encoding: 'hex',
	signed: '{timestamp}|{url}|{body}',
	timestampHeader: 'x-signed-at',
	toleranceMs: 60_000,
};

export const genericSender: Sender = {
	source: generic,
	secrets: ['till-secret', 'till-secret-old', 'stolen'],
	settings: settingsOf({ secrets: ['till-secret', 'till-secret-old'], hmac: RECIPE }),
	body: fixture('canonical-event.json'),
	sign: (body, secret, signedAt = NOW) => {
		const request = requestOf(body);
		const digest = createHmac('sha512', secret)
			.update(`${signedAt}|${request.url}|`)
			.update(body)
			.digest('hex');
		return {
			...request,
			headers: { 'x-signed-at': String(signedAt), 'x-signature': `sha512=${digest}` },
		};
	},
	required: { 'x-signature': 'missing_signature', 'x-signed-at': 'missing_timestamp' },
	signsBody: true,
	signsTime: true,
};
