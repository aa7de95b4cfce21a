import { getHmac } from '@shopify/shopify-api/test-helpers';
import { shopify } from '../../../sources/shopify';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

export const shopifySender: Sender = {
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
};
