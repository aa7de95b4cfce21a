import { verify as verifySignature } from 'node:crypto';
import type { Touchpoint } from '../journey/touchpoint';
import { BrokenBody, UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import {
	keyWithoutId,
	MAIL,
	otherMeaning,
	touchpointOfMessage,
	type MessageMeaning,
} from './message-event';
import { firstText, isFields, present, textOf, type Fields } from './payload-fields';
import { publicKeysIn } from './public-keys';
import { refuse } from './refuse';
import { withoutSensitiveFields } from './sensitive-fields';
import { FIVE_MINUTES_MS, refuseUntimely } from './signing-time';
import type { Refusal, Source, SourceRequest, SourceSettings } from './source';
import { readTime } from './time';

const SIGNATURE_HEADER = 'x-twilio-email-event-webhook-signature';
const TIMESTAMP_HEADER = 'x-twilio-email-event-webhook-timestamp';

/**
 * SendGrid's Event Webhook (twilio.com/docs/sendgrid/for-developers/tracking-events/event), always a list of events.
 * Signed with ECDSA on P-256 with SHA-256 over the header's timestamp followed by the body, its last line break included
 * (…/getting-started-event-webhook-security-features); the secret is the public verification key, base64 of its
 * SubjectPublicKeyInfo. SendGrid names no time limit: five minutes are allowed, as the time is that of the posting.
 * The event id is `sg_event_id`; without it event, address, message, link and time are hashed.
 * `processed` and `delivered` are two facts, and `deferred` only says that the second takes longer.
 */
export const sendgrid: Source = {
	name: 'sendgrid',
	displayName: 'SendGrid',
	group: 'email',
	proof: 'signature',
	howTo:
		'In SendGrid, open Settings, then Mail Settings, then Event Webhooks, and create one with the address of this trigger and Signature Verification enabled. The secret is the Verification Key that is shown after saving.',
	verify,
	split: (request) => {
		const body = parseExactJson(request.body);
		if (Array.isArray(body)) return body;
		if (isFields(body)) return [body];
		throw new BrokenBody('the body is not a list of events, as the Event Webhook has it');
	},
	map: (event, request, settings, index) => {
		if (!isFields(event)) throw new UnusableEvent('event: expected an object');
		return isAboutAccount(event) ? [] : [touchpointOf(event, request, settings, index)];
	},
};

function verify(request: SourceRequest, settings: SourceSettings): Refusal | null {
	const keys = settings.secrets
		.flatMap(publicKeysIn)
		.filter((key) => key.asymmetricKeyDetails?.namedCurve === 'prime256v1');
	if (keys.length === 0) {
		return refuse('no_secret', 'no secret is a verification key: copy it from the Event Webhook');
	}
	const signature = request.headers[SIGNATURE_HEADER];
	if (!signature) {
		return refuse(
			'missing_signature',
			`header '${SIGNATURE_HEADER}' is missing: enable Signature Verification in SendGrid`,
		);
	}
	const timestamp = request.headers[TIMESTAMP_HEADER];
	const untimely = refuseUntimely(
		`header '${TIMESTAMP_HEADER}'`,
		timestamp,
		request.receivedAt,
		FIVE_MINUTES_MS,
	);
	if (untimely) return untimely;
	const signed = Buffer.concat([Buffer.from(timestamp ?? ''), request.body]);
	const bytes = Buffer.from(signature, 'base64');
	return keys.some((key) => verifySignature('sha256', signed, key, bytes))
		? null
		: refuse(
				'bad_signature',
				`the signature in header '${SIGNATURE_HEADER}' does not fit: compare the verification key with SendGrid's`,
			);
}

const MEANINGS: ReadonlyMap<string, MessageMeaning> = new Map([
	['processed', MAIL.sent],
	['delivered', MAIL.delivered],
	['open', MAIL.opened],
	['click', MAIL.clicked],
	['spamreport', MAIL.complained],
	['unsubscribe', MAIL.unsubscribed],
	['group_unsubscribe', MAIL.unsubscribed],
	['group_resubscribe', MAIL.subscribed],
]);

/** Why SendGrid leaves an address out for good; it also drops mail that exceeds what was paid for. */
const SUPPRESSED = /unsubscribed|spam report|bounced|invalid/i;

function meaningIn(name: string, event: Fields): MessageMeaning {
	switch (name) {
		case 'bounce':
			return event.type === 'blocked' ? MAIL.softBounced : MAIL.bounced;
		case 'dropped':
			return SUPPRESSED.test(textOf(event.reason) ?? '') ? MAIL.suppressed : MAIL.dropped;
		default:
			return MEANINGS.get(name) ?? otherMeaning(name);
	}
}

/** `account_status_change` says that SendGrid warned or stopped the business. */
function isAboutAccount(event: Fields): boolean {
	return event.event === 'account_status_change';
}

function touchpointOf(
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const name = textOf(event.event);
	if (name === undefined) throw new UnusableEvent('event: expected a name like delivered');
	const happenedAt = readTime(event.timestamp);
	const id = textOf(event.sg_event_id);
	return touchpointOfMessage(
		{
			source: 'sendgrid',
			meaning: meaningIn(name, event),
			key:
				id === undefined
					? keyWithoutId(happenedAt, [name, event.email, event.sg_message_id, event.url])
					: { kind: 'event_id', id },
			happenedAt,
			person: { emails: [event.email] },
			isMachine: event.sg_machine_open === true,
			properties: propertiesIn(name, event),
		},
		request,
		settings,
		index,
	);
}

/** What is left of an event are the arguments that the business gave the message; network data is left out. */
function propertiesIn(name: string, event: Fields): Record<string, unknown> {
	const {
		email,
		event: eventName,
		timestamp,
		sg_event_id,
		sg_message_id,
		sg_machine_open,
		sg_content_type,
		'smtp-id': smtpId,
		asm_group_id,
		marketing_campaign_id,
		marketing_campaign_name,
		marketing_campaign_version,
		marketing_campaign_split_id,
		singlesend_id,
		singlesend_name,
		bounce_classification,
		url_offset,
		useragent,
		type,
		ip,
		tls,
		pool,
		send_at,
		cert_err,
		newsletter,
		...rest
	} = event;
	return {
		...withoutSensitiveFields(rest),
		...present({
			event: name,
			messageId: sg_message_id,
			campaign: firstText(marketing_campaign_name, singlesend_name),
			campaignId: firstText(marketing_campaign_id, singlesend_id),
			unsubscribeGroup: textOf(asm_group_id),
			bounceType: textOf(type),
			bounceClass: textOf(bounce_classification),
		}),
	};
}
