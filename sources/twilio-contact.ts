import { DateTime } from 'luxon';
import { UnusableEvent } from './delivery-errors';
import { fieldsOf, firstText, textOf, type Fields } from './payload-fields';
import { readTime } from './time';

/** A message or a call, in whichever way Twilio told of it. */
export interface Contact {
	readonly kind: 'message' | 'call';
	readonly sid: string;
	/** In lower case, as in `delivered` or `no-answer`. */
	readonly status: string;
	readonly inbound: boolean;
	readonly from: string | undefined;
	readonly to: string | undefined;
	readonly account: string;
	readonly happenedAt: number | null;
	readonly text?: string | undefined;
	readonly optOutType?: string | undefined;
	readonly errorCode?: string | undefined;
	readonly name?: string | undefined;
	readonly properties: Fields;
}

/** Reads the form of a message or a call; throws `UnusableEvent` when it is neither. */
export function contactInForm(fields: Fields): Contact {
	const messageSid = firstText(fields.MessageSid, fields.SmsMessageSid, fields.SmsSid);
	const callSid = textOf(fields.CallSid);
	const shared = {
		from: textOf(fields.From),
		to: textOf(fields.To),
		account: textOf(fields.AccountSid) ?? 'unknown',
	};
	if (messageSid !== undefined) {
		const given = firstText(fields.MessageStatus, fields.SmsStatus)?.toLowerCase();
		const status = given ?? (fields.Body === undefined ? 'unknown' : 'received');
		return {
			...shared,
			kind: 'message',
			sid: messageSid,
			status,
			inbound: status.startsWith('receiv'),
			happenedAt: null,
			text: textOf(fields.Body),
			optOutType: textOf(fields.OptOutType),
			errorCode: textOf(fields.ErrorCode),
			name: textOf(fields.ProfileName),
			properties: {
				buttonText: textOf(fields.ButtonText),
				mediaCount: mediaCountOf(fields.NumMedia),
				messagingService: textOf(fields.MessagingServiceSid),
			},
		};
	}
	if (callSid === undefined) throw new UnusableEvent('MessageSid: expected it, or CallSid');
	return {
		...shared,
		kind: 'call',
		sid: callSid,
		status: textOf(fields.CallStatus)?.toLowerCase() ?? 'unknown',
		inbound: textOf(fields.Direction)?.toLowerCase() === 'inbound',
		happenedAt: timeOfCall(fields.Timestamp),
		name: textOf(fields.CallerName),
		properties: {
			durationSeconds: textOf(fields.CallDuration),
			forwardedFrom: textOf(fields.ForwardedFrom),
		},
	};
}

/** Status callbacks write times as e-mail does: `Fri, 20 Nov 2026 06:45:00 +0000`. */
function timeOfCall(value: unknown): number | null {
	const text = textOf(value);
	if (text === undefined) return null;
	const time = DateTime.fromRFC2822(text);
	return time.isValid ? time.toMillis() : readTime(text);
}

/**
 * Reads a CloudEvent of twilio.com/docs/events; of its many families only messages say which side is the customer, and
 * for the others `UnusableEvent` is thrown.
 */
export function contactInEvent(event: Fields): Contact {
	const type = textOf(event.type) ?? '';
	const status = /^com\.twilio\.messaging\.(?:inbound-)?message\.([a-z-]+)$/.exec(type)?.[1];
	const data = fieldsOf(event.data);
	const sid = textOf(data.messageSid);
	if (status === undefined || sid === undefined) {
		throw new UnusableEvent('type: expected com.twilio.messaging.message.… with data.messageSid');
	}
	return {
		kind: 'message',
		sid,
		status,
		inbound: type.includes('.inbound-message.'),
		from: textOf(data.from),
		to: textOf(data.to),
		account: textOf(data.accountSid) ?? 'unknown',
		happenedAt: readTime(data.timestamp) ?? readTime(event.time),
		text: textOf(data.body),
		errorCode: textOf(data.errorCode),
		properties: { mediaCount: mediaCountOf(data.numMedia) },
	};
}

/** Every message has a count of pictures, which mostly is none. */
function mediaCountOf(value: unknown): string | undefined {
	const count = textOf(value);
	return count === '0' ? undefined : count;
}
