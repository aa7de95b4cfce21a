import { randomUUID } from 'node:crypto';
import { Analytics } from '@segment/analytics-node';
import { getHmac } from '@shopify/shopify-api/test-helpers';
import axios from 'axios';
import { Webhook } from 'standardwebhooks';

/** Where the shop's tools send to and how they sign. */
export interface SenderSettings {
	readonly shopify: { readonly address: string; readonly secret: string };
	readonly standardWebhooks: { readonly address: string; readonly secret: string };
	readonly segment: { readonly address: string; readonly writeKey: string };
}

/** One HTTP request as a sender would make it; the same value sent twice is a repetition. */
export interface Delivery {
	readonly address: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

const SHOP = 'charlottes-shop.myshopify.example';

/** Gives a Shopify webhook signed with Shopify's own package. */
export function shopifyDelivery(
	settings: SenderSettings['shopify'],
	topic: string,
	payload: object,
	webhookId: string = randomUUID(),
): Delivery {
	const body = JSON.stringify(payload);
	return {
		address: settings.address,
		headers: {
			'content-type': 'application/json',
			'x-shopify-topic': topic,
			'x-shopify-shop-domain': SHOP,
			'x-shopify-webhook-id': webhookId,
			'x-shopify-hmac-sha256': getHmac(body, settings.secret),
		},
		body,
	};
}

/** Gives a Standard Webhooks message signed by the specification's own package. */
export function standardDelivery(
	settings: SenderSettings['standardWebhooks'],
	payload: object | string,
	signedAt: Date,
	id = `msg_${randomUUID()}`,
): Delivery {
	const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
	return {
		address: settings.address,
		headers: {
			'content-type': 'application/json',
			'webhook-id': id,
			'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
			'webhook-signature': new Webhook(settings.secret).sign(id, signedAt, body),
		},
		body,
	};
}

/** Sends a delivery and gives the status of the answer. */
export async function send({ address, headers, body }: Delivery): Promise<number> {
	const { status } = await axios.post<unknown>(address, body, {
		headers,
		transformRequest: [(data: unknown) => data],
		validateStatus: () => true,
		timeout: 60_000,
	});
	return status;
}

/** What Segment's own SDK is told about one event. */
export interface SegmentTrack {
	readonly userId: string;
	readonly event: string;
	readonly properties: Readonly<Record<string, unknown>>;
	readonly traits: Readonly<Record<string, unknown>>;
	readonly timestamp: Date;
}

/** Sends events through Segment's own SDK, which decides how to batch them, and gives the status of each request it made. */
export async function sendThroughSegment(
	settings: SenderSettings['segment'],
	tracks: readonly SegmentTrack[],
): Promise<readonly number[]> {
	const statuses: number[] = [];
	const { origin, pathname } = new URL(settings.address);
	const analytics = new Analytics({
		writeKey: settings.writeKey,
		host: origin,
		path: `${pathname}/v1/batch`,
		flushAt: 20,
		maxRetries: 0,
		httpClient: async (url, options) => {
			const response = await fetch(url, options);
			statuses.push(response.status);
			return response;
		},
	});
	// A refused request is counted by its status; the SDK would also raise it as an event without a listener.
	analytics.on('error', () => undefined);
	for (const { userId, event, properties, traits, timestamp } of tracks) {
		analytics.track({
			userId,
			event,
			properties: { ...properties },
			context: { traits: { ...traits } },
			timestamp,
		});
	}
	await analytics.closeAndFlush({ timeout: 60_000 });
	return statuses;
}
