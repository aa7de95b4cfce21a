import type { Touchpoint } from '../journey/touchpoint';
import { BrokenBody, UnusableEvent } from './delivery-errors';
import { jsonBody } from './json-body';
import { fieldsOf, firstText, isFields, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import { segmentFacts } from './segment-facts';
import { verifySharedSecret, type SecretPlaces } from './shared-secret';
import type { Refusal, Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

/** The last part of the path names the call; a batch names it in each message. */
const PATH = /\/(identify|track|page|screen|group|alias|batch)\/?(?:[?#]|$)/;

/** What differs between two senders of the Tracking API. */
export interface TrackingApiSender extends Pick<Source, 'name' | 'displayName' | 'howTo'> {
	/** Where the write key may stand in the headers. */
	readonly places: SecretPlaces;
}

/**
 * Gives the source for a sender that speaks Segment's HTTP Tracking API
 * (segment.com/docs/connections/sources/catalog/libraries/server/http-api) with the messages of
 * segment.com/docs/connections/spec/common. The secret is the write key, sent in a header or, by browsers, in the body;
 * one in the body is looked at only when there is no authorization header.
 * The event id is `messageId`; without it the message is hashed, and without a time in it each delivery counts.
 */
export function trackingApiSource({ places, ...names }: TrackingApiSender): Source {
	return {
		...names,
		group: 'pipeline',
		proof: 'shared_secret',
		paths: ['batch', 'identify', 'track', 'page', 'screen', 'group', 'alias'].map(
			(call) => `v1/${call}`,
		),
		verify: (request, settings) => verifyWriteKey(places, request, settings),
		split,
		map: (event, request, settings, index) => [
			touchpointOfMessage(names.name, event, request, settings, index),
		],
		accepted: {
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: '{"success":true}',
		},
	};
}

function verifyWriteKey(
	places: SecretPlaces,
	request: SourceRequest,
	settings: SourceSettings,
): Refusal | null {
	if (request.headers.authorization !== undefined)
		return verifySharedSecret(places, request, settings.secrets);
	const writeKey = textOf(fieldsOf(jsonBody(request)).writeKey);
	return verifySharedSecret(places, request, settings.secrets, [writeKey]);
}

/**
 * Hands down to each message what a batch says once for all, and to a single one the call that its path names. The
 * content type is not looked at: RudderStack's library sends this JSON under that of a form.
 */
function split(request: SourceRequest): readonly unknown[] {
	const body = jsonBody(request);
	if (!isFields(body))
		throw new BrokenBody('the body is not a JSON object, as the Tracking API has it');
	const call = PATH.exec(request.url)?.[1];
	if (call !== 'batch' && !Array.isArray(body.batch)) return [{ type: call, ...body }];
	if (!Array.isArray(body.batch)) throw new BrokenBody('batch: expected a list of messages');
	const shared = { sentAt: body.sentAt, context: body.context };
	return body.batch.map((message: unknown) =>
		isFields(message) ? { ...shared, ...message } : message,
	);
}

function touchpointOfMessage(
	source: string,
	event: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	if (!isFields(event)) throw new UnusableEvent('message: expected an object');
	const context = fieldsOf(event.context);
	const traits = {
		...fieldsOf(context.traits),
		...fieldsOf(event.type === 'group' ? undefined : event.traits),
	};
	const properties = fieldsOf(event.properties);
	const person = readPerson(
		{
			external: [[source, event.userId]],
			emails: [firstText(traits.email, properties.email)],
			phones: [firstText(traits.phone, properties.phone)],
			anonymous: [
				[source, event.anonymousId],
				[source, event.type === 'alias' ? event.previousId : undefined],
			],
		},
		settings.defaultCountry,
	);
	if (person.identities.length === 0)
		throw new UnusableEvent('userId: expected it, or anonymousId');
	const facts = segmentFacts(event, context, traits, properties);
	const happenedAt = readTime(event.originalTimestamp ?? event.timestamp);
	return touchpointOf(
		{
			...facts,
			source,
			key: keyOf(event, happenedAt),
			...placeTime(happenedAt, request.receivedAt, readTime(event.sentAt)),
			identities: person.identities,
			attributes: { ...facts.attributes, ...person.attributes },
		},
		request,
		settings,
		index,
	);
}

/** `sentAt` is left out of the hash: it differs between repetitions. */
function keyOf(event: Fields, happenedAt: number | null): EventKey {
	const id = textOf(event.messageId);
	if (id !== undefined) return { kind: 'event_id', id };
	if (happenedAt === null) return { kind: 'none' };
	const { type, event: name, userId, anonymousId, previousId, groupId, traits, properties } = event;
	return {
		kind: 'content_hash',
		of: [type, name, userId, anonymousId, previousId, groupId, happenedAt, traits, properties],
	};
}
