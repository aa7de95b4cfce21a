import { shopifyDelivery, standardDelivery, type Delivery, type SenderSettings } from './senders';

/** A delivery that must not be taken, with the statuses that refuse it rightly. */
export interface Mischief {
	readonly kind: 'forged' | 'unsigned' | 'expired' | 'broken';
	readonly delivery: Delivery;
	readonly refusedWith: readonly number[];
}

const TEN_MINUTES_MS = 10 * 60 * 1000;

/** Text that is a valid Standard Webhooks secret and not the shop's. */
const WRONG_SECRET = `whsec_${Buffer.from('somebody-elses-secret-0000').toString('base64')}`;

/**
 * Gives requests by somebody who is not the sender, or who repeats an old one, or whose tool is broken. Each names a
 * customer of its own, so that one which got through would be seen in the store.
 */
export function mischief(settings: SenderSettings, now: Date): readonly Mischief[] {
	const { shopify, standardWebhooks } = settings;
	const order = (n: number): object => ({
		id: 9_000_000 + n,
		email: `forged-${n}@example.com`,
		total_price: '1.00',
	});
	const event = (n: number): object => ({
		type: 'recommendation_heard',
		timestamp: now.toISOString(),
		data: { email: `forged-${n}@example.com` },
	});
	const unsigned = (delivery: Delivery, header: string): Delivery => {
		const { [header]: _left, ...headers } = delivery.headers;
		return { ...delivery, headers };
	};
	const altered = (delivery: Delivery): Delivery => ({
		...delivery,
		body: delivery.body.replace('forged', 'altered'),
	});
	const forged = (delivery: Delivery): Mischief => ({
		kind: 'forged',
		delivery,
		refusedWith: [401],
	});
	const wrongShopify = { ...shopify, secret: 'not the secret of this shop' };
	const wrongStandard = { ...standardWebhooks, secret: WRONG_SECRET };
	const brokenStandard = standardDelivery(
		standardWebhooks,
		'{"type": "recommendation_heard", "data": {',
		now,
	);
	return [
		forged(shopifyDelivery(wrongShopify, 'orders/create', order(1))),
		forged(shopifyDelivery(wrongShopify, 'orders/fulfilled', order(2))),
		forged(altered(shopifyDelivery(shopify, 'orders/create', order(3)))),
		forged(standardDelivery(wrongStandard, event(4), now)),
		forged(altered(standardDelivery(standardWebhooks, event(5), now))),
		{
			kind: 'unsigned',
			delivery: unsigned(
				shopifyDelivery(shopify, 'orders/create', order(6)),
				'x-shopify-hmac-sha256',
			),
			refusedWith: [401],
		},
		{
			kind: 'unsigned',
			delivery: unsigned(standardDelivery(standardWebhooks, event(7), now), 'webhook-signature'),
			refusedWith: [401],
		},
		{
			kind: 'expired',
			delivery: standardDelivery(
				standardWebhooks,
				event(8),
				new Date(now.getTime() - TEN_MINUTES_MS),
			),
			refusedWith: [401],
		},
		// n8n itself answers 422 to JSON it cannot parse when the sender calls it JSON; the trigger answers 400 to the rest.
		{ kind: 'broken', delivery: brokenStandard, refusedWith: [422] },
		{
			kind: 'broken',
			delivery: {
				...brokenStandard,
				headers: { ...brokenStandard.headers, 'content-type': 'text/plain' },
			},
			refusedWith: [400],
		},
	];
}
