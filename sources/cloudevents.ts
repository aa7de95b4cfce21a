import type { Touchpoint } from '../journey/touchpoint';
import { touchpointOfCanonicalEvent } from './canonical-event';
import { readCloudEvent, structuredFromBinary } from './cloudevents-binding';
import { BrokenBody } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { fieldsOf, textOf } from './payload-fields';
import { verifySharedSecret } from './shared-secret';
import type { Answer, Refusal, Source, SourceRequest, SourceSettings } from './source';

/** The media type of a structured event begins so, and that of a batch goes on with `-batch`. */
const MEDIA_TYPE = 'application/cloudevents';

/** A DNS name, as section 4.1.2 of the webhook specification has it; with room for a port or a whole origin. */
const ORIGIN = /^[\w.:/-]{1,255}$/;

/**
 * Senders of CloudEvents 1.0 over HTTP (github.com/cloudevents/spec, cloudevents/bindings/http-protocol-binding.md and
 * formats/json-format.md) in binary, structured and batched mode, with the authorization and the handshake of
 * cloudevents/http-webhook.md: the secret is a bearer token in the header or `access_token` in the query, and signs
 * nothing. `data` uses our own words (see `canonical-event.ts`); type and time come from the envelope.
 * The event id is `source` and `id` together, unique by the specification.
 */
export const cloudevents: Source = {
	name: 'cloudevents',
	displayName: 'CloudEvents 1.0',
	group: 'pipeline',
	proof: 'shared_secret',
	howTo:
		'Give the sender the address of this trigger as its sink or webhook endpoint, and the secret as its bearer token. A sender that cannot set a header takes the secret as access_token in the query of the address.',
	fields: [
		{
			name: 'typePrefix',
			displayName: 'Type Prefix',
			description:
				'The beginning of event types to leave off, so that the rest is the touchpoint type',
			placeholder: 'e.g. com.example.',
			default: '',
		},
		{
			name: 'subjectIsCustomer',
			displayName: 'Subject Is the Customer',
			description: "Whether the subject of an event is the customer's ID",
			default: false,
		},
	],
	namedByUser: true,
	methods: ['POST', 'OPTIONS'],
	handshake,
	verify: (request, settings) =>
		verifySharedSecret({ bearer: true, query: ['access_token'] }, request, settings.secrets) ??
		refuseByFormat(request),
	split,
	map: (event, request, settings, index) => [touchpointOfEvent(event, request, settings, index)],
	// Without a payload, as section 2.2 asks; private, since the address may hold the secret (section 3.2).
	accepted: { status: 204, headers: { 'cache-control': 'private' }, body: '' },
};

/**
 * Section 4: the sender asks whether its events are welcome, which says nothing yet about who it is. Permission is
 * given at once, so the callback address is never called.
 */
function handshake(request: SourceRequest): Answer | undefined {
	const origin = request.headers['webhook-request-origin']?.trim();
	if (request.method.toUpperCase() !== 'OPTIONS' || origin === undefined) return undefined;
	const allow = { allow: 'OPTIONS, POST' };
	if (!ORIGIN.test(origin)) return { status: 200, headers: allow, body: '' };
	const permission = { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' };
	return { status: 200, headers: { ...allow, ...permission }, body: '' };
}

function mediaType(request: SourceRequest): string {
	return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}

function refuseByFormat(request: SourceRequest): Refusal | null {
	const type = mediaType(request);
	if (!type.startsWith(MEDIA_TYPE) || /^application\/cloudevents(?:-batch)?(?:\+json)?$/.test(type))
		return null;
	return {
		status: 415,
		code: 'broken_body',
		reason: 'the event format is not JSON: set the sender to application/cloudevents+json',
	};
}

/** Some senders leave the media type of a structured event at plain JSON; it is one when there are no `ce-` headers. */
function split(request: SourceRequest): readonly unknown[] {
	const type = mediaType(request);
	const isMarked = type.startsWith(MEDIA_TYPE);
	if (!isMarked && request.headers['ce-specversion'] !== undefined)
		return [structuredFromBinary(request)];
	const body = parseExactJson(request.body);
	const isBatch = isMarked ? type.startsWith(`${MEDIA_TYPE}-batch`) : Array.isArray(body);
	if (!isBatch) return [body];
	if (Array.isArray(body)) return body;
	throw new BrokenBody('the body is not a list of events, as its content type says');
}

function touchpointOfEvent(
	given: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const { id, source, type, time, subject, extensions, data = {} } = readCloudEvent(given);
	const isCustomer = settings.fields?.subjectIsCustomer === true;
	const canonical = {
		...data,
		type: withoutPrefix(type, settings.fields?.typePrefix),
		occurredAt: data.occurredAt ?? time,
		customerId: data.customerId ?? (isCustomer ? subject : undefined),
		properties: {
			...extensions,
			eventSource: source,
			...(subject !== undefined && { subject }),
			...fieldsOf(data.properties),
		},
	};
	const name = settings.sender ?? 'cloudevents';
	return touchpointOfCanonicalEvent(canonical, name, request, settings, index, keyOf(source, id));
}

function withoutPrefix(type: string, prefix: unknown): string {
	const beginning = textOf(prefix) ?? '';
	return type.startsWith(beginning) && type.length > beginning.length
		? type.slice(beginning.length)
		: type;
}

/** A source is a URI reference and so has no space in it: no two pairs give the same key. */
function keyOf(source: string, id: string): string {
	return `${source.replace(/\s/g, '%20')} ${id}`;
}
