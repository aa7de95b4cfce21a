import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { adobeCommerce } from '../../../sources/adobe-commerce';
import { fixture, requestOf, settingsOf } from '../requests';
import type { Sender } from '../sender';

export const ADOBE_CLIENT_ID = 'e142407e73ef48f884aeb8e925c1e256';

function keyPair(): readonly [pem: string, key: KeyObject] {
	const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return [publicKey.export({ type: 'spki', format: 'pem' }).toString().trim(), privateKey];
}

const PAIRS = [keyPair(), keyPair(), keyPair()] as const;
const PRIVATE_KEYS = new Map(PAIRS);
/** Signs for whoever has no key of ours. */
const STRANGER = keyPair()[1];

/** Gives the public keys that Adobe would have now, had before, and that somebody else has, as PEM. */
export const ADOBE_KEYS = [PAIRS[0][0], PAIRS[1][0], PAIRS[2][0]] as const;

/** Gives the signature over some bytes by the private half of a key, as Adobe makes it. */
export function adobeSignature(signed: Buffer, publicKey: string): string {
	return sign('sha256', signed, PRIVATE_KEYS.get(publicKey) ?? STRANGER).toString('base64');
}

/** Adobe ships no signer; `adobe-commerce.test.ts` has the vector of its own library. */
export const adobeCommerceSender: Sender = {
	source: adobeCommerce,
	secrets: ADOBE_KEYS,
	settings: settingsOf({
		secrets: ADOBE_KEYS.slice(0, 2),
		fields: { clientId: ADOBE_CLIENT_ID },
	}),
	body: fixture('adobe-order.json'),
	sign: (body, secret) =>
		requestOf(body, { 'x-adobe-digital-signature-1': adobeSignature(body, secret) }),
	required: { 'x-adobe-digital-signature-1': 'missing_signature' },
	signsBody: true,
	signsTime: false,
	envelope: (payload) => ({
		type: 'com.adobe.commerce.observer.sales_order_save_commit_after',
		recipient_client_id: ADOBE_CLIENT_ID,
		data: { value: payload },
	}),
};

/** The webhook that Commerce itself sends while the shopper waits. */
export const adobeWebhookSender: Sender = {
	...adobeCommerceSender,
	settings: settingsOf({ secrets: ADOBE_KEYS.slice(0, 2) }),
	body: Buffer.from(
		JSON.stringify({
			eventName: 'checkout_cart_product_add_after',
			data: {
				quote: {
					entity_id: 730,
					customer_email: 'neda@example.com',
					updated_at: '2026-11-20 06:40:00',
				},
				product: { entity_id: '3953', sku: 'LAMP-1', name: 'چراغ مطالعه', price: '18.450000' },
			},
		}),
	),
	sign: (body, secret) =>
		requestOf(body, {
			'x-adobe-commerce-webhook-signature': adobeSignature(
				Buffer.from(body.toString('base64')),
				secret,
			),
		}),
	required: { 'x-adobe-commerce-webhook-signature': 'missing_signature' },
	envelope: (payload) => ({ eventName: 'sales_order_place_after', data: payload }),
};
