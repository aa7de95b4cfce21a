import type { Channel } from '../journey/channel';
import { phoneIdentity } from '../journey/identity-normal-form';
import type { ConsentChange, Money, Product } from '../journey/touchpoint';
import { fieldsOf, firstText, listOf, present, textOf, type Fields } from './payload-fields';
import type { PersonFields } from './people';
import type { EventKey } from './touchpoint-of';
import { consentOfKeyword } from './opt-out-keywords';
import type { MetaEvent } from './whatsapp-events';
import { orderedProducts, orderValue } from './whatsapp-order';

/** What one event says; the touchpoint follows from it and the request. */
export interface MetaFacts {
	readonly key: EventKey;
	readonly type: string;
	readonly channel: Channel;
	/** As the sender wrote it: seconds since 1970 as text, or milliseconds for Messenger. */
	readonly time: unknown;
	readonly sequence?: number;
	readonly person: PersonFields;
	readonly attributes?: Fields;
	readonly value?: Money | undefined;
	readonly products?: Product[];
	readonly consent?: ConsentChange[];
	readonly properties: Fields;
}

/** The life of a message that the business sent, in the order in which it happens. */
const STATUS_TYPES: ReadonlyMap<string, readonly [type: string, sequence: number]> = new Map([
	['sent', ['message_sent', 1]],
	['delivered', ['message_delivered', 2]],
	['failed', ['message_failed', 2]],
	['read', ['message_read', 3]],
]);

/**
 * Kinds of messages that are more than words. An order is a cart that the customer hands over: nothing is paid yet, so
 * it is no completed order.
 */
const MESSAGE_TYPES: ReadonlyMap<string, string> = new Map([
	['order', 'checkout_started'],
	['reaction', 'message_reacted'],
	['system', 'customer_updated'],
]);

/** "Recipient has stopped marketing messages" (Meta's list of Cloud API error codes). */
const STOPPED_MARKETING = '131050';

/** Gives what an event of Meta says, with an empty person where it is about no customer. */
export function factsOf(event: MetaEvent): MetaFacts {
	switch (event.kind) {
		case 'message':
			return messageFacts(event);
		case 'status':
			return statusFacts(event);
		case 'preference':
			return preferenceFacts(event);
		case 'call':
			return callFacts(event);
		case 'page_message':
			return pageMessageFacts(event);
		case 'other':
			return otherFacts(event);
	}
}

function messageFacts({ item, contact, metadata }: MetaEvent): MetaFacts {
	const kind = textOf(item.type) ?? 'unknown';
	const words = wordsOf(item);
	// Permission is given by the preference that WhatsApp keeps: START opens many a chat bot.
	const isRefusal = consentOfKeyword(undefined, words) === 'denied';
	return {
		key: keyOf(item.id, item),
		type: isRefusal ? 'unsubscribed' : (MESSAGE_TYPES.get(kind) ?? 'message_received'),
		channel: 'chat',
		time: item.timestamp,
		person: merged(
			personOf(item.from, firstText(contact.user_id, item.from_user_id)),
			personOf(kind === 'system' ? fieldsOf(item.system).wa_id : undefined),
		),
		attributes: { name: textOf(fieldsOf(contact.profile).name) },
		value: orderValue(item.order),
		products: orderedProducts(item.order),
		consent: isRefusal ? [marketing('denied')] : [],
		properties: {
			messageId: item.id,
			kind,
			text: words,
			emoji: textOf(fieldsOf(item.reaction).emoji),
			inReplyTo: textOf(fieldsOf(item.context).id) ?? textOf(fieldsOf(item.reaction).message_id),
			ad: adOf(item.referral),
			ownNumber: textOf(metadata.display_phone_number),
		},
	};
}

function statusFacts({ item, contact, metadata }: MetaEvent): MetaFacts {
	const status = textOf(item.status) ?? 'unknown';
	const [type, sequence] = STATUS_TYPES.get(status) ?? [`other:message_${status.slice(0, 100)}`, 0];
	const error = fieldsOf(listOf(item.errors)[0]);
	const id = textOf(item.id);
	return {
		key: keyOf(id && `${id}:${status}:${textOf(item.recipient_id) ?? ''}`, item),
		type,
		channel: 'chat',
		time: item.timestamp,
		sequence,
		person: personOf(item.recipient_id, firstText(contact.user_id, item.recipient_user_id)),
		consent: textOf(error.code) === STOPPED_MARKETING ? [marketing('denied')] : [],
		properties: {
			messageId: id,
			status,
			errorCode: textOf(error.code),
			errorTitle: textOf(error.title),
			category: textOf(fieldsOf(item.pricing).category),
			ownNumber: textOf(metadata.display_phone_number),
		},
	};
}

