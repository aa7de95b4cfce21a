import type { Touchpoint } from '../journey/touchpoint';
import { BrokenBody, UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { fieldsOf, firstText, isFields, textOf, type Fields } from './payload-fields';
import { readPerson } from './people';
import { equalsOneOf } from './secret-comparison';
import { segmentFacts } from './segment-facts';
import type { Refusal, Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

/** The last part of the path names the call; a batch names it in each message. */
const PATH = /\/(identify|track|page|screen|group|alias|batch)\/?(?:[?#]|$)/;

/**
 * Senders that speak Segment's HTTP Tracking API (segment.com/docs/connections/sources/catalog/libraries/server/http-api)
 * with the messages of segment.com/docs/connections/spec/common: Segment's own libraries, RudderStack's and others.
 * The secret is the write key, sent by HTTP Basic (empty password) or, by browsers, in the body.
 * The event id is `messageId`; without it the message is hashed, and without a time in it each delivery counts.
 */
export const segment: Source = {
	name: 'segment',
	displayName: 'Segment (HTTP Tracking API)',
	group: 'pipeline',
	proof: 'shared_secret',
	howTo:
		"Give your Segment library this trigger's address as its host. The secret is the write key that the library uses.",
	verify: verifyWriteKey,
	split,
	map: (event, request, settings, index) => [touchpointOfMessage(event, request, settings, index)],
	accepted: {
		status: 200,
		headers: { 'content-type': 'application/json' },
		body: '{"success":true}',
	},
};

function verifyWriteKey(request: SourceRequest, settings: SourceSettings): Refusal | null {
	const header = request.headers.authorization;
	let writeKey: string | undefined;
	if (header !== undefined) {
		const credentials = /^Basic\s+(\S+)$/i.exec(header.trim())?.[1] ?? '';
		writeKey = Buffer.from(credentials, 'base64').toString('utf8').split(':')[0];
	} else {
		try {
			writeKey = textOf(fieldsOf(parseExactJson(request.body)).writeKey);
		} catch (error) {
			if (error instanceof BrokenBody)
				return { status: 400, code: error.code, reason: error.message };
			throw error;
		}
	}
	if (!writeKey) {
		const reason =
			'the write key is missing: expected Basic authorization, or writeKey in the body';
		return { status: 401, code: 'missing_signature', reason };
	}
	if (equalsOneOf(writeKey, settings.secrets)) return null;
	const reason = 'the write key is not one of those in the credential: compare it with the sender';
	return { status: 401, code: 'bad_signature', reason };
}

/** Hands down to each message what a batch says once for all, and to a single one the call that its path names. */
function split(request: SourceRequest): readonly unknown[] {
	const body = parseExactJson(request.body);
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
			external: [['segment', event.userId]],
			emails: [firstText(traits.email, properties.email)],
			phones: [firstText(traits.phone, properties.phone)],
			anonymous: [
				['segment', event.anonymousId],
				['segment', event.type === 'alias' ? event.previousId : undefined],
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
			source: 'segment',
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
