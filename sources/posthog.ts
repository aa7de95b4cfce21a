import type { Channel } from '../journey/channel';
import type { Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { fieldsOf, firstText, isFields, present, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import { posthogAnswers, posthogExperience } from './posthog-survey';
import { segmentFacts } from './segment-facts';
import { namedHeaders, SECRET_HEADER_FIELD, verifySharedSecret } from './shared-secret';
import type { Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

/** PostHog's own events that have a type of ours; its others keep their name, and events of one's own follow Segment's. */
const TYPE_OF_EVENT: ReadonlyMap<string, string> = new Map([
	['$pageview', 'page_viewed'],
	['$screen', 'screen_viewed'],
	['$identify', 'customer_identified'],
	['$set', 'customer_identified'],
	['$create_alias', 'customer_aliased'],
	['survey sent', 'survey_answered'],
]);

/**
 * PostHog's "HTTP Webhook" destination (posthog.com/docs/cdp/destinations/webhook) with its body as it comes,
 * `{ event, person }`; what stands in the two is in nodejs/src/cdp/types.ts of github.com/PostHog/posthog. A body of
 * one's own with `event`, `distinct_id` and `properties` at the top is understood too.
 * Nothing is signed: the secret is a header that people add to the destination. The event id is `event.uuid`; without it
 * name, person, time and properties are hashed, and without a time each delivery counts.
 * A `distinct_id` that is the device's, or of somebody not yet identified, is anonymous; others are the customer's id.
 */
export const posthog: Source = {
	name: 'posthog',
	displayName: 'PostHog',
	group: 'pipeline',
	proof: 'shared_secret',
	howTo:
		'In PostHog, open Data pipeline, then Destinations, and add an HTTP Webhook with the address of this trigger; leave method and body as they are. Under Headers, add Authorization with the value Bearer and a secret of your own, and enter the same secret here.',
	fields: [SECRET_HEADER_FIELD],
	verify: (request, settings) =>
		verifySharedSecret(
			{ basic: true, bearer: true, headers: namedHeaders(settings) },
			request,
			settings.secrets,
		),
	split: (request) => {
		const body = parseExactJson(request.body);
		return Array.isArray(body) ? body : [body];
	},
	map: (event, request, settings, index) => [touchpointOfEvent(event, request, settings, index)],
};

function touchpointOfEvent(
	given: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const body = fieldsOf(given);
	const event = isFields(body.event) ? body.event : body;
	const name = firstText(event.event, event.name);
	if (name === undefined) throw new UnusableEvent('event.event: expected a name like $pageview');
	const properties = fieldsOf(event.properties);
	const person = fieldsOf(body.person);
	const traits = { ...fieldsOf(person.properties), ...fieldsOf(properties.$set) };
	const { identities, attributes } = personIn(event, properties, person, traits, settings);
	if (identities.length === 0) throw new UnusableEvent('event.distinct_id: expected a text');
	const facts = segmentFacts(
		{ type: 'track', event: name },
		contextIn(properties),
		withoutOwnNames(traits),
		withoutOwnNames(properties),
	);
	const happenedAt = readTime(event.timestamp);
	return touchpointOf(
		{
			...facts,
			source: 'posthog',
			key: keyOf(event, name, happenedAt),
			type: isPartialAnswer(name, properties)
				? `other:${name}`
				: (TYPE_OF_EVENT.get(name) ?? facts.type),
			channel: channelOf(name, properties, facts.channel),
			...placeTime(happenedAt, request.receivedAt),
			identities,
			attributes: { ...facts.attributes, ...attributes },
			experience: isPartialAnswer(name, properties)
				? undefined
				: (posthogExperience(name, properties) ?? facts.experience),
			properties: present({ ...facts.properties, ...posthogAnswers(properties) }),
		},
		request,
		settings,
		index,
	);
}

/** A survey of several questions may send its answers after each of them; only the last of these events counts. */
function isPartialAnswer(name: string, properties: Fields): boolean {
	return name === 'survey sent' && properties.$survey_completed === false;
}

function personIn(
	event: Fields,
	properties: Fields,
	person: Fields,
	traits: Fields,
	settings: SourceSettings,
): ReturnType<typeof readPerson> {
	const id = textOf(event.distinct_id);
	const isDevice = id === textOf(properties.$device_id) || properties.$is_identified === false;
	return readPerson(
		{
			external: [['posthog', isDevice ? undefined : id]],
			emails: [firstText(traits.email, traits.Email, properties.email)],
			phones: [firstText(traits.phone, traits.Phone, properties.phone)],
			anonymous: [
				['posthog', isDevice ? id : undefined],
				['posthog', properties.$anon_distinct_id],
				['posthog', event.event === '$create_alias' ? properties.alias : undefined],
				// PostHog's number for a person covers all their ids, and changes when it joins two persons.
				['posthog:person', person.id],
			],
		},
		settings.defaultCountry,
	);
}

function contextIn(properties: Fields): Fields {
	return {
		page: { url: properties.$current_url, referrer: properties.$referrer },
		locale: properties.$browser_language,
		timezone: firstText(properties.$timezone, properties.$geoip_time_zone),
	};
}

/** Names that begin with $ are PostHog's own: devices, network addresses, flags and copies of what is read elsewhere. */
function withoutOwnNames(fields: Fields): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => !name.startsWith('$')));
}

/** Servers send events of any channel, so that theirs is known only by the name of the event. */
function channelOf(name: string, properties: Fields, named: Channel): Channel {
	if (named !== 'web') return named;
	const library = textOf(properties.$lib) ?? '';
	if (name === '$screen' || /ios|android|react-native|flutter/.test(library)) return 'app';
	return library === 'web' || name === '$pageview' || properties.$current_url ? 'web' : 'other';
}

function keyOf(event: Fields, name: string, happenedAt: number | null): EventKey {
	const id = textOf(event.uuid);
	if (id !== undefined) return { kind: 'event_id', id };
	if (happenedAt === null) return { kind: 'none' };
	return { kind: 'content_hash', of: [name, event.distinct_id, happenedAt, event.properties] };
}