function preferenceFacts({ item, contact }: MetaEvent): MetaFacts {
	const choice = textOf(item.value)?.toLowerCase();
	const status = choice === 'stop' ? 'denied' : choice === 'resume' ? 'granted' : undefined;
	const type = status === 'granted' ? 'subscribed' : 'unsubscribed';
	return {
		key: { kind: 'content_hash', of: [item] },
		type: status === undefined ? 'other:user_preferences' : type,
		channel: 'chat',
		time: item.timestamp,
		person: personOf(item.wa_id, firstText(contact.user_id, item.user_id)),
		attributes: { name: textOf(fieldsOf(contact.profile).name) },
		consent: status === undefined ? [] : [marketing(status)],
		properties: { category: textOf(item.category) },
	};
}

/** A call is told when it rings and when it ends; the first is the contact. */
function callFacts({ item, contact }: MetaEvent): MetaFacts {
	const step = textOf(item.event)?.toLowerCase() ?? 'unknown';
	const isFromCustomer = textOf(item.direction)?.toUpperCase() === 'USER_INITIATED';
	const id = textOf(item.id);
	return {
		key: keyOf(id && `${id}:${step}`, item),
		type:
			isFromCustomer && step === 'connect' ? 'call_received' : `other:call_${step.slice(0, 100)}`,
		channel: 'phone',
		time: item.timestamp,
		person: personOf(isFromCustomer ? item.from : item.to, textOf(contact.user_id)),
		properties: { callId: id, durationSeconds: textOf(item.duration) },
	};
}

/** Messenger and Instagram name a person by an id that means something for one page only. */
function pageMessageFacts({ item, account, field }: MetaEvent): MetaFacts {
	const message = fieldsOf(item.message);
	const postback = fieldsOf(item.postback);
	const isEcho = message.is_echo === true;
	const isMessage = item.message !== undefined || item.postback !== undefined;
	const words = firstText(message.text, postback.title);
	const customer = fieldsOf(isEcho ? item.recipient : item.sender).id;
	return {
		key: keyOf(firstText(message.mid, postback.mid), item),
		type: isEcho ? 'message_sent' : isMessage ? 'message_received' : `other:${pageStepOf(item)}`,
		channel: 'social',
		time: item.timestamp,
		person: { external: [[`meta:${account}`, customer]] },
		properties: { platform: field, text: words },
	};
}

function pageStepOf(item: Fields): string {
	const steps = ['read', 'delivery', 'reaction', 'optin', 'referral'];
	return `page_${steps.find((step) => item[step] !== undefined) ?? 'event'}`;
}

/** A lead form of an advertisement comes as an id, to be looked up; other changes are about the account itself. */
function otherFacts({ item, field }: MetaEvent): MetaFacts {
	const lead = field === 'leadgen' ? textOf(item.leadgen_id) : undefined;
	return {
		key: keyOf(lead && `lead:${lead}`, item),
		type: lead === undefined ? `other:${field.slice(0, 100)}` : 'lead_submitted',
		channel: 'social',
		time: item.created_time,
		person: { anonymous: [['meta', lead && `lead:${lead}`]] },
		properties: { leadId: lead, formId: textOf(item.form_id), adId: textOf(item.ad_id) },
	};
}

function keyOf(id: unknown, item: Fields): EventKey {
	const text = textOf(id);
	return text === undefined ? { kind: 'content_hash', of: [item] } : { kind: 'event_id', id: text };
}

/** A WhatsApp id is the phone number without its plus; one that is no such number still tells people apart. */
function personOf(id: unknown, userId?: string): PersonFields {
	const text = textOf(id);
	const number = text && `+${text.replace(/^\+/, '')}`;
	const isNumber = number !== undefined && phoneIdentity(number) !== null;
	return {
		external: [['whatsapp', userId]],
		phones: isNumber ? [number] : [],
		anonymous: isNumber ? [] : [['whatsapp', text]],
	};
}

function merged(one: PersonFields, other: PersonFields): PersonFields {
	return {
		external: [...(one.external ?? []), ...(other.external ?? [])],
		phones: [...(one.phones ?? []), ...(other.phones ?? [])],
		anonymous: [...(one.anonymous ?? []), ...(other.anonymous ?? [])],
	};
}

function wordsOf(item: Fields): string | undefined {
	const interactive = fieldsOf(item.interactive);
	const kind = textOf(item.type) ?? '';
	return firstText(
		fieldsOf(item.text).body,
		fieldsOf(item.button).text,
		fieldsOf(interactive.button_reply).title,
		fieldsOf(interactive.list_reply).title,
		fieldsOf(item.order).text,
		fieldsOf(item[kind]).caption,
	);
}

function adOf(referral: unknown): Fields | undefined {
	const { source_url, source_id, source_type, headline, ctwa_clid } = fieldsOf(referral);
	const ad = present({
		url: textOf(source_url),
		id: textOf(source_id),
		kind: textOf(source_type),
		headline: textOf(headline),
		clickId: textOf(ctwa_clid),
	});
	return Object.keys(ad).length === 0 ? undefined : ad;
}

function marketing(status: ConsentChange['status']): ConsentChange {
	return { channel: 'chat', purpose: 'marketing', status };
}
