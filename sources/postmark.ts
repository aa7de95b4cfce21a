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
import type { EventKey } from './touchpoint-of';

/** The longest text of an incoming mail that is kept. */
const MAX_TEXT_LENGTH = 5000;

/**
 * Postmark's webhooks (postmarkapp.com/developer/webhooks/webhooks-overview). Postmark signs nothing: it sends user and
 * password of the address by HTTP Basic, or a header of one's own.
 * The event id is `ID` of a bounce or complaint and the message id of an incoming mail; for the others kind, message,
 * recipient, link and time are hashed, and without a time `X-PM-Webhook-Trace-Id` is taken, which Postmark keeps over
 * its repetitions.
 * A bounce and a complaint are told again as a `SubscriptionChange` with that reason: only the first is the fact, the
 * second is `consent_updated`. Postmark does not mark opens by machines.
 */
export const postmark: Source = {
	name: 'postmark',
	displayName: 'Postmark',
	group: 'email',
	proof: 'shared_secret',
	howTo:
		'In Postmark, open the server, its message stream and its Webhooks tab, and add the address of this trigger with a user name and a password of your own under Basic auth credentials. The secret is the password, or user:password to have both checked.',
	fields: [SECRET_HEADER_FIELD],
	verify: (request, settings) =>
		verifySharedSecret({ basic: true, headers: namedHeaders(settings) }, request, settings.secrets),
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => {
		if (!isFields(event)) throw new UnusableEvent('body: expected an object');
		return [touchpointOf(event, request, settings, index)];
	},
};

const MEANINGS: ReadonlyMap<string, MessageMeaning> = new Map([
	['Delivery', MAIL.delivered],
	['Open', MAIL.opened],
	['Click', MAIL.clicked],
	['SpamComplaint', MAIL.complained],
	['Inbound', MAIL.received],
]);

/** Kinds of bounce that are more than a passing trouble (postmarkapp.com/developer/api/bounce-api, bounce types). */
const BOUNCES: ReadonlyMap<string | undefined, MessageMeaning> = new Map([
	['HardBounce', MAIL.bounced],
	['BadEmailAddress', MAIL.bounced],
	['SpamComplaint', MAIL.complained],
	['Unsubscribe', MAIL.unsubscribed],
	['ManuallyDeactivated', MAIL.suppressed],
	['AutoResponder', otherMeaning('auto_reply_received')],
	['Subscribe', otherMeaning('subscribe_requested')],
]);

function meaningIn(kind: string, event: Fields): MessageMeaning {
	switch (kind) {
		case 'Bounce':
			return (
				BOUNCES.get(textOf(event.Type)) ??
				(event.Inactive === true ? MAIL.bounced : MAIL.softBounced)
			);
		case 'SubscriptionChange':
			return meaningOfChange(event);
		default:
			return MEANINGS.get(kind) ?? otherMeaning(kind);
	}
}

/** Only the reader can give permission: that somebody of the business lifts the block (`Customer`, `Admin`) is none. */
function meaningOfChange(event: Fields): MessageMeaning {
	if (event.SuppressSending === true) {
		return event.SuppressionReason === 'HardBounce' || event.SuppressionReason === 'SpamComplaint'
			? meaningOf('consent_updated', 'email', MAIL.unsubscribed.sequence, 'denied')
			: MAIL.unsubscribed;
	}
	return event.Origin === 'Recipient'
		? MAIL.subscribed
		: meaningOf('consent_updated', 'email', MAIL.subscribed.sequence);
}

function touchpointOf(
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const from = fieldsOf(event.FromFull);
	const kind = textOf(event.RecordType) ?? (from.Email === undefined ? undefined : 'Inbound');
	if (kind === undefined) throw new UnusableEvent('RecordType: expected a name like Delivery');
	const isIncoming = kind === 'Inbound';
	const happenedAt = timeIn(event);
	return touchpointOfMessage(
		{
			source: 'postmark',
			meaning: meaningIn(kind, event),
			key: keyOf(kind, event, happenedAt, request),
			happenedAt,
			person: { emails: [isIncoming ? from.Email : firstText(event.Recipient, event.Email)] },
			attributes: isIncoming ? { name: textOf(from.Name) } : {},
			properties: isIncoming ? incomingPropertiesIn(kind, event) : propertiesIn(kind, event),
		},
		request,
		settings,
		index,
	);
}

function timeIn(event: Fields): number | null {
	return readTime(firstText(event.DeliveredAt, event.BouncedAt, event.ReceivedAt, event.ChangedAt));
}

/** A complaint is one of the bounces too, with the same number, so both have the same id. */
function keyOf(
	kind: string,
	event: Fields,
	happenedAt: number | null,
	request: SourceRequest,
): EventKey {
	const id = firstText(
		kind === 'Inbound' && event.MessageID ? `inbound:${textOf(event.MessageID)}` : undefined,
		event.ID === undefined || event.ID === 0 ? undefined : `bounce:${textOf(event.ID)}`,
	);
	if (id !== undefined) return { kind: 'event_id', id };
	const trace = textOf(request.headers['x-pm-webhook-trace-id']);
	return happenedAt === null && trace !== undefined
		? { kind: 'event_id', id: `trace:${trace}` }
		: keyWithoutId(happenedAt, [
				kind,
				event.MessageID,
				firstText(event.Recipient, event.Email),
				event.OriginalLink,
				event.SuppressSending,
			]);
}

function propertiesIn(kind: string, event: Fields): Record<string, unknown> {
	const metadata = withoutSensitiveFields(fieldsOf(event.Metadata));
	return present({
		event: kind,
		messageId: textOf(event.MessageID),
		messageStream: textOf(event.MessageStream),
		subject: textOf(event.Subject),
		tag: textOf(event.Tag),
		url: textOf(event.OriginalLink),
		bounceType: textOf(event.Type),
		reason: firstText(event.SuppressionReason, event.Description),
		details: textOf(event.Details),
		origin: textOf(event.Origin),
		firstOpen: event.FirstOpen,
		readSeconds: event.ReadSeconds,
		metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
	});
}

/** The reply without what it quotes comes first; attachments and markup are left out. */
function incomingPropertiesIn(kind: string, event: Fields): Record<string, unknown> {
	return present({
		event: kind,
		messageId: textOf(event.MessageID),
		messageStream: textOf(event.MessageStream),
		subject: textOf(event.Subject),
		text: firstText(event.StrippedTextReply, event.TextBody)?.slice(0, MAX_TEXT_LENGTH),
		mailbox: textOf(event.MailboxHash),
	});
}
