import type { Channel } from '../journey/channel';
import type { ConsentChange, Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import { formFields } from './form-body';
import { fieldsOf, present } from './payload-fields';
import { readPerson, type PersonFields } from './people';
import type { Source, SourceRequest, SourceSettings } from './source';
import { placeTime } from './time';
import { touchpointOf } from './touchpoint-of';
import { contactInEvent, contactInForm, type Contact } from './twilio-contact';
import { consentOfKeyword } from './opt-out-keywords';
import { bodyHashIn, verifyTwilio } from './twilio-signature';

/**
 * Twilio's webhooks for messages and calls (twilio.com/docs/usage/webhooks) and its Event Streams of messages.
 * Signed with the account's auth token: base64 HMAC-SHA1 over the public address with its query, followed by every form
 * field, name and value, in the order of the names (twilio.com/docs/usage/security). A JSON body is not a form: then
 * the address carries `bodySHA256`, and the hash of the body has to be that. Without it the body is read as a form and
 * as nothing else, so no byte is read that was not signed. Nothing says when it was signed.
 * The event id is the id of the message with its status, or that of the call. A call that comes in is told up to five
 * times (ringing to completed): all of them are one `call_received`, of which the first to arrive is kept.
 */
export const twilio: Source = {
	name: 'twilio',
	displayName: 'Twilio',
	group: 'messaging',
	proof: 'signature',
	howTo:
		"In the Twilio console, open the phone number and enter the address under 'A message comes in' and under 'Call status changes', with HTTP POST. The secret is the auth token on the account's home page; if a proxy stands before n8n, set Public Address too.",
	verify: (request, settings) => verifyTwilio(request, settings.secrets),
	split: (request) => {
		if (bodyHashIn(request) === undefined) return [formFields(request.body)];
		const body = parseExactJson(request.body);
		return Array.isArray(body) ? body : [body];
	},
	map: (event, request, settings, index) => {
		const fields = fieldsOf(event);
		const contact =
			fields.specversion === undefined ? contactInForm(fields) : contactInEvent(fields);
		return [touchpointOfContact(contact, request, settings, index)];
	},
	// A message is not answered; a call that asks what to do is ended, which the page of this source says.
	accepted: {
		status: 200,
		headers: { 'content-type': 'text/xml' },
		body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
	},
};

/** The life of a message; queueing and sending say nothing about the customer, and keep their own names. */
const MESSAGE_TYPES: ReadonlyMap<string, readonly [type: string, sequence: number]> = new Map([
	['received', ['message_received', 0]],
	['sent', ['message_sent', 1]],
	['delivered', ['message_delivered', 2]],
	['undelivered', ['message_failed', 2]],
	['failed', ['message_failed', 2]],
	['read', ['message_read', 3]],
]);

function touchpointOfContact(
	contact: Contact,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const address = addressOf(contact.inbound ? contact.from : contact.to);
	const channel = contact.kind === 'call' ? 'phone' : address.channel;
	const consent = consentIn(contact, channel);
	const [type, sequence] = typeOf(contact, consent);
	const person = readPerson(personIn(contact, address), settings.defaultCountry);
	if (person.identities.length === 0) {
		throw new UnusableEvent(
			`${contact.inbound ? 'From' : 'To'}: expected the customer's number, as in +302101234567`,
		);
	}
	const isOneCall = contact.kind === 'call' && contact.inbound;
	return touchpointOf(
		{
			source: 'twilio',
			key: { kind: 'event_id', id: isOneCall ? contact.sid : `${contact.sid}:${contact.status}` },
			type,
			channel,
			...placeTime(contact.happenedAt, request.receivedAt),
			sequence,
			identities: person.identities,
			attributes: present({ name: contact.name, ...person.attributes }),
			consent,
			properties: present({
				sid: contact.sid,
				status: contact.status,
				direction: contact.inbound ? 'inbound' : 'outbound',
				text: contact.text,
				errorCode: contact.errorCode === '0' ? undefined : contact.errorCode,
				ownNumber: contact.inbound ? contact.to : contact.from,
				...contact.properties,
			}),
		},
		request,
		settings,
		index,
	);
}

function typeOf(contact: Contact, consent: readonly ConsentChange[]): readonly [string, number] {
	if (contact.kind === 'call') {
		if (contact.inbound) return ['call_received', 0];
		return contact.status === 'completed' ? ['call_made', 1] : [`other:call_${contact.status}`, 0];
	}
	if (contact.inbound && consent.length > 0) {
		return [consent.some(({ status }) => status === 'denied') ? 'unsubscribed' : 'subscribed', 0];
	}
	return MESSAGE_TYPES.get(contact.status) ?? [`other:message_${contact.status.slice(0, 100)}`, 0];
}

/** Error 21610: Twilio did not send, since the recipient had replied STOP (twilio.com/docs/api/errors/21610). */
function consentIn(contact: Contact, channel: Channel): ConsentChange[] {
	if (contact.kind === 'call') return [];
	const status = contact.inbound
		? consentOfKeyword(contact.optOutType, contact.text)
		: contact.errorCode === '21610'
			? 'denied'
			: null;
	if (status === null) return [];
	return [
		{ channel, purpose: 'marketing', status },
		{ channel, purpose: 'transactional', status },
	];
}

interface Address {
	readonly channel: Channel;
	/** What stands before the colon, as in `whatsapp:+30…`; undefined for a plain number. */
	readonly scheme: string | undefined;
	readonly rest: string | undefined;
}

function addressOf(text: string | undefined): Address {
	const [, scheme, rest] = /^([a-z]+):(.+)$/is.exec(text ?? '') ?? [];
	const name = scheme?.toLowerCase();
	const isText = name === undefined || name === 'rcs';
	return { channel: isText ? 'sms' : 'chat', scheme: name, rest: rest ?? text };
}

/** A caller who hides the number still is the same one for the whole of the call. */
function personIn(contact: Contact, { scheme, rest }: Address): PersonFields {
	const namespace = `twilio:${contact.account}`;
	const hasNumber = scheme === undefined || scheme === 'whatsapp' || scheme === 'rcs';
	return {
		phones: hasNumber ? [rest] : [],
		external: hasNumber ? [] : [[namespace, rest && `${scheme}:${rest}`]],
		anonymous: contact.kind === 'call' ? [[namespace, `call:${contact.sid}`]] : [],
	};
}
