import type { ConsentChange, Touchpoint } from '../journey/touchpoint';
import { bigcommerceScope, isPurchase, typeOfStatus } from './bigcommerce-scopes';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { fieldsOf, firstText, present, presentTexts, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import { namedHeaders, SECRET_HEADER_FIELD, verifySharedSecret } from './shared-secret';
import type { Refusal, Source, SourceRequest, SourceSettings } from './source';
import { signedIdOf, verifyStandardWebhook } from './standard-webhooks';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventFacts, type EventKey } from './touchpoint-of';

/**
 * BigCommerce webhooks over HTTPS (docs.bigcommerce.com, Webhooks; github.com/bigcommerce/docs,
 * docs/integrations/webhooks/https-webhook-overview.mdx), signed by Standard Webhooks with the bytes of the app's client
 * secret. Webhooks made by older accounts may come unsigned, with a header of one's own instead.
 * The bodies are thin: they name a cart, an order or a customer by id, and no more.
 * The event id is `hash` with store, scope and time: "if a hook fires twice for the same event" the hash is the same, yet
 * it is a hash of `data`, so that two changes of one order may share it. Without it the signed `webhook-id` is taken.
 */
export const bigcommerce: Source = {
	name: 'bigcommerce',
	displayName: 'BigCommerce',
	group: 'shop',
	proof: 'signature',
	howTo:
		"Make one webhook a scope with BigCommerce's API (POST /v3/hooks), with the address of this trigger as its destination on port 443. The secret is the client secret of the API account or app that makes it; for unsigned webhooks it is the value of the header that you gave them.",
	fields: [SECRET_HEADER_FIELD],
	verify,
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => touchpointsOf(event, request, settings, index),
};

/** A signature that came is checked, whatever else came: a right header does not make up for a wrong signature. */
function verify(request: SourceRequest, settings: SourceSettings): Refusal | null {
	const headers = namedHeaders(settings);
	return request.headers['webhook-signature'] === undefined && headers.length > 0
		? verifySharedSecret({ headers }, request, settings.secrets)
		: verifyStandardWebhook(request, settings);
}

function touchpointsOf(
	event: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint[] {
	const body = fieldsOf(event);
	const name = textOf(body.scope);
	if (name === undefined)
		throw new UnusableEvent('scope: expected a name like store/order/created');
	const scope = bigcommerceScope(name);
	if (scope === undefined) return [];
	const data = fieldsOf(body.data);
	const store = storeOf(body);
	const ids = idsIn(scope.about, data);
	const person = readPerson(
		{
			external: [[`bigcommerce:${store}`, ids.customer]],
			anonymous: (['order', 'cart', 'subscriber'] as const).map((kind) => [
				`bigcommerce:${store}`,
				ids[kind] === undefined ? undefined : `${kind}:${ids[kind]}`,
			]),
		},
		settings.defaultCountry,
	);
	if (person.identities.length === 0)
		throw new UnusableEvent(`scope '${name.slice(0, 80)}': data names no customer, cart or order`);
	const status = fieldsOf(data.status);
	const from = textOf(status.previous_status_id);
	const to = textOf(status.new_status_id);
	const facts: EventFacts = {
		source: 'bigcommerce',
		key: keyOf(store, name, body, request),
		type: typeOfStatus(to) ?? scope.type,
		channel: scope.channel,
		...placeTime(readTime(body.created_at), request.receivedAt),
		sequence: scope.sequence,
		identities: person.identities,
		keys: presentTexts({ order: ids.order, cart: ids.cart }),
		consent: consentIn(scope.type),
		properties: present({
			scope: name,
			store,
			salesChannel: /^store\/channel\/(\d+)\//.exec(name)?.[1],
			statusFrom: from,
			statusTo: to,
			coupon: textOf(data.couponId),
			refund: textOf(fieldsOf(data.refund).refund_id),
		}),
	};
	const purchase =
		ids.order !== undefined && (scope.type === 'cart_converted' || isPurchase(from, to))
			? [purchaseOf(ids.order, facts, store)]
			: [];
	return [...purchase, facts].map((fact) => touchpointOf(fact, request, settings, index));
}

/** One purchase is told by the cart that became the order and by the order's status: it has one key, and only its order. */
function purchaseOf(order: string, facts: EventFacts, store: string): EventFacts {
	return {
		...facts,
		type: 'order_completed',
		channel: 'web',
		key: { kind: 'event_id', id: `${store}:order:${order}:completed` },
		identities: facts.identities.filter(({ value }) => value === `order:${order}`),
		keys: { order },
	};
}

/** A subscriber is somebody on the shop's newsletter list. */
function consentIn(type: string): ConsentChange[] {
	if (type !== 'subscribed' && type !== 'unsubscribed') return [];
	const status = type === 'subscribed' ? 'granted' : 'denied';
	return [{ channel: 'email', purpose: 'marketing', status }];
}

/** Ids stand under other names where a webhook was made for one channel (`order_id`, `cart_id`). */
function idsIn(about: string, data: Fields): Readonly<Record<string, string | undefined>> {
	const own = (kind: string): unknown => (about === kind ? data.id : undefined);
	return {
		customer: firstText(data.customer_id, fieldsOf(data.address).customer_id, own('customer')),
		order: firstText(data.order_id, data.orderId, own('order')),
		cart: firstText(data.cart_id, data.cartId, own('cart')),
		subscriber: firstText(data.subscriber_id, own('subscriber')),
	};
}

function storeOf(body: Fields): string {
	return (
		firstText(textOf(body.producer)?.replace(/^stores\//, ''), body.store_id) ?? 'unknown'
	).slice(0, 100);
}

function keyOf(store: string, scope: string, body: Fields, request: SourceRequest): EventKey {
	const hash = textOf(body.hash);
	const id =
		hash === undefined
			? signedIdOf(request)
			: `${store}:${scope}:${hash}:${textOf(body.created_at) ?? ''}`;
	return id === undefined || id.length > 500
		? { kind: 'content_hash', of: [store, scope, body] }
		: { kind: 'event_id', id };
}
