import { genericAddress } from '../../../sources/generic-address';
import { genericSecret } from '../../../sources/generic-secret';
import { pointOfSale } from '../../../sources/point-of-sale';
import { fixture, requestOf, settingsOf } from '../requests';
import { NO_SECRETS, type Sender } from '../sender';

const SECRETS = ['carried-now', 'carried-old', 'carried-foreign'] as const;

const base = {
	secrets: SECRETS,
	settings: settingsOf({ secrets: SECRETS.slice(0, 2) }),
	body: fixture('canonical-event.json'),
	signsBody: false,
	signsTime: false,
};

export const genericSecretSender: Sender = {
	...base,
	source: genericSecret,
	sign: (body, secret) => requestOf(body, { 'x-webhook-secret': secret }),
	required: { 'x-webhook-secret': 'missing_signature' },
};

export const pointOfSaleSender: Sender = {
	...base,
	source: pointOfSale,
	body: fixture('point-of-sale.json'),
	sign: (body, secret) =>
		requestOf(body, {
			authorization: `Basic ${Buffer.from(`till-4:${secret}`).toString('base64')}`,
		}),
	required: { authorization: 'missing_signature' },
};

export const genericAddressSender: Sender = {
	...base,
	source: genericAddress,
	secrets: NO_SECRETS,
	settings: settingsOf({ secrets: [] }),
	sign: (body) =>
		requestOf(
			body,
			{},
			{ url: 'https://n8n.example/webhook/8b1f6c1e-2f0a-4c51-9d55-0c3c3f8f2a10' },
		),
	required: {},
};
