import type { Touchpoint } from '../journey/touchpoint';
import {
	adobeEvent,
	adobeEventName,
	adobeSequence,
	isNew,
	orderStates,
	recordOf,
} from './adobe-events';
import { adobeFacts } from './adobe-facts';
import { isCommerceWebhook, verifyAdobeSignature } from './adobe-signature';
import { BrokenBody, UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { fieldsOf, firstText, isFields, present, textOf, type Fields } from './payload-fields';
import type { Answer, Refusal, Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventFacts, type EventKey } from './touchpoint-of';

/** Adobe's challenges are UUIDs; nothing else is echoed to whoever asks. */
const CHALLENGE = /^[A-Za-z0-9._-]{1,200}$/;

/** Without this answer to a webhook of Commerce itself, the shopper's action may fail. */
const SUCCESS: Answer = {
	status: 200,
	headers: { 'content-type': 'application/json' },
	body: '{"op":"success"}',
};

/**
 * Adobe Commerce, by Adobe I/O Events (developer.adobe.com/commerce/extensibility/events, delivered as CloudEvents one by
 * one or in batches) or by webhooks of Commerce itself (developer.adobe.com/commerce/extensibility/webhooks), which the
 * shopper waits for. Signed is the body, with RSA (see `adobe-signature.ts`); the credential holds the public keys.
 * Adobe signs the events of all its customers with the same keys, so an event counts only when it is addressed to the
 * client id that people entered. The event id is I/O Events' `event_id`; states of an order, which many events show, are
 * keyed by the order; webhooks of Commerce have no id: with a time in them they are hashed.
 * A batch is read as a list, and as `{ events: [{ event }] }` like in the journal: Adobe's texts do not show one.
 */
export const adobeCommerce: Source = {
	name: 'adobe_commerce',
	displayName: 'Adobe Commerce',
	group: 'shop',
	proof: 'signature',
	howTo:
		'In the Adobe Developer Console, add an event registration for Adobe Commerce to your project, with the address of this trigger as its webhook. Enter the client ID of the project here, and as the secrets the two public keys that Adobe keeps under static.adobeioevents.com; for webhooks of Commerce itself the secret is the public key under Stores, Configuration, Adobe Services, Webhooks.',
	fields: [
		{
			name: 'clientId',
			displayName: 'Client ID',
			description:
				'The client ID of your project in the Adobe Developer Console, without which no I/O event is taken: Adobe signs the events of all its customers with the same keys',
			placeholder: 'e.g. 531f2f763b2f4c34b03001d8bf2bd4df',
			default: '',
		},
		{
			name: 'webhookMethod',
			displayName: 'Webhook Method',
			description:
				'The method whose webhook of Commerce itself comes to this address, where the body does not name it',
			placeholder: 'e.g. observer.checkout_cart_product_add_after',
			default: '',
		},
	],
	methods: ['GET', 'POST'],
	handshake: ({ method, query: { challenge } }) =>
		method.toUpperCase() === 'GET' && challenge !== undefined && CHALLENGE.test(challenge)
			? { status: 200, headers: { 'content-type': 'text/plain' }, body: challenge }
			: undefined,
	verify: (request, settings) =>
		verifyAdobeSignature(request, settings.secrets) ?? requireClientId(request, settings),
	split,
	map: touchpointsOf,
	accepted: SUCCESS,
};

/** Without the client id nobody could tell our events from those of others: see `refuseForeign`. */
function requireClientId(request: SourceRequest, settings: SourceSettings): Refusal | null {
	if (isCommerceWebhook(request) || clientIdIn(settings) !== undefined) return null;
	return {
		status: 401,
		code: 'no_secret',
		reason: 'the client id is not set: enter the one of your Adobe project in the node',
	};
}

/** Any customer of Adobe can name our address as a webhook, and Adobe would sign what it then sends. */
function refuseForeign(event: Fields, settings: SourceSettings): void {
	const recipient = firstText(event.recipient_client_id, event.recipientclientid);
	if (recipient === undefined || recipient !== clientIdIn(settings))
		throw new UnusableEvent(
			"recipient_client_id: is not the client id in the node; compare it with your project's",
		);
}

function clientIdIn(settings: SourceSettings): string | undefined {
	return textOf(settings.fields?.clientId);
}

function split(request: SourceRequest): readonly unknown[] {
	const body = parseExactJson(request.body);
	const events = Array.isArray(body) ? body : isFields(body) ? (body.events ?? [body]) : null;
	if (!Array.isArray(events))
		throw new BrokenBody('the body is neither an event nor a list of them');
	return isCommerceWebhook(request) ? [body] : events.map(unwrapped);
}

/** Older deliveries, and those in batches, put the event into another object, which has its id. */
function unwrapped(event: unknown): unknown {
	if (!isFields(event) || !isFields(event.event)) return event;
	const { event: inner, ...outer } = event;
	return { ...inner, ...present(outer) };
}

function touchpointsOf(
	given: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint[] {
	const event = fieldsOf(given);
	const isCommerce = isCommerceWebhook(request);
	if (!isCommerce) refuseForeign(event, settings);
	const name = adobeEventName(
		(isCommerce
			? firstText(event.eventName, settings.fields?.webhookMethod)
			: textOf(event.type)) ?? '',
	);
	if (name === '')
		throw new UnusableEvent(
			isCommerce
				? 'eventName: expected it, or the method in the node'
				: 'type: expected a name like com.adobe.commerce.observer.sales_order_place_after',
		);
	const known = adobeEvent(name);
	const data = fieldsOf(event.data);
	const value = isCommerce ? (isFields(event.data) ? data : event) : fieldsOf(data.value);
	const record = recordOf(known.about, value);
	const instance = textOf(data.source)?.slice(0, 100) ?? '';
	const namespace = instance === '' ? 'adobe_commerce' : `adobe_commerce:${instance}`;
	const base = adobeFacts(name, known, namespace, value, record, settings);
	const happenedAt =
		readTime(event.time) ?? readTime(record.updated_at) ?? readTime(record.created_at);
	const order = base.keys?.order;
	const states = known.about === 'order' && order !== undefined ? orderStates(name, record) : [];
	const told = states.map((state): EventFacts => ({
		...base,
		type: state.type,
		key: { kind: 'event_id', id: `${instance}:order:${order}:${state.name}` },
		...placeTime(state.happenedAt ?? happenedAt, request.receivedAt),
		sequence: adobeSequence(state.type),
	}));
	const own: EventFacts = {
		...base,
		key: keyOf(event, name, instance, record, happenedAt),
		...placeTime(happenedAt, request.receivedAt),
	};
	// A save that only made the order is no update of it.
	const isOnlyState = known.type === 'order_updated' && states.length > 0 && isNew(record);
	return (isOnlyState ? told : [...told, own]).map((facts) =>
		touchpointOf(facts, request, settings, index),
	);
}

/** Reviews and credit memos are saved again and again, and told before and after the commit: they count once. */
function keyOf(
	event: Fields,
	name: string,
	instance: string,
	record: Fields,
	happenedAt: number | null,
): EventKey {
	const { type } = adobeEvent(name);
	const own = firstText(record.review_id, record.entity_id, record.id);
	if ((type === 'review_posted' || type === 'order_refunded') && own !== undefined)
		return { kind: 'event_id', id: `${instance}:${type}:${own}` };
	const id = firstText(event.event_id, event.id);
	if (id !== undefined && textOf(event.type) !== undefined) return { kind: 'event_id', id };
	return happenedAt === null
		? { kind: 'none' }
		: { kind: 'content_hash', of: [instance, name, happenedAt, record] };
}
