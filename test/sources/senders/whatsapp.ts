import { createHmac } from 'node:crypto';
import XHubSignature from 'x-hub-signature';
import { whatsapp } from '../../../sources/whatsapp';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

export const whatsappSender: Sender = {
	source: whatsapp,
	secrets: ['app-secret-now', 'app-secret-old', 'another-app'],
	settings: settingsOf({
		secrets: ['app-secret-now', 'app-secret-old'],
		fields: { verifyToken: 'lamp-shop-2026' },
	}),
	body: fixture('whatsapp-messages.json'),
	sign: (body, secret) => {
		// The package signs with no empty secret, which an attacker would try.
		const signature =
			secret === ''
				? `sha256=${createHmac('sha256', '').update(body).digest('hex')}`
				: new XHubSignature('sha256', secret).sign(body);
		return requestOf(body, { 'x-hub-signature-256': signature });
	},
	required: { 'x-hub-signature-256': 'missing_signature' },
	signsBody: true,
	signsTime: false,
	envelope: (payload) => ({
		entry: [{ id: '1', changes: [{ field: 'messages', value: { messages: [payload] } }] }],
	}),
};
