import type { Touchpoint } from '../journey/touchpoint';
import { touchpointOfCanonicalEvent } from './canonical-event';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { fieldsOf, isFields, present, presentTexts, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import type { HmacRecipe, Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';
import { satisfactionOf, zendeskEventName, zendeskFacts } from './zendesk-events';

const RECIPE: HmacRecipe = {
	header: 'x-zendesk-webhook-signature',
	algorithm: 'sha256',
	encoding: 'base64',
	signed: '{timestamp}{body}',
	timestampHeader: 'x-zendesk-webhook-signature-timestamp',
};

/**
 * The secret with which Zendesk signs the "Test webhook" of everybody before the webhook is saved
 * (developer.zendesk.com/documentation/webhooks/verifying). All the world knows it.
 */
const KNOWN_TO_EVERYBODY = 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==';

/**
 * Zendesk's webhooks (developer.zendesk.com/documentation/webhooks/anatomy-of-a-webhook-request). Signed with the
 * webhook's signing secret: base64 HMAC-SHA256 over the time (ISO 8601, in a header) and the body with nothing between.
 * No age limit is published; five minutes are taken. Zendesk's public test secret is good for a test only.
 * An event that Zendesk words itself has the event id in its body. A webhook behind a trigger or an automation sends
 * what somebody wrote there: our own words (see `canonical-event.ts`), with `satisfaction` as Zendesk's placeholder
 * gives it (good or bad); its event id is its own `id`, else the `X-Zendesk-Webhook-Invocation-Id`.
 * Ids mean something within one account. Everything about one ticket has that ticket as an identity too.
 */
export const zendesk: Source = {
	name: 'zendesk',
	displayName: 'Zendesk',
	group: 'support',
	proof: 'signature',
	howTo:
		"In Zendesk's Admin Center, open Apps and integrations, then Webhooks, and create a webhook with the address of this trigger, method POST and format JSON, subscribed to Zendesk events. The secret is shown on the webhook's page under 'Signing secret'.",
	verify: (request, settings) =>
		verifyHmac(
			RECIPE,
			request,
			settings.secrets.filter((secret) => settings.test || secret !== KNOWN_TO_EVERYBODY),
		),
	split: (request) => {
		const body = parseExactJson(request.body);
		return Array.isArray(body) ? body : [body];
	},
	map: (event, request, settings, index) => {
		if (!isFields(event)) throw new UnusableEvent('event: expected a JSON object');
		const name = zendeskEventName(event.type);
		return [
			name === undefined
				? touchpointOfOwnWords(event, request, settings, index)
				: touchpointOfEvent(event, name, request, settings, index),
		];
	},
};

function touchpointOfOwnWords(
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const { satisfaction, ...rest } = event;
	const rating = satisfactionOf(satisfaction);
	const { metric, raw, scale } = rating ?? {};
	return touchpointOfCanonicalEvent(
		{ ...rest, ...(rating && { experience: { metric, raw, scale } }) },
		'zendesk',
		request,
		settings,
		index,
		textOf(event.id) ?? textOf(request.headers['x-zendesk-webhook-invocation-id']),
	);
}

function touchpointOfEvent(
	body: Fields,
	name: string,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const detail = fieldsOf(body.detail);
	const facts = zendeskFacts(name, detail, fieldsOf(body.event));
	const ticket = facts.about === 'ticket' ? ticketIn(body, detail) : undefined;
	const account = `zendesk:${textOf(body.account_id) ?? 'unknown'}`;
	const role = textOf(detail.role)?.toLowerCase();
	if (facts.about === 'user' && role !== undefined && role !== 'end-user') {
		throw new UnusableEvent("detail.role: expected 'end-user', as the team are no customers");
	}
	const isUser = facts.about === 'user';
	const person = readPerson(
		{
			external: [
				[account, isUser ? detail.id : detail.requester_id],
				[`${account}:external_id`, isUser ? detail.external_id : undefined],
			],
			emails: [isUser ? detail.email : undefined],
			phones: [isUser ? detail.phone : undefined],
			anonymous: [[account, ticket && `ticket:${ticket}`]],
		},
		settings.defaultCountry,
	);
	if (person.identities.length === 0) {
		throw new UnusableEvent(`type '${name.slice(0, 60)}': the event names no ticket and no user`);
	}
	return touchpointOf(
		{
			source: 'zendesk',
			key: keyOf(body, name),
			type: facts.type,
			channel: facts.channel,
			...placeTime(readTime(body.time), request.receivedAt),
			identities: person.identities,
			attributes: {
				...(isUser && present({ name: detail.name, language: detail.locale })),
				...person.attributes,
			},
			keys: presentTexts({ ticket }),
			experience: facts.experience,
			properties: present({
				event: name,
				status: textOf(detail.status)?.toLowerCase(),
				priority: textOf(detail.priority)?.toLowerCase(),
				subject: ticket && textOf(detail.subject),
				tags: Array.isArray(detail.tags) ? detail.tags.flatMap((tag) => textOf(tag) ?? []) : [],
				text: facts.text,
			}),
		},
		request,
		settings,
		index,
	);
}

/** Both `detail.id` and the subject `zen:ticket:141` have it. */
function ticketIn(body: Fields, detail: Fields): string | undefined {
	return textOf(detail.id) ?? /^zen:ticket:(\d+)$/.exec(textOf(body.subject) ?? '')?.[1];
}

function keyOf(body: Fields, name: string): EventKey {
	const id = textOf(body.id);
	return id === undefined
		? { kind: 'content_hash', of: [name, body.time, body.detail, body.event] }
		: { kind: 'event_id', id };
}
