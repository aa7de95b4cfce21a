import { experienceOf } from '../journey/experience';
import type { Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { channelsOf, customerIn, thingIn, wordsIn, type IntercomCustomer } from './intercom-items';
import { intercomTopic, type IntercomTopic } from './intercom-topics';
import { eventTypeOf } from './event-type';
import { fieldsOf, firstText, present, presentTexts, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import { withoutSensitiveFields } from './sensitive-fields';
import type { HmacRecipe, Source, SourceRequest, SourceSettings } from './source';
import { numberOf } from './survey-answers';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

const RECIPE: HmacRecipe = {
	header: 'x-hub-signature',
	prefix: 'sha1=',
	algorithm: 'sha1',
	encoding: 'hex',
	signed: '{body}',
};

/**
 * Intercom's webhooks (developers.intercom.com/docs/webhooks/webhook-notifications). Signed with the app's client
 * secret: hex HMAC-SHA1 over the body, no time. The address is checked by HEAD; a `ping` brings nothing.
 * The event id is the notification's. Two facts are told twice and keyed by the thing instead: a ticket is opened once,
 * also when it was a conversation before (it keeps the id), and solved once in one second.
 * Intercom makes a second contact of a lead who becomes a user and merges the two later, so its own contact ids do not
 * tell people apart: they are `anonymous` identities of the workspace, and only `external_id` is an `external` one.
 */
export const intercom: Source = {
	name: 'intercom',
	displayName: 'Intercom',
	group: 'support',
	proof: 'signature',
	howTo:
		"In Intercom's Developer Hub, open your app, then Configure, then Webhooks; enter the address of this trigger and choose the topics. The secret is the client secret under Basic information.",
	methods: ['HEAD', 'POST'],
	handshake: (request) =>
		request.method.toUpperCase() === 'HEAD' ? { status: 200, body: '' } : undefined,
	verify: (request, settings) => verifyHmac(RECIPE, request, settings.secrets),
	split: (request) => {
		const body = parseExactJson(request.body);
		return fieldsOf(body).topic === 'ping' ? [] : [body];
	},
	map: (event, request, settings, index) => [
		touchpointOfNotification(fieldsOf(event), request, settings, index),
	],
};

function touchpointOfNotification(
	body: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const name = textOf(body.topic);
	if (name === undefined)
		throw new UnusableEvent('topic: expected one like conversation.user.created');
	const item = thingIn(body);
	const stat = fieldsOf(item.content_stat);
	const topic = intercomTopic(name, textOf(stat.stat_type));
	const customer = customerIn(item, topic);
	const workspace = `intercom:${textOf(body.app_id) ?? 'unknown'}`;
	const person = readPerson(
		{
			external: [[`${workspace}:external_id`, customer.externalId]],
			emails: [customer.email],
			phones: [customer.phone],
			anonymous: [[workspace, customer.id]],
		},
		settings.defaultCountry,
	);
	if (person.identities.length === 0) {
		throw new UnusableEvent(`topic '${name.slice(0, 60)}': the item names no contact`);
	}
	const rating = fieldsOf(item.conversation_rating ?? item.ticket_rating ?? item.rating);
	const isPastEvent = topic.about === 'event' || topic.about === 'subscription';
	const happenedAt =
		(isPastEvent ? readTime(item.created_at) : null) ??
		(topic.about === 'rating' ? readTime(rating.created_at) : null) ??
		readTime(body.created_at);
	const channels = channelsOf(item, topic);
	return touchpointOf(
		{
			source: 'intercom',
			key: keyOf(topic, item, body),
			type: topic.about === 'event' ? typeOfOwnEvent(item) : topic.type,
			channel: channels[0] ?? topic.channel,
			...placeTime(happenedAt, request.receivedAt),
			identities: person.identities,
			attributes: { ...attributesOf(customer), ...person.attributes },
			keys: isAboutTicket(topic) ? presentTexts({ ticket: item.id }) : {},
			consent: topic.consent
				? channels.map((channel) => ({
						channel,
						purpose: 'marketing' as const,
						status: topic.consent as 'granted' | 'denied',
					}))
				: [],
			...(topic.about === 'rating' && { experience: ratingOf(rating) }),
			properties: present({
				topic: name,
				...propertiesOf(item, topic),
				remark: topic.about === 'rating' ? textOf(rating.remark) : undefined,
			}),
		},
		request,
		settings,
		index,
	);
}

function isAboutTicket({ about }: IntercomTopic): boolean {
	return about === 'conversation' || about === 'ticket' || about === 'rating';
}

function keyOf(topic: IntercomTopic, item: Fields, body: Fields): EventKey {
	const thing = textOf(item.id);
	if (thing !== undefined && topic.type === 'ticket_opened') {
		return { kind: 'event_id', id: `opened:${thing}` };
	}
	const solvedAt = textOf(item.updated_at);
	if (thing !== undefined && solvedAt !== undefined && topic.type === 'ticket_solved') {
		return { kind: 'event_id', id: `solved:${thing}:${solvedAt}` };
	}
	const id = textOf(body.id);
	if (id !== undefined) return { kind: 'event_id', id };
	return { kind: 'content_hash', of: [body.topic, body.app_id, body.created_at, item] };
}

/** Events that a company sends to Intercom have the names that it gave them. */
function typeOfOwnEvent(item: Fields): string {
	const name = textOf(item.event_name);
	if (name === undefined) throw new UnusableEvent('data.item.event_name: expected a text');
	return eventTypeOf(name);
}

/** Five faces, of which the first is the unhappiest. */
function ratingOf(rating: Fields): Touchpoint['experience'] {
	const raw = numberOf(rating.rating);
	return raw === undefined ? undefined : (experienceOf('csat', raw) ?? undefined);
}

function attributesOf(customer: IntercomCustomer): Record<string, unknown> {
	const { name, language, country, city } = customer;
	return present({ name, language, country, city });
}

function propertiesOf(item: Fields, topic: IntercomTopic): Fields {
	const stat = fieldsOf(item.content_stat);
	return {
		text: wordsIn(item, topic),
		ticketState: firstText(fieldsOf(item.ticket_state).category, item.state),
		subject: firstText(
			fieldsOf(item.ticket_attributes)._default_title_,
			fieldsOf(item.source).subject,
		),
		content: textOf(stat.content_title),
		series: textOf(stat.series_title),
		mergedFrom: textOf(fieldsOf(item.merged_from).id),
		...(topic.about === 'event' && withoutSensitiveFields(fieldsOf(item.metadata))),
	};
}
