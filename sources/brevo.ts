import type { Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import {
	keyWithoutId,
	MAIL,
	meaningOf,
	otherMeaning,
	touchpointOfMessage,
	type MessageMeaning,
} from './message-event';
import { fieldsOf, firstText, isFields, present, textOf, type Fields } from './payload-fields';
import { withoutSensitiveFields } from './sensitive-fields';
import { namedHeaders, SECRET_HEADER_FIELD, verifySharedSecret } from './shared-secret';
import type { Source, SourceRequest, SourceSettings } from './source';
import { readTime } from './time';

/**
 * Brevo's webhooks for marketing and transactional mail and SMS (developers.brevo.com/docs/marketing-webhooks,
 * …/transactional-webhooks), one event or, with `batched`, up to 500 (…/batch-webhooks). Brevo signs nothing: it sends
 * the token of the webhook as a bearer token, user and password of the address by HTTP Basic, or a header of one's own.
 * There is no event id (`id` is that of the webhook): what happened, to whom, in which message and when is hashed. The
 * first opening came as `unique_opened` and `opened` at once for a time: both are one fact and have one id.
 * `ts_epoch` and `ts_event` are UTC. `ts` is in the account's own zone, so it counts only where neither is there, and a
 * time that is then ahead of ours becomes the time of receipt. That somebody was put on a list is no permission.
 */
export const brevo: Source = {
	name: 'brevo',
	displayName: 'Brevo',
	group: 'email',
	proof: 'shared_secret',
	howTo:
		'In Brevo, open the menu of the account, then Settings, then Webhooks, and add the address of this trigger with token authentication. The secret is that token, or the password where the address holds user:password@ before the host.',
	fields: [SECRET_HEADER_FIELD],
	verify: (request, settings) =>
		verifySharedSecret(
			{ bearer: true, basic: true, headers: namedHeaders(settings) },
			request,
			settings.secrets,
		),
	split: (request) => {
		const body = parseExactJson(request.body);
		return Array.isArray(body) ? body : [body];
	},
	map: (event, request, settings, index) => {
		if (!isFields(event)) throw new UnusableEvent('event: expected an object');
		return textOf(event.msg_status) === undefined
			? [touchpointOfMail(event, request, settings, index)]
			: [touchpointOfText(event, request, settings, index)];
	},
};

const MEANINGS: ReadonlyMap<string, MessageMeaning> = new Map([
	['request', MAIL.sent],
	['sent', MAIL.sent],
	['delivered', MAIL.delivered],
	['opened', MAIL.opened],
	['unique_opened', MAIL.opened],
	['proxy_open', MAIL.opened],
	['unique_proxy_open', MAIL.opened],
	['click', MAIL.clicked],
	['soft_bounce', MAIL.softBounced],
	['hard_bounce', MAIL.bounced],
	['invalid_email', MAIL.bounced],
	['blocked', MAIL.dropped],
	['spam', MAIL.complained],
	['complaint', MAIL.complained],
	['unsubscribe', MAIL.unsubscribed],
	['unsubscribed', MAIL.unsubscribed],
	['list_addition', meaningOf('list_joined', 'email', 0)],
	['contact_updated', meaningOf('customer_updated', 'email', 0)],
	['contact_deleted', meaningOf('customer_deleted', 'email', 0)],
]);

/** The states of an SMS; the marketing ones come with a reply too. */
const TEXT_MEANINGS: ReadonlyMap<string, MessageMeaning> = new Map([
	['sent', meaningOf('message_sent', 'sms', 0)],
	['accepted', meaningOf('message_sent', 'sms', 0)],
	['delivered', meaningOf('message_delivered', 'sms', 1)],
	['soft_bounce', meaningOf('message_failed', 'sms', 1)],
	['hard_bounce', meaningOf('message_failed', 'sms', 1)],
	['rejected', meaningOf('message_failed', 'sms', 1)],
	['replied', meaningOf('message_received', 'sms', 2)],
	['unsubscribe', meaningOf('unsubscribed', 'sms', 3, 'denied')],
	['blacklisted', meaningOf('consent_updated', 'sms', 3, 'denied')],
	['subscribe', meaningOf('subscribed', 'sms', 4, 'granted')],
]);

function touchpointOfMail(
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const name = textOf(event.event)?.toLowerCase();
	if (name === undefined) throw new UnusableEvent('event: expected a name like delivered');
	const meaning = MEANINGS.get(name) ?? otherMeaning(name);
	const happenedAt = timeIn(event);
	const isMachine = name.includes('proxy');
	// An address that was removed comes as a list of one.
	const email = firstText(...[event.email].flat());
	return touchpointOfMessage(
		{
			source: 'brevo',
			meaning,
			key: keyWithoutId(happenedAt, [
				meaning.type,
				meaning.consent,
				isMachine,
				email,
				firstText(event['message-id'], event.camp_id),
				event.link,
				event.list_id,
			]),
			happenedAt,
			person: { emails: [email], external: [['brevo', event.contact_id]] },
			isMachine,
			attributes: attributesIn(event),
			properties: propertiesIn(name, event),
		},
		request,
		settings,
		index,
	);
}

function touchpointOfText(
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const status = textOf(event.msg_status)?.toLowerCase() ?? '';
	const happenedAt = timeIn(event);
	const number = textOf(event.to);
	return touchpointOfMessage(
		{
			source: 'brevo',
			meaning: TEXT_MEANINGS.get(status) ?? otherMeaning(`sms_${status}`, 'sms'),
			key: keyWithoutId(happenedAt, ['sms', status, number, event.messageId, event.reference]),
			happenedAt,
			// Brevo writes numbers with the country's code and without the plus.
			person: { phones: [number && /^\d/.test(number) ? `+${number}` : number] },
			properties: {
				event: status,
				messageId: textOf(event.messageId),
				messageType: textOf(event.type),
				text: firstText(event.reply, event.content),
				reason: firstText(event.description, event.reason),
				tag: textOf(event.tag),
			},
		},
		request,
		settings,
		index,
	);
}

function timeIn(event: Fields): number | null {
	return readTime(event.ts_epoch) ?? readTime(event.ts_event) ?? readTime(event.ts);
}

/** The fields of the contact that were changed, under the names that the account gives them. */
function attributesIn(event: Fields): Record<string, unknown> {
	const changed = Object.assign({}, ...[event.content].flat().map(fieldsOf)) as Fields;
	const { FIRSTNAME, LASTNAME, name, firstname, lastname, email, EMAIL, SMS, ...rest } = changed;
	return present({
		firstName: firstText(FIRSTNAME, firstname, name),
		lastName: firstText(LASTNAME, lastname),
		...withoutSensitiveFields(rest),
	});
}

function propertiesIn(name: string, event: Fields): Record<string, unknown> {
	return present({
		event: name,
		messageId: textOf(event['message-id']),
		subject: textOf(event.subject),
		campaign: firstText(event['campaign name'], event.campaign_name),
		campaignId: textOf(event.camp_id),
		templateId: textOf(event.template_id),
		url: firstText(event.link, event.URL),
		reason: textOf(event.reason),
		tags: tagsIn(event),
		lists: [event.list_id].flat().flatMap((list) => textOf(list) ?? []),
	});
}

/** `tag` alone is one tag; beside `tags` it says the same again, as JSON. */
function tagsIn(event: Fields): readonly unknown[] {
	return Array.isArray(event.tags) ? event.tags : [event.tag].flat().filter(Boolean);
}
