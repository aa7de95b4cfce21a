import { createHmac } from 'node:crypto';
import { getHmac } from '@shopify/shopify-api/test-helpers';
import { Webhook } from 'standardwebhooks';
import { generic } from '../../sources/generic';
import { segment } from '../../sources/segment';
import { shopify } from '../../sources/shopify';
import type { HmacRecipe, Source, SourceRequest, SourceSettings } from '../../sources/source';
import { standardWebhooks } from '../../sources/standard-webhooks';
import { fixture, NOW, requestOf, settingsOf } from './requests';

/** How one sender makes a request that our source has to accept, with a signer that is not ours where there is one. */
export interface Sender {
	readonly source: Source;
	/** Three secrets as this sender writes them; the first two are valid in `settings`. */
	readonly secrets: readonly [now: string, old: string, foreign: string];
	readonly body: Buffer;
	readonly settings: SourceSettings;
	sign(body: Buffer, secret: string, signedAt?: number): SourceRequest;
	/** Headers without which a request must be refused, and the code of the refusal. */
	readonly required: Readonly<Record<string, string>>;
	readonly signsBody: boolean;
	readonly signsTime: boolean;
}

const whsec = (fill: number): string => `whsec_${Buffer.alloc(24, fill).toString('base64')}`;

function standardHeaders(
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

function standardSender(family: 'webhook' | 'svix'): Sender {
	const data = JSON.parse(fixture('canonical-event.json').toString());
	const secrets = [whsec(1), whsec(2), whsec(3)] as const;
	return {
		source: standardWebhooks,
		secrets,
		settings: settingsOf({ secrets: secrets.slice(0, 2) }),
		body: Buffer.from(
			JSON.stringify({ type: 'order.completed', timestamp: '2026-11-20T06:45:00Z', data }),
		),
		sign: (body, secret, signedAt = NOW) =>
			requestOf(body, standardHeaders(family, body, secret, signedAt)),
		required: {
			[`${family}-id`]: 'missing_signature',
			[`${family}-timestamp`]: 'missing_timestamp',
			[`${family}-signature`]: 'missing_signature',
		},
		signsBody: true,
		signsTime: true,
	};
}

const GENERIC_RECIPE: HmacRecipe = {
	header: 'x-signature',
	prefix: 'sha512=',
	algorithm: 'sha512',
	encoding: 'hex',
	signed: '{timestamp}|{url}|{body}',
	timestampHeader: 'x-signed-at',
	toleranceMs: 60_000,
};

export const SENDERS: Readonly<Record<string, Sender>> = {
	shopify: {
		source: shopify,
		secrets: ['app-client-secret', 'notification-secret', 'another-shop'],
		settings: settingsOf({ secrets: ['app-client-secret', 'notification-secret'] }),
		body: fixture('shopify-order.json'),
		sign: (body, secret) =>
			requestOf(body, {
				'x-shopify-topic': 'orders/create',
				'x-shopify-shop-domain': 'lamps.myshopify.com',
				'x-shopify-webhook-id': 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
				'x-shopify-triggered-at': '2026-11-20T06:45:03.877041743Z',
				'x-shopify-hmac-sha256': getHmac(body.toString(), secret),
			}),
		required: { 'x-shopify-hmac-sha256': 'missing_signature' },
		signsBody: true,
		signsTime: false,
	},
	'standard webhooks': standardSender('webhook'),
	svix: standardSender('svix'),
	generic: {
		source: generic,
		secrets: ['till-secret', 'till-secret-old', 'stolen'],
		settings: settingsOf({ secrets: ['till-secret', 'till-secret-old'], hmac: GENERIC_RECIPE }),
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
	},
	segment: {
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
	},
};
