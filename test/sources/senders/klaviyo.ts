import { createHmac } from 'node:crypto';
import { klaviyo } from '../../../sources/klaviyo';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const SECRETS = ['klaviyo-secret-now', 'klaviyo-secret-old', 'klaviyo-secret-foreign'] as const;

/** There is no package that signs; this is judged by the vector in the test of this source. */
export function klaviyoSignature(body: Buffer, timestamp: string, secret: string): string {
	return createHmac('sha256', secret).update(body).update(timestamp).digest('hex');
}

export const klaviyoSender: Sender = {
	source: klaviyo,
	secrets: SECRETS,
	settings: settingsOf({ secrets: SECRETS.slice(0, 2) }),
	// Of the two times that Klaviyo signs one has to be near: here it is the header's.
	body: Buffer.from(
		fixture('klaviyo-batch.json').toString().replace('T07:00:12.101159', 'T02:00:12.101159'),
	),
	sign: (body, secret, signedAt = NOW) => {
		const timestamp = new Date(signedAt).toUTCString();
		return requestOf(body, {
			'klaviyo-signature': klaviyoSignature(body, timestamp, secret),
			'klaviyo-timestamp': timestamp,
			'klaviyo-webhook-id': '01KP4928STE8FKCWB6WDHZ4ZB7',
		});
	},
	required: {
		'klaviyo-signature': 'missing_signature',
		'klaviyo-timestamp': 'missing_signature',
	},
	signsBody: true,
	signsTime: true,
	envelope: (payload) => ({
		meta: { klaviyo_account_id: 'WBhXHN' },
		data: [
			{
				topic: 'event:api.placed_order',
				external_id: 'e1',
				payload: {
					data: {
						attributes: { event_properties: payload },
						relationships: { profile: { data: { id: 'p1' } } },
					},
					included: [{ type: 'profile', attributes: payload }],
				},
			},
			payload,
		],
	}),
};
