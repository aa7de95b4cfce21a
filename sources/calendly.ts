import { foldDigits } from '../journey/fold-text';
import type { Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { otherType } from './event-type';
import { parseExactJson } from './exact-json';
import { verifyHmac } from './hmac';
import { moneyOf } from './money';
import {
	fieldsOf,
	firstText,
	listOf,
	present,
	presentTexts,
	textOf,
	type Fields,
} from './payload-fields';
import { readPerson } from './people';
import type { HmacRecipe, Source, SourceRequest, SourceSettings } from './source';
import { snakeCase } from './survey-answers';
import { placeTime, readTime } from './time';
import { touchpointOf } from './touchpoint-of';

const RECIPE: HmacRecipe = {
	header: 'calendly-webhook-signature',
	separator: ',',
	prefix: 'v1=',
	timestampPrefix: 't=',
	algorithm: 'sha256',
	encoding: 'hex',
	signed: '{timestamp}.{body}',
};

/**
 * Calendly's webhook subscriptions (developer.calendly.com, "Receive data from scheduled events in real time" and
 * "Webhook signatures"). Signed with the subscription's signing key: hex HMAC-SHA256 over the time, a point and the
 * body; five minutes are allowed. There is no event id: event, invitee and the time of the event are hashed.
 * Moving an appointment comes as a pair, the old one cancelled (`rescheduled`) and a new one made (`old_invitee`):
 * together they are one `call_rescheduled`, no booking and no cancellation, and the cancelled half keeps its own name.
 */
export const calendly: Source = {
	name: 'calendly',
	displayName: 'Calendly',
	group: 'booking',
	proof: 'signature',
	howTo:
		'Calendly makes webhooks through its API only: post to /webhook_subscriptions with the address of this trigger, the events invitee.created, invitee.canceled and invitee_no_show.created, and a signing_key of your own. That key is the secret.',
	verify: (request, settings) => verifyHmac(RECIPE, request, settings.secrets),
	split: (request) => [parseExactJson(request.body)],
	map: (event, request, settings, index) => [
		touchpointOfEvent(fieldsOf(event), request, settings, index),
	],
};

function touchpointOfEvent(
	body: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const name = textOf(body.event);
	if (name === undefined) throw new UnusableEvent('event: expected one like invitee.created');
	const payload = fieldsOf(body.payload);
	// What is said of a no-show stands around the invitee in some versions, and in the invitee in others.
	const invitee = { ...fieldsOf(payload.invitee), ...payload };
	const uri =
		textOf(payload.invitee) ?? textOf(fieldsOf(payload.invitee).uri) ?? textOf(payload.uri);
	const answers = answersIn(invitee);
	const person = readPerson(
		{
			emails: [firstText(invitee.email, ...answersTo(answers, 'email'))],
			phones: [
				invitee.text_reminder_number,
				phoneOfMeeting(invitee),
				...answersTo(answers, 'phone'),
			],
			anonymous: [['calendly', uuidOf(uri)]],
		},
		settings.defaultCountry,
	);
	if (person.identities.length === 0) {
		throw new UnusableEvent(`event '${name.slice(0, 60)}': payload.email: expected an address`);
	}
	const meeting = fieldsOf(invitee.scheduled_event);
	const cancellation = fieldsOf(invitee.cancellation);
	return touchpointOf(
		{
			source: 'calendly',
			key: { kind: 'content_hash', of: [name, uri ?? payload, body.created_at] },
			type: typeOf(name, invitee),
			channel: 'web',
			...placeTime(readTime(body.created_at), request.receivedAt),
			// The cancelled half of a pair comes before the new one, also within one second.
			sequence: name === 'invitee.canceled' ? 0 : 1,
			identities: person.identities,
			attributes: {
				...present({
					name: textOf(invitee.name),
					firstName: textOf(invitee.first_name),
					lastName: textOf(invitee.last_name),
					timeZone: textOf(invitee.timezone),
				}),
				...person.attributes,
			},
			value: valueIn(invitee),
			keys: presentTexts({ booking: uuidOf(meeting.uri ?? invitee.event) }),
			properties: present({
				event: name,
				meeting: textOf(meeting.name),
				startsAt: textOf(meeting.start_time),
				endsAt: textOf(meeting.end_time),
				cancelUrl: textOf(invitee.cancel_url),
				rescheduleUrl: textOf(invitee.reschedule_url),
				cancelReason: textOf(cancellation.reason),
				cancelledBy: textOf(cancellation.canceler_type),
				previousInvitee: uuidOf(invitee.old_invitee),
				campaign: campaignIn(invitee),
				answers: answers
					.filter(({ subject }) => subject === 'other')
					.map(({ question, answer }) => ({ question, answer })),
			}),
		},
		request,
		settings,
		index,
	);
}

function typeOf(name: string, invitee: Fields): string {
	switch (name) {
		case 'invitee.created':
			return textOf(invitee.old_invitee) === undefined ? 'call_booked' : 'call_rescheduled';
		case 'invitee.canceled':
			return invitee.rescheduled === true ? 'other:invitee.canceled' : 'call_cancelled';
		case 'invitee_no_show.created':
			return 'call_missed';
		case 'routing_form_submission.created':
			return 'form_submitted';
		default:
			return otherType(name);
	}
}

interface BookingAnswer {
	readonly question: string;
	readonly answer: string;
	/** Contact data are identities, not words to keep. */
	readonly subject: 'email' | 'phone' | 'other';
}

function answersIn(invitee: Fields): BookingAnswer[] {
	return listOf(invitee.questions_and_answers)
		.map(fieldsOf)
		.flatMap((pair) => {
			const question = textOf(pair.question);
			const answer = textOf(pair.answer);
			if (question === undefined || answer === undefined) return [];
			const words = snakeCase(question).split('_');
			const isAddress = /^\S+@\S+$/.test(answer);
			const isNumber =
				/\d/.test(foldDigits(answer)) &&
				['phone', 'mobile', 'telephone'].some((word) => words.includes(word));
			return [{ question, answer, subject: isAddress ? 'email' : isNumber ? 'phone' : 'other' }];
		});
}

function answersTo(answers: readonly BookingAnswer[], subject: BookingAnswer['subject']): string[] {
	return answers.filter((answer) => answer.subject === subject).map(({ answer }) => answer);
}

/** For a call that the host makes, the place of the meeting is the customer's number. */
function phoneOfMeeting(invitee: Fields): unknown {
	const location = fieldsOf(fieldsOf(invitee.scheduled_event).location);
	return location.type === 'outbound_call' ? location.location : undefined;
}

function valueIn(invitee: Fields): Touchpoint['value'] {
	const payment = fieldsOf(invitee.payment);
	return payment.successful === true ? moneyOf(payment.amount, payment.currency) : undefined;
}

function campaignIn(invitee: Fields): Fields | undefined {
	const tracking = fieldsOf(invitee.tracking);
	const campaign = presentTexts({
		source: tracking.utm_source,
		medium: tracking.utm_medium,
		name: tracking.utm_campaign,
		term: tracking.utm_term,
		content: tracking.utm_content,
	});
	return Object.keys(campaign).length === 0 ? undefined : campaign;
}

/** Calendly names things by addresses that end in their id. */
function uuidOf(uri: unknown): string | undefined {
	return textOf(uri)?.replace(/^.*\//s, '');
}
