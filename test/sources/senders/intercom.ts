import { createHmac } from 'node:crypto';
import XHubSignature from 'x-hub-signature';
import { intercom } from '../../../sources/intercom';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

export const intercomSender: Sender = {
	source: intercom,
	secrets: ['client-secret-now', 'client-secret-old', 'another-app'],
	settings: settingsOf({ secrets: ['client-secret-now', 'client-secret-old'] }),
	body: fixture('intercom-conversation.json'),
	sign: (body, secret) => {
		// The package signs with no empty secret, which an attacker would try.
		const signature =
			secret === ''
				? `sha1=${createHmac('sha1', '').update(body).digest('hex')}`
				: new XHubSignature('sha1', secret).sign(body);
		return requestOf(body, { 'x-hub-signature': signature });
	},
	required: { 'x-hub-signature': 'missing_signature' },
	signsBody: true,
	signsTime: false,
	envelope: (payload) => ({
		topic: 'conversation.user.created',
		app_id: 'a86dr8yl',
		data: { item: payload },
	}),
};
