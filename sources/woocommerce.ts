import type { Channel } from '../journey/channel';
import type { Product } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { moneyOf } from './money';
import {
	fieldsOf,
	firstText,
	listOf,
	present,
	presentTexts,
	textOf,
	type Fields,
} from './payload-fields';
import { readPerson } from './people';
import { productOf } from './product-fields';
import type { Answer, HmacRecipe, Source, SourceRequest } from './source';
import { placeTime } from './time';
import { touchpointOf } from './touchpoint-of';
import { woocommerceFacts } from './woocommerce-facts';

const RECIPE: HmacRecipe = {
	header: 'x-wc-webhook-signature',
	algorithm: 'sha256',
	encoding: 'base64',
	signed: '{body}',
};

/** Resources of the shop itself, and hooks of WordPress, which come without anybody's name. */
const NOT_ABOUT_PEOPLE: ReadonlySet<string> = new Set(['action', 'coupon', 'product']);

const PING = /^webhook_id=\d{1,20}$/;
const PONG: Answer = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'OK' };

/**
 * WooCommerce webhooks in the payload of the REST API, versions 1 to 3 (developer.woocommerce.com/docs/apis/rest-api/v3/webhooks;
 * headers, signature, ping and delivery id as in `class-wc-webhook.php` of github.com/woocommerce/woocommerce).
 * Signed is the body, with the webhook's secret; no time is. Saving a webhook sends a ping without a signature.
 * There is no usable event id: facts of an order are keyed by order and fact (see `woocommerce-facts.ts`), everything
 * else by a hash of site, topic and body. Ids mean something within one site: their namespace is `woocommerce:<site>`.
 */
export const woocommerce: Source = {
	name: 'woocommerce',
	displayName: 'WooCommerce',
	group: 'shop',
	proof: 'signature',
	howTo:
		'In WordPress, open WooCommerce, then Settings, then Advanced, then Webhooks, and add one webhook a topic with the address of this trigger as its delivery URL. The secret is what you enter there; the trigger has to be active when you save.',
	handshake: (request) => (isPing(request) ? PONG : undefined),
	verify: (request, settings) => verifyHmac(RECIPE, request, settings.secrets),
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => {
		const body = fieldsOf(event);
		const topic = request.headers['x-wc-webhook-topic']?.trim().toLowerCase();
		if (!topic)
			throw new UnusableEvent(
				"header 'x-wc-webhook-topic' is missing: expected one like order.created",
			);
		const resource = topic.split('.')[0] ?? '';
		if (NOT_ABOUT_PEOPLE.has(resource)) return [];
		const site = siteOf(body, request);
		const billing = fieldsOf(body.billing);
		const keys = presentTexts({
			order: resource === 'order' ? body.id : undefined,
			subscription: resource === 'subscription' ? body.id : undefined,
		});
		const person = readPerson(
			{
				external: [[`woocommerce:${site}`, resource === 'customer' ? body.id : body.customer_id]],
				emails: [body.email, billing.email],
				phones: [billing.phone],
				anonymous: Object.entries(keys).map(([kind, id]) => [
					`woocommerce:${site}`,
					`${kind}:${id}`,
				]),
			},
			// Shoppers write their number as they dial it at home.
			textOf(billing.country) ?? settings.defaultCountry,
		);
		if (person.identities.length === 0)
			throw new UnusableEvent(`topic '${topic}': the body names no customer and no order`);
		const told = {
			source: 'woocommerce',
			channel: channelOf(topic, body),
			identities: person.identities,
			attributes: { ...attributesIn(body, billing), ...person.attributes },
			products: productsIn(body),
			keys,
			properties: present({ topic, site, ...propertiesIn(body) }),
		};
		return woocommerceFacts(topic, site, body).map((fact) =>
			touchpointOf(
				{
					...told,
					type: fact.type,
					key: fact.key,
					...placeTime(fact.happenedAt, request.receivedAt),
					sequence: fact.sequence,
					value: fact.value ?? moneyOf(body.total, body.currency),
				},
				request,
				settings,
				index,
			),
		);
	},
};

/** A webhook is kept as active only when its ping hears exactly 200; it comes as a form, without any X-WC header. */
function isPing({ headers, body }: SourceRequest): boolean {
	return (
		headers['x-wc-webhook-signature'] === undefined &&
		body.length <= 40 &&
		PING.test(body.toString('latin1'))
	);
}

/** Gives host and path of the site. The body is signed and the header is not, so the body's link comes first. */
function siteOf(body: Fields, request: SourceRequest): string {
	const self = fieldsOf(listOf(fieldsOf(body._links).self)[0]).href;
	for (const link of [self, request.headers['x-wc-webhook-source']]) {
		if (typeof link !== 'string' || !URL.canParse(link)) continue;
		const { host, pathname } = new URL(link);
		const path = pathname.split('/wp-json')[0]?.replace(/\/+$/, '') ?? '';
		if (host !== '') return `${host}${path}`.slice(0, 200);
	}
	return 'unknown';
}

/** An account is changed by the staff as well as by its owner. A sale at the till says so. */
function channelOf(topic: string, body: Fields): Channel {
	if (topic === 'customer.updated' || topic === 'customer.deleted') return 'other';
	return /(?:^|[-_])pos(?:$|[-_])/.test(textOf(body.created_via) ?? '') ? 'store' : 'web';
}

function attributesIn(body: Fields, billing: Fields): Record<string, unknown> {
	return present({
		firstName: firstText(body.first_name, billing.first_name),
		lastName: firstText(body.last_name, billing.last_name),
		city: textOf(billing.city),
		country: textOf(billing.country),
	});
}

function productsIn(body: Fields): Product[] {
	return listOf(body.line_items)
		.map(fieldsOf)
		.flatMap(
			(line) =>
				productOf({
					id: firstText(line.product_id, line.variation_id, line.sku),
					name: line.name,
					quantity: line.quantity,
					price: line.price,
				}) ?? [],
		);
}

/** Only what conditions and messages need: no street, no network address, no note, no data of plugins. */
function propertiesIn(body: Fields): Record<string, unknown> {
	return {
		status: textOf(body.status),
		orderNumber: textOf(body.number),
		paymentMethod: textOf(body.payment_method),
		coupons: listOf(body.coupon_lines).flatMap((coupon) => textOf(fieldsOf(coupon).code) ?? []),
		createdVia: textOf(body.created_via),
		paymentUrl: textOf(body.payment_url),
		nextPayment: textOf(body.next_payment_date_gmt),
	};
}
