import { Signature } from '@hubspot/api-client';
import { hubspot } from '../../../sources/hubspot';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const secrets = ['client-secret-now', 'client-secret-old', 'another-app'] as const;
const { url } = requestOf('');

/** Signed by HubSpot's own package, as its apps are since version 3. */
export const hubspotSender: Sender = {
	source: hubspot,
	secrets,
	settings: settingsOf({ secrets: secrets.slice(0, 2), fields: { requireV3: true } }),
	body: fixture('hubspot-events.json'),
	sign: (body, secret, signedAt = NOW) => {
		const options = {
			clientSecret: secret,
			requestBody: body.toString(),
			url,
			timestamp: signedAt,
			signature: '',
		};
		return requestOf(body, {
			'x-hubspot-signature-v3': Signature.getSignature('POST', 'v3', options),
			'x-hubspot-request-timestamp': String(signedAt),
		});
	},
	required: {
		'x-hubspot-signature-v3': 'missing_signature',
		'x-hubspot-request-timestamp': 'missing_timestamp',
	},
	signsBody: true,
	signsTime: true,
	envelope: (payload) => [
		{ subscriptionType: 'contact.creation', objectId: 1, portalId: payload },
		{ properties: payload },
		payload,
	],
};

function oldSender(version: 'v1' | 'v2'): Sender {
	return {
		...hubspotSender,
		settings: settingsOf({ secrets: secrets.slice(0, 2) }),
		sign: (body, secret) =>
			requestOf(body, {
				'x-hubspot-signature-version': version,
				'x-hubspot-signature': Signature.getSignature('POST', version, {
					clientSecret: secret,
					requestBody: body.toString(),
					url,
					signature: '',
				}),
			}),
		required: { 'x-hubspot-signature': 'missing_signature' },
		signsTime: false,
	};
}

export const hubspotV2Sender = oldSender('v2');
export const hubspotV1Sender = oldSender('v1');
