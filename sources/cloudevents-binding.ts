import { BrokenBody, UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { isFields, textOf, type Fields } from './payload-fields';
import type { SourceRequest } from './source';

/** One event with the attributes that CloudEvents 1.0 defines (cloudevents/spec.md of github.com/cloudevents/spec). */
export interface CloudEvent {
	readonly id: string;
	/** Names the system in which the event happened; `id` is unique only within it. */
	readonly source: string;
	readonly type: string;
	/** RFC 3339, or undefined when the sender does not say. */
	readonly time: string | undefined;
	readonly subject: string | undefined;
	/** Further attributes of the sender: names of small letters and digits with plain values. */
	readonly extensions: Fields;
	/** The payload; undefined when there is none. */
	readonly data: Fields | undefined;
}

const CORE = new Set(
	'specversion,id,source,type,time,subject,datacontenttype,dataschema,data,data_base64'.split(','),
);
const HEADER_PREFIX = 'ce-';

/**
 * Gives the event of a request in binary mode as it would stand in a structured body: attributes from `ce-` headers,
 * payload from the body (cloudevents/bindings/http-protocol-binding.md, section 3.1). A payload that is not JSON is
 * kept as text. Throws `BrokenBody` for a header that is not encoded as section 3.1.3.2 has it, and for broken JSON.
 */
export function structuredFromBinary(request: SourceRequest): Fields {
	const attributes = Object.entries(request.headers).flatMap(([name, value]) =>
		name.startsWith(HEADER_PREFIX) && value !== undefined
			? [[name.slice(HEADER_PREFIX.length), decodedHeader(name, value)] as const]
			: [],
	);
	const data = request.body.length === 0 ? undefined : payloadIn(request);
	return { ...Object.fromEntries(attributes), data };
}

function payloadIn(request: SourceRequest): unknown {
	return isJson(request.headers['content-type'])
		? parseExactJson(request.body)
		: request.body.toString('utf8');
}

/** Without a type the payload is JSON (cloudevents/formats/json-format.md, section 3.1). */
function isJson(contentType: string | undefined): boolean {
	const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
	return type === '' || /^(?:application|text)\/(?:[\w.-]+\+)?json$/.test(type);
}

function decodedHeader(name: string, value: string): string {
	const text = /^"(.*)"$/s.exec(value)?.[1]?.replace(/\\(.)/gs, '$1') ?? value;
	try {
		// A percent sign that begins no code comes from senders that do not encode at all.
		return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));
	} catch {
		throw new BrokenBody(`header '${name}' is not percent-encoded UTF-8, as CloudEvents has it`);
	}
}

/** Reads an event in the JSON format; throws `UnusableEvent` naming the attribute that is not as the specification has it. */
export function readCloudEvent(given: unknown): CloudEvent {
	if (!isFields(given)) throw new UnusableEvent('event: expected a CloudEvent as a JSON object');
	if (given.specversion !== '1.0') throw new UnusableEvent('specversion: expected 1.0');
	return {
		id: required(given, 'id'),
		source: required(given, 'source'),
		type: required(given, 'type'),
		time: textOf(given.time),
		subject: textOf(given.subject),
		extensions: Object.fromEntries(
			Object.entries(given).filter(
				([name, value]) =>
					!CORE.has(name) && /^[a-z0-9]{1,20}$/.test(name) && typeof value !== 'object',
			),
		),
		data: dataIn(given),
	};
}

function required(event: Fields, name: 'id' | 'source' | 'type'): string {
	const text = textOf(event[name]);
	if (text === undefined) throw new UnusableEvent(`${name}: expected a text`);
	return text;
}

function dataIn(event: Fields): Fields | undefined {
	const data =
		typeof event.data_base64 === 'string' ? decodedData(event) : (event.data ?? undefined);
	if (data === undefined || isFields(data)) return data;
	throw new UnusableEvent('data: expected a JSON object, or nothing');
}

function decodedData(event: Fields): unknown {
	if (!isJson(textOf(event.datacontenttype))) return event.data_base64;
	try {
		return parseExactJson(Buffer.from(String(event.data_base64), 'base64'));
	} catch {
		throw new UnusableEvent('data_base64: expected JSON in base64');
	}
}
