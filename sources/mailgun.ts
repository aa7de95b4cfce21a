import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Touchpoint } from '../journey/touchpoint';
import { BrokenBody, UnusableEvent } from './delivery-errors';
import { jsonBody } from './json-body';
import {
	addressIn,
	MAIL,
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
import { refuse } from './refuse';
import { withoutSensitiveFields } from './sensitive-fields';
import { FIVE_MINUTES_MS, refuseUntimely } from './signing-time';
import type { Refusal, Source, SourceRequest, SourceSettings } from './source';
import { readTime } from './time';

/**
 * How long ago a delivery may have been signed. Mailgun goes on for eight hours and, as those who run it report, repeats
 * the signature as it was: five minutes would lose all that came during an outage.
 */
const MAX_AGE_MS = 9 * 60 * 60_000;

/**
 * Mailgun's webhooks (documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads). The signature stands
 * in the body: hex HMAC-SHA256 over `timestamp` followed by `token`, with the account's HTTP webhook signing key
 * (…/securing-webhooks); for events of a subaccount the parent's key signs `parent-signature`.
 * It does NOT cover the body: whoever reads one delivery on its way could put another body beside its signature. Mailgun
 * therefore has receivers refuse a token that they have seen. The verifier is pure and cannot see that; so the token
 * alone is the event id, and the store, which takes an id once, takes each signature once. Old signatures are refused.
 * Mailgun's own id of the event is kept in the properties.
 */
export const mailgun: Source = {
	name: 'mailgun',
	displayName: 'Mailgun',
	group: 'email',
	proof: 'signature',
	howTo:
		'In Mailgun, open Sending, then Webhooks, and add the address of this trigger for each event, either for the account or for the domain, not for both. The secret is the HTTP webhook signing key under API Security.',
	verify,
	split: (request) => [bodyOf(request)],
	map: (event, request, settings, index) => [
		touchpointOf(fieldsOf(event), request, settings, index),
	],
};

function bodyOf(request: SourceRequest): Fields {
	const body = jsonBody(request);
	if (isFields(body)) return body;
	throw new BrokenBody('the body is not an object with a signature, as Mailgun has it');
}

function verify(request: SourceRequest, settings: SourceSettings): Refusal | null {
	const signed = fieldsOf(bodyOf(request).signature);
	const token = textOf(signed.token);
	const timestamp = textOf(signed.timestamp);
	const signatures = [signed.signature, signed['parent-signature']].flatMap(bytesOf);
	if (token === undefined || signatures.length === 0) {
		return refuse(
			'missing_signature',
			"the body has no signature with a token: it is not one of Mailgun's webhooks",
		);
	}
	const untimely = refuseUntimely(
		'signature.timestamp',
		timestamp,
		request.receivedAt,
		MAX_AGE_MS,
		FIVE_MINUTES_MS,
	);
	if (untimely) return untimely;
	const verdicts = settings.secrets.flatMap((key) => {
		const digest = createHmac('sha256', key).update(`${timestamp}${token}`).digest();
		return signatures.map((given) => timingSafeEqual(given, digest));
	});
	return verdicts.includes(true)
		? null
		: refuse(
				'bad_signature',
				"no signature in the body fits: compare the secret with Mailgun's HTTP webhook signing key",
			);
}

/** Gives the bytes of a SHA-256 in hex, as a list of one; none for anything else. */
function bytesOf(text: unknown): Buffer[] {
	return typeof text === 'string' && /^[0-9a-f]{64}$/i.test(text) ? [Buffer.from(text, 'hex')] : [];
}

const MEANINGS: ReadonlyMap<string, MessageMeaning> = new Map([
	['accepted', MAIL.sent],
	['rejected', MAIL.dropped],
	['delivered', MAIL.delivered],
	['opened', MAIL.opened],
	['clicked', MAIL.clicked],
	['complained', MAIL.complained],
	['unsubscribed', MAIL.unsubscribed],
]);

/** Failures that Mailgun calls permanent although the address may be good: it gave up, or the provider blocks it. */
const ABOUT_US: ReadonlySet<string | undefined> = new Set(['old', 'espblock']);

/**
 * A failure that will be tried again says nothing about the customer. One without a severity is taken for permanent, and
 * `suppress-…` means that Mailgun did not even try, as the address had bounced, complained or unsubscribed before.
 */
function meaningIn(name: string, event: Fields): MessageMeaning {
	if (name !== 'failed') return MEANINGS.get(name) ?? otherMeaning(name);
	const reason = textOf(event.reason);
	if (event.severity === 'temporary') return otherMeaning('failed_temporarily');
	if (reason?.startsWith('suppress-')) return MAIL.suppressed;
	return ABOUT_US.has(reason) ? MAIL.softBounced : MAIL.bounced;
}

function touchpointOf(
	body: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const event = fieldsOf(body['event-data']);
	const name = textOf(event.event);
	if (name === undefined) throw new UnusableEvent('event-data.event: expected a name like opened');
	const token = textOf(fieldsOf(body.signature).token);
	const flags = fieldsOf(event.flags);
	return touchpointOfMessage(
		{
			source: 'mailgun',
			meaning: meaningIn(name, event),
			key: token === undefined ? { kind: 'none' } : { kind: 'event_id', id: token },
			happenedAt: readTime(event.timestamp),
			person: { emails: [event.recipient ?? addressIn(headersIn(event).to)] },
			isMachine: botIn(event) !== undefined,
			properties: propertiesIn(name, event),
			test: flags['is-test-mode'] === true || flags['is-system-test'] === true,
		},
		request,
		settings,
		index,
	);
}

/** `apple`, `gmail` or `generic` where Mailgun saw a program at work (…/tracking-messages/open-click-bot-detect). */
function botIn(event: Fields): string | undefined {
	return textOf(fieldsOf(event['client-info']).bot);
}

function headersIn(event: Fields): Fields {
	return fieldsOf(fieldsOf(event.message).headers);
}

function propertiesIn(name: string, event: Fields): Record<string, unknown> {
	const headers = headersIn(event);
	const status = fieldsOf(event['delivery-status']);
	const variables = withoutSensitiveFields(fieldsOf(event['user-variables']));
	return present({
		event: name,
		eventId: textOf(event.id),
		messageId: textOf(headers['message-id']),
		subject: textOf(headers.subject),
		domain: textOf(fieldsOf(event.domain).name),
		mailingList: textOf(fieldsOf(event['mailing-list']).address),
		url: textOf(event.url),
		bot: botIn(event),
		severity: textOf(event.severity),
		reason: firstText(event.reason, fieldsOf(event.reject).reason),
		description: firstText(status.message, status.description),
		tags: listOf(event.tags),
		variables: Object.keys(variables).length > 0 ? variables : undefined,
	});
}
