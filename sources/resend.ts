import { emailIdentity } from '../journey/identity-normal-form';
import type { Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import {
	addressIn,
	MAIL,
	meaningOf,
	otherMeaning,
	touchpointOfMessage,
	type MessageMeaning,
} from './message-event';
import {
	fieldsOf,
	firstText,
	isFields,
	listOf,
	present,
	textOf,
	type Fields,
} from './payload-fields';
import { withoutSensitiveFields } from './sensitive-fields';
import type { Source, SourceRequest, SourceSettings } from './source';
import { signedIdOf, verifyStandardWebhook } from './standard-webhooks';
import { readTime } from './time';
import type { EventKey } from './touchpoint-of';

/**
 * Resend's webhooks (resend.com/docs/webhooks/event-types), signed and posted by Svix: see `standard-webhooks.ts`.
 * The event id is the signed `svix-id`, the same in every repetition. One mail to several people is told in one event
 * (resend.com/docs/dashboard/webhooks/body-parameters: `to` holds those it concerns): each of them gets a touchpoint,
 * as they are not one customer, and all but the first have their place in the list behind the id.
 * Resend does not mark opens by machines. A contact says `unsubscribed: false` from its first day, so that is no
 * permission; `true` is a refusal whenever it is said.
 */
export const resend: Source = {
	name: 'resend',
	displayName: 'Resend',
	group: 'email',
	proof: 'signature',
	howTo:
		'In Resend, open Webhooks, add the address of this trigger and choose the events. The secret is the Signing Secret on the page of that webhook; it begins with whsec_.',
	verify: verifyStandardWebhook,
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => {
		const name = textOf(fieldsOf(event).type);
		if (!isFields(event) || name === undefined) {
			throw new UnusableEvent('type: expected a name like email.delivered');
		}
		// Domains are the business's own: they say nothing about a customer.
		if (name.startsWith('domain.')) return [];
		return name.startsWith('contact.')
			? [touchpointOfContact(name, event, request, settings, index)]
			: touchpointsOfMail(name, event, request, settings, index);
	},
};

const MAIL_MEANINGS: ReadonlyMap<string, MessageMeaning> = new Map([
	['email.sent', MAIL.sent],
	['email.delivered', MAIL.delivered],
	['email.opened', MAIL.opened],
	['email.clicked', MAIL.clicked],
	['email.complained', MAIL.complained],
	['email.suppressed', MAIL.suppressed],
	['email.received', MAIL.received],
]);

const CONTACT_MEANINGS: ReadonlyMap<string, string> = new Map([
	['contact.created', 'customer_created'],
	['contact.updated', 'customer_updated'],
	['contact.deleted', 'customer_deleted'],
]);

/** A bounce is permanent unless Resend says otherwise (resend.com/docs/webhooks/emails/bounced). */
function meaningOfMail(name: string, data: Fields): MessageMeaning {
	if (name !== 'email.bounced') return MAIL_MEANINGS.get(name) ?? otherMeaning(name);
	const type = textOf(fieldsOf(data.bounce).type) ?? 'Permanent';
	return type === 'Permanent' ? MAIL.bounced : MAIL.softBounced;
}

function touchpointsOfMail(
	name: string,
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint[] {
	const data = fieldsOf(event.data);
	const people = peopleIn(name, data);
	if (people.length === 0) throw new UnusableEvent('data.to: expected an address that can be read');
	return people.map(([place, address]) =>
		touchpointOfMessage(
			{
				source: 'resend',
				meaning: meaningOfMail(name, data),
				key: keyOf(request, place),
				happenedAt: readTime(fieldsOf(data.click).timestamp) ?? readTime(event.created_at),
				person: { emails: [address] },
				properties: propertiesIn(name, data),
			},
			request,
			settings,
			index,
		),
	);
}

/** Those whom a mail concerns, with their places in its list; an address that cannot be read takes no other with it. */
function peopleIn(name: string, data: Fields): (readonly [place: number, address: string])[] {
	const addresses = name === 'email.received' ? [data.from] : [data.to].flat();
	return addresses.flatMap((text, place) => {
		const address = textOf(addressIn(text));
		return address !== undefined && emailIdentity(address) !== null
			? [[place, address] as const]
			: [];
	});
}

function keyOf(request: SourceRequest, place = 0): EventKey {
	const id = signedIdOf(request);
	if (id === undefined) return { kind: 'none' };
	return { kind: 'event_id', id: place === 0 ? id : `${id}#${place}` };
}

function propertiesIn(name: string, data: Fields): Record<string, unknown> {
	const { message, type, subType } = fieldsOf(data.bounce);
	return present({
		event: name,
		messageId: textOf(data.email_id),
		subject: textOf(data.subject),
		campaignId: firstText(data.broadcast_id),
		templateId: textOf(data.template_id),
		url: textOf(fieldsOf(data.click).link),
		bounceType: textOf(type),
		bounceClass: textOf(subType),
		reason: firstText(message, fieldsOf(data.failed).reason, fieldsOf(data.suppressed).message),
		tags: tagsIn(data.tags),
	});
}

/** Tags came as a list of names with values, and come as an object. */
function tagsIn(tags: unknown): Record<string, unknown> | undefined {
	const named = Array.isArray(tags)
		? Object.fromEntries(
				listOf(tags)
					.map(fieldsOf)
					.flatMap(({ name, value }) => (textOf(name) === undefined ? [] : [[name, value]])),
			)
		: fieldsOf(tags);
	return Object.keys(named).length > 0 ? withoutSensitiveFields(named) : undefined;
}

function touchpointOfContact(
	name: string,
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const data = fieldsOf(event.data);
	const type = CONTACT_MEANINGS.get(name);
	const refusal = data.unsubscribed === true ? 'denied' : undefined;
	return touchpointOfMessage(
		{
			source: 'resend',
			meaning: type === undefined ? otherMeaning(name) : meaningOf(type, 'email', 0, refusal),
			key: keyOf(request),
			happenedAt: readTime(event.created_at),
			person: { emails: [data.email] },
			attributes: { firstName: textOf(data.first_name), lastName: textOf(data.last_name) },
			properties: {
				event: name,
				contactId: textOf(data.id),
				segments: listOf(data.segment_ids),
				audience: textOf(data.audience_id),
			},
		},
		request,
		settings,
		index,
	);
}
