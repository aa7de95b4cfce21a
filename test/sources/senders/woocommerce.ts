import { createHmac } from 'node:crypto';
import { woocommerce } from '../../../sources/woocommerce';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

/** Nobody ships a signer for WooCommerce; in `woocommerce.test.ts` such a request is judged by @hookflo/tern. */
export const woocommerceSender: Sender = {
	source: woocommerce,
	secrets: ['wc-secret-now', 'wc-secret-old', 'another-shop'],
	settings: settingsOf({ secrets: ['wc-secret-now', 'wc-secret-old'] }),
	body: fixture('woocommerce-order.json'),
	sign: (body, secret) =>
		requestOf(body, {
			'user-agent': 'WooCommerce/9.4.2 Hookshot (WordPress/6.7)',
			'x-wc-webhook-source': 'https://lamps.example/shop/',
			'x-wc-webhook-topic': 'order.created',
			'x-wc-webhook-resource': 'order',
			'x-wc-webhook-event': 'created',
			'x-wc-webhook-id': '12',
			'x-wc-webhook-delivery-id': '3f9b0d9f1f2fd5a4b5c3e2d1a0f9e8d7',
			'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
		}),
	required: { 'x-wc-webhook-signature': 'missing_signature' },
	signsBody: true,
	signsTime: false,
};
