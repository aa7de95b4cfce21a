import type { Product, Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { moneyOf, sumOfAmounts } from './money';
import {
	fieldsOf,
	firstText,
	listOf,
	present,
	presentTexts,
	textOf,
	type Fields,
} from './payload-fields';
import { readPerson, type NamespacedId } from './people';
import { productOf } from './product-fields';
import { consentIn } from './shopify-consent';
import { shopifyTopic, type ShopifyTopic } from './shopify-topics';
import type { HmacRecipe, Source, SourceRequest } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

const RECIPE: HmacRecipe = {
	header: 'x-shopify-hmac-sha256',
	algorithm: 'sha256',
	encoding: 'base64',
	signed: '{body}',
};

/**
 * Shopify webhooks over HTTPS (shopify.dev/docs/apps/build/webhooks/verify-deliveries and …/delivery-structure).
 * Signed with the app's client secret, or, when made under Settings > Notifications, with the secret shown there.
 * The event id is `X-Shopify-Webhook-Id`, the same in every repetition; without it topic, shop and body are hashed.
 * Ids mean something within one shop: their namespace is `shopify:<shop domain>`.
 */
export const shopify: Source = {
	name: 'shopify',
	displayName: 'Shopify',
	group: 'shop',
	proof: 'signature',
	howTo:
		"In Shopify, open Settings, then Notifications, then Webhooks, and add a webhook in JSON format with the address of this trigger. The secret stands below the list; for webhooks that an app makes, it is the app's client secret.",
	verify: (request, settings) => verifyHmac(RECIPE, request, settings.secrets),
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => {
		const body = fieldsOf(event);
		const topicName = request.headers['x-shopify-topic']?.trim().toLowerCase();
		if (!topicName)
			throw new UnusableEvent(
				"header 'x-shopify-topic' is missing: expected one like orders/create",
			);
		const topic = shopifyTopic(topicName);
		const shop = request.headers['x-shopify-shop-domain']?.trim().toLowerCase() ?? 'unknown';
		const customer = topic.about === 'customer' ? body : fieldsOf(body.customer);
		const keys = keysIn(topic, body);
		const person = readPerson(
			{
				external: namespaced(shop, [
					idOf(customer.id ?? customer.admin_graphql_api_id ?? body.customer_id),
				]),
				emails: [firstText(body.email, body.contact_email, body.email_address), customer.email],
				phones: [body.phone, customer.phone],
				anonymous: namespaced(
					shop,
					Object.entries(keys).map(([kind, id]) => `${kind}:${id}`),
				),
			},
			settings.defaultCountry,
		);
		if (person.identities.length === 0) {
			throw new UnusableEvent(
				`topic '${topicName}': the body names no customer, cart, checkout or order`,
			);
		}
		const happenedAt = timeIn(topic, body, request);
		const placed = placeTime(happenedAt, request.receivedAt);
		return [
			touchpointOf(
				{
					source: 'shopify',
					key: keyOf(request, topicName, shop, body),
					type: typeIn(topic, body),
					channel: textOf(body.source_name) === 'pos' ? 'store' : topic.channel,
					...placed,
					sequence: topic.sequence,
					identities: person.identities,
					attributes: { ...attributesIn(body, customer), ...person.attributes },
					value: valueIn(topic, body),
					products: productsIn(topic, body),
					keys,
					consent: consentIn(topic, body, customer, placed.occurredAt),
					properties: present({ topic: topicName, shop, ...propertiesIn(body) }),
					test: body.test === true || request.headers['x-shopify-test'] === 'true',
				},
				request,
				settings,
				index,
			),
		];
	},
};

/** Headless shops make their carts empty. */
function typeIn(topic: ShopifyTopic, body: Fields): string {
	return topic.type === 'product_added' && listOf(body.line_items).length === 0
		? 'cart_updated'
		: topic.type;
}

function keyOf(request: SourceRequest, topic: string, shop: string, body: Fields): EventKey {
	const id = textOf(request.headers['x-shopify-webhook-id']);
	return id === undefined
		? { kind: 'content_hash', of: [topic, shop, body] }
		: { kind: 'event_id', id };
}

/** The body is signed and the header is not, so the body's time comes first. */
function timeIn(topic: ShopifyTopic, body: Fields, request: SourceRequest): number | null {
	for (const field of topic.times) {
		const time = readTime(body[field]);
		if (time !== null) return time;
	}
	return readTime(request.headers['x-shopify-triggered-at']);
}

/** Cart, checkout and order are keys, and identities too: a refund names nobody but its order. */
function keysIn(topic: ShopifyTopic, body: Fields): Record<string, string> {
	return presentTexts({
		order: idOf(topic.about === 'order' ? (body.id ?? body.admin_graphql_api_id) : body.order_id),
		cart: topic.about === 'cart' ? firstText(body.token, body.id) : body.cart_token,
		checkout: topic.about === 'checkout' ? body.token : body.checkout_token,
	});
}

function namespaced(shop: string, ids: readonly (string | undefined)[]): NamespacedId[] {
	return ids.map((id) => [`shopify:${shop}`, id]);
}

/** Gives an id as its digits, also where it is written as `gid://shopify/Order/123`. */
function idOf(value: unknown): string | undefined {
	return textOf(value)?.replace(/^gid:\/\/.*\/([^/?]+)(?:\?.*)?$/, '$1');
}

function attributesIn(body: Fields, customer: Fields): Record<string, unknown> {
	const address = fieldsOf(
		customer.default_address ?? body.billing_address ?? body.shipping_address,
	);
	return present({
		firstName: firstText(customer.first_name, fieldsOf(body.billing_address).first_name),
		lastName: firstText(customer.last_name, fieldsOf(body.billing_address).last_name),
		language: firstText(body.customer_locale, customer.locale),
		city: textOf(address.city),
		country: textOf(address.country_code),
		tags: textOf(customer.tags)
			?.split(',')
			.map((tag) => tag.trim())
			.filter((tag) => tag !== ''),
	});
}

function valueIn(topic: ShopifyTopic, body: Fields): Touchpoint['value'] {
	if (topic.about !== 'refund')
		return moneyOf(body.total_price, firstText(body.currency, body.presentment_currency));
	const paidBack = listOf(body.transactions)
		.map(fieldsOf)
		.filter((transaction) => transaction.kind === 'refund' && transaction.status === 'success')
		.flatMap((transaction) => moneyOf(transaction.amount, transaction.currency) ?? []);
	const currency = paidBack[0]?.currency;
	if (currency === undefined || paidBack.some((money) => money.currency !== currency))
		return undefined;
	return { amount: sumOfAmounts(paidBack.map((money) => money.amount)), currency };
}

/** A wished-for product stands in the body itself; a refund wraps each line. */
function productsIn(topic: ShopifyTopic, body: Fields): Product[] {
	const lines =
		topic.about === 'refund'
			? listOf(body.refund_line_items).map((line) => ({
					...fieldsOf(fieldsOf(line).line_item),
					quantity: fieldsOf(line).quantity,
				}))
			: topic.about === 'wishlist' && listOf(body.line_items).length === 0
				? [body]
				: listOf(body.line_items).map(fieldsOf);
	return lines.flatMap(
		(line: Fields) =>
			productOf({
				id: idOf(line.product_id) ?? idOf(line.variant_id) ?? textOf(line.sku),
				name: firstText(line.title, line.product_title, line.name),
				quantity: line.quantity,
				price: line.price,
			}) ?? [],
	);
}

/** Only what conditions and messages need: no addresses, no network data, no payment details, no staff notes. */
function propertiesIn(body: Fields): Record<string, unknown> {
	return {
		orderName: textOf(body.name),
		financialStatus: textOf(body.financial_status),
		fulfillmentStatus: textOf(body.fulfillment_status),
		cancelReason: textOf(body.cancel_reason),
		coupons: listOf(body.discount_codes).flatMap(
			(discount) => textOf(fieldsOf(discount).code) ?? [],
		),
		sourceName: textOf(body.source_name),
		landingSite: textOf(body.landing_site),
		referringSite: textOf(body.referring_site),
		checkoutUrl: textOf(body.abandoned_checkout_url),
		orderStatusUrl: textOf(body.order_status_url),
		trackingUrls: listOf(body.fulfillments).flatMap(
			(fulfillment) => textOf(fieldsOf(fulfillment).tracking_url) ?? [],
		),
	};
}
