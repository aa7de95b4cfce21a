import { segment } from '../../../sources/segment';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

export const segmentSender: Sender = {
	source: segment,
	secrets: ['wk_live_1', 'wk_live_0', 'wk_other'],
	settings: settingsOf({ secrets: ['wk_live_1', 'wk_live_0'] }),
	body: Buffer.from(
		fixture('segment-batch.json').toString().replace('"writeKey": "wk_live_1",', ''),
	),
	sign: (body, secret) =>
		requestOf(
			body,
			{ authorization: `Basic ${Buffer.from(`${secret}:`).toString('base64')}` },
			{ url: 'https://n8n.example/webhook/touchpoints/v1/batch' },
		),
	required: { authorization: 'missing_signature' },
	signsBody: false,
	signsTime: false,
};
