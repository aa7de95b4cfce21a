import { parser } from 'sax';
import { BrokenBody } from './delivery-errors';
import { MAX_JSON_DEPTH } from './exact-json';

/** More attributes than any element of SOAP has: a strict reader's work grows with the square of their number. */
const MAX_ATTRIBUTES = 32;

const MESSAGE = 'Envelope/Body/notifications';
const SOBJECT = `${MESSAGE}/Notification/sObject`;

/** One notification: a record of Salesforce with the fields that were chosen for the message. */
export interface SalesforceNotification {
	readonly id: string | undefined;
	/** The API name of the record's type, such as `Contact` or `Visit__c`; empty when it was not said. */
	readonly object: string;
	/** Field values as text; those that are null are left out. */
	readonly fields: Readonly<Record<string, string>>;
}

export interface SalesforceMessage {
	readonly organization: string | undefined;
	readonly notifications: readonly SalesforceNotification[];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a SOAP message of `notifications` (developer.salesforce.com/docs/platform/api/guide/sforce-api-om-outboundmessaging-wsdl.html).
 * It is read as a stream, so that what SOAP forbids ends it before anything is built: a document type, with which come all
 * attacks by entities, processing instructions, and nesting deeper than JSON may have here. Prefixes of names are not
 * looked at, NUL characters and lone surrogates are replaced. Throws `BrokenBody` for all of that, for bytes that are not
 * UTF-8 and for text that is not well-formed XML.
 */
export function readSalesforceMessage(body: Uint8Array): SalesforceMessage {
	const path: string[] = [];
	let attributes = new Map<string, string>();
	let text = '';
	let sawRoot = false;
	let sawMessage = false;
	let organization: string | undefined;
	let id: string | undefined;
	let object = '';
	let isNull = false;
	let fields = new Map<string, string>();
	const notifications: SalesforceNotification[] = [];

	const xml = parser(true, { strictEntities: true, position: false });
	xml.onerror = () => fail('is not well-formed XML: it may have been cut off on the way');
	xml.ondoctype = () => fail('has a document type, which SOAP forbids');
	xml.onprocessinginstruction = ({ name }) => {
		if (name !== 'xml') fail('has a processing instruction, which SOAP forbids');
	};
	xml.onattribute = ({ name, value }) => {
		attributes.set(localName(name), value);
		if (attributes.size > MAX_ATTRIBUTES)
			fail(`has an element of over ${MAX_ATTRIBUTES} attributes`);
	};
	xml.onopentag = ({ name }) => {
		if (path.length === 0 && sawRoot) fail('goes on behind its end');
		sawRoot = true;
		path.push(localName(name));
		if (path.length > MAX_JSON_DEPTH)
			throw new BrokenBody(
				`the body nests deeper than ${MAX_JSON_DEPTH} levels: send a flatter one`,
				'body_too_deep',
			);
		const place = path.join('/');
		if (place === MESSAGE) sawMessage = true;
		if (place === SOBJECT) object = localName(attributes.get('type') ?? '');
		isNull = attributes.get('nil') === 'true';
		attributes = new Map();
		text = '';
	};
	xml.ontext = (part) => (text += part);
	xml.oncdata = (part) => (text += part);
	xml.onclosetag = () => {
		const place = path.join('/');
		const name = path.pop() ?? '';
		const value = text.replaceAll('\0', '').toWellFormed().trim();
		text = '';
		if (place === `${MESSAGE}/OrganizationId`) organization ??= value;
		if (place === `${MESSAGE}/Notification/Id`) id = value;
		if (place === `${SOBJECT}/${name}` && !isNull && value !== '') fields.set(name, value);
		if (place === `${MESSAGE}/Notification`) {
			notifications.push({ id, object, fields: Object.fromEntries(fields) });
			[id, object, fields] = [undefined, '', new Map()];
		}
	};
	xml.write(decoded(body)).close();
	if (!sawMessage || path.length > 0) fail('is not a SOAP message of notifications');
	return { organization, notifications };
}

function decoded(body: Uint8Array): string {
	try {
		return utf8.decode(body);
	} catch {
		throw new BrokenBody('the body is not valid UTF-8, which the message has to be');
	}
}

function localName(name: string): string {
	return name.slice(name.indexOf(':') + 1);
}

function fail(what: string): never {
	throw new BrokenBody(`the body ${what}`);
}
