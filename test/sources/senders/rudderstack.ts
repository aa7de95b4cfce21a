import { rudderstack } from '../../../sources/rudderstack';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** The headers and the path that RudderStack's library for Node has; rudderstack.test.ts has its real traffic. */
export const rudderstackSender: Sender = {
	source: rudderstack,
	secrets: ['2Ywk_rudder_now', '2Ywk_rudder_old', '2Ywk_rudder_other'],
	settings: settingsOf({ secrets: ['2Ywk_rudder_now', '2Ywk_rudder_old'] }),
	body: fixture('rudderstack-batch.json'),
	sign: (body, secret) =>
		requestOf(
			body,
			{
				authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}`,
				'content-type': 'application/x-www-form-urlencoded',
				'content-encoding': 'gzip',
			},
			{ url: 'https://n8n.example/webhook/touchpoints/v1/batch' },
		),
	required: { authorization: 'missing_signature' },
	signsBody: false,
	signsTime: false,
};
