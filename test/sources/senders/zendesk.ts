import { createHmac } from 'node:crypto';
import { zendesk } from '../../../sources/zendesk';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Signed here; `zendesk.test.ts` has a request that n8n's own verifier has judged. */
export const zendeskSender: Sender = {
	source: zendesk,
	secrets: ['signing-secret-now', 'signing-secret-old', 'another-webhook'],
	settings: settingsOf({ secrets: ['signing-secret-now', 'signing-secret-old'] }),
	body: fixture('zendesk-ticket.json'),
	sign: (body, secret, signedAt = NOW) => {
		const timestamp = new Date(signedAt).toISOString();
		const signature = createHmac('sha256', secret).update(timestamp).update(body).digest('base64');
		return requestOf(body, {
			'x-zendesk-webhook-signature': signature,
			'x-zendesk-webhook-signature-timestamp': timestamp,
			'x-zendesk-webhook-id': '01GRG3TB5JWSE86ZF3J7TYR1Q5',
			'x-zendesk-webhook-invocation-id': '01JQMQH83YNAKWSWJ8B1QH2NSC',
		});
	},
	required: {
		'x-zendesk-webhook-signature': 'missing_signature',
		'x-zendesk-webhook-signature-timestamp': 'missing_timestamp',
	},
	signsBody: true,
	signsTime: true,
	envelope: (payload) => ({ type: 'zen:event-type:ticket.created', detail: payload }),
};
