import { Webhook } from 'standardwebhooks';
import { standardWebhooks } from '../../../sources/standard-webhooks';
import { fixture, NOW, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

const whsec = (fill: number): string => `whsec_${Buffer.alloc(24, fill).toString('base64')}`;

function headersOf(
	family: string,
	body: Buffer,
	secret: string,
	signedAt: number,
): Record<string, string> {
	const signature = new Webhook(secret).sign('evt_1', new Date(signedAt), body.toString());
	return {
		[`${family}-id`]: 'evt_1',
		[`${family}-timestamp`]: String(Math.floor(signedAt / 1000)),
		[`${family}-signature`]: signature,
	};
}

function senderOf(family: 'webhook' | 'svix'): Sender {
	const data = JSON.parse(fixture('canonical-event.json').toString());
	const secrets = [whsec(1), whsec(2), whsec(3)] as const;
	return {
		source: standardWebhooks,
		secrets,
		emptySecret: 'whsec_AA==',
		settings: settingsOf({ secrets: secrets.slice(0, 2) }),
		body: Buffer.from(
			JSON.stringify({ type: 'order.completed', timestamp: '2026-11-20T06:45:00Z', data }),
		),
		sign: (body, secret, signedAt = NOW) =>
			requestOf(body, headersOf(family, body, secret, signedAt)),
		required: {
			[`${family}-id`]: 'missing_signature',
			[`${family}-timestamp`]: 'missing_timestamp',
			[`${family}-signature`]: 'missing_signature',
		},
		signsBody: true,
		signsTime: true,
		envelope: (payload) => ({ type: 'a', data: payload }),
	};
}

export const standardWebhooksSender = senderOf('webhook');
export const svixSender = senderOf('svix');
