import type { Channel } from '../journey/channel';
import { experienceOf, type Experience } from '../journey/experience';
import { otherType } from './event-type';
import { fieldsOf, firstText, isFields, textOf, type Fields } from './payload-fields';
import { numberOf } from './survey-answers';

/** What an event of Zendesk says beside who and when. */
export interface ZendeskFacts {
	readonly type: string;
	readonly channel: Channel;
	readonly about: 'ticket' | 'user' | 'other';
	readonly experience?: Experience | undefined;
	/** The customer's or the team's words. */
	readonly text?: string | undefined;
}

const PREFIX = 'zen:event-type:';

/** Gives the short name (`ticket.created`) of an event of Zendesk's own, or undefined for a body that people wrote. */
export function zendeskEventName(type: unknown): string | undefined {
	const text = textOf(type);
	return text?.startsWith(PREFIX) ? text.slice(PREFIX.length) : undefined;
}

/** Events that say the same whatever their details are. */
const PLAIN_TYPES: ReadonlyMap<string, string> = new Map([
	['ticket.created', 'ticket_opened'],
	['ticket.csat_requested', 'survey_sent'],
	['ticket.merged', 'ticket_merged'],
	['user.created', 'customer_created'],
	['user.deleted', 'customer_deleted'],
	['user.merged', 'customer_updated'],
	['user.name_changed', 'customer_updated'],
	['user.external_id_changed', 'customer_updated'],
	['user.identity_created', 'customer_updated'],
	['user.identity_changed', 'customer_updated'],
	['user.time_zone_changed', 'customer_updated'],
]);

/**
 * Gives what an event means, by its short name (developer.zendesk.com/api-reference/webhooks/event-types); other events
 * become `other:<name>`. A ticket is solved when its status says so for the first time: `closed` follows days later by
 * itself, and a custom status changes along with the status, so neither is another `ticket_solved`.
 */
export function zendeskFacts(name: string, detail: Fields, event: Fields): ZendeskFacts {
	const about = name.startsWith('user.')
		? 'user'
		: /^(?:messaging_)?ticket\./.test(name)
			? 'ticket'
			: 'other';
	const channel = about === 'ticket' ? channelOf(name, detail) : 'other';
	const said = spokenIn(name, event);
	if (said !== null) return { ...said, channel, about };
	if (name === 'ticket.csat_received') {
		return { type: 'survey_answered', channel, about, ...satisfactionIn(event) };
	}
	const type = name === 'ticket.status_changed' ? typeOfStatus(event) : PLAIN_TYPES.get(name);
	return { type: type ?? otherType(name), channel, about };
}

function typeOfStatus(event: Fields): string {
	const current = textOf(event.current)?.toLowerCase();
	const wasDone = ['solved', 'closed'].includes(textOf(event.previous)?.toLowerCase() ?? '');
	if (current === 'solved' && !wasDone) return 'ticket_solved';
	if (current === 'closed') return wasDone ? 'ticket_closed' : 'ticket_solved';
	return wasDone && current !== 'solved' ? 'ticket_reopened' : 'ticket_updated';
}

/** A comment is the customer's, the team's answer, or a note among the team, which the customer never sees. */
function spokenIn(name: string, event: Fields): Pick<ZendeskFacts, 'type' | 'text'> | null {
	if (name === 'ticket.comment_added') {
		const comment = fieldsOf(event.comment);
		const isStaff = fieldsOf(comment.author).is_staff === true;
		if (comment.is_public === false) return { type: 'other:ticket.note_added' };
		return { type: isStaff ? 'message_sent' : 'message_received', text: textOf(comment.body) };
	}
	if (name === 'messaging_ticket.message_added') {
		const isCustomer = textOf(fieldsOf(event.actor).type) === 'end_user';
		const text = textOf(fieldsOf(event.message).body);
		return { type: isCustomer ? 'message_received' : 'message_sent', text };
	}
	return null;
}

/**
 * Reads a satisfaction rating wherever the event has it. Good and bad are the ends of a scale of two; numbers are read
 * on the scale of five that Zendesk offers first, when nothing says good or bad.
 */
function satisfactionIn(event: Fields): Pick<ZendeskFacts, 'experience' | 'text'> {
	const places = [
		event.satisfaction_score,
		event.satisfaction_rating,
		event.current,
		event.rating,
		event,
	];
	const ratings = places.filter(isFields);
	const words = places
		.map(textOf)
		.concat(
			ratings.flatMap((rating) =>
				[rating.score, rating.rating_category, rating.rating].map(textOf),
			),
		);
	const text = firstText(...ratings.map((rating) => rating.comment));
	const verdict = words.map((word) => satisfactionOf(word)).find((found) => found !== undefined);
	const number = words.map(numberOf).find((found) => found !== undefined);
	const experience = verdict ?? (number === undefined ? null : experienceOf('csat', number));
	return { text, experience: experience ?? undefined };
}

/** Gives the experience for a rating in words (`good`, `Bad, I'm unsatisfied`), or undefined where it is none of the two. */
export function satisfactionOf(rating: unknown): Experience | undefined {
	const word = /^(good|bad)\b/i.exec(textOf(rating) ?? '')?.[1]?.toLowerCase();
	if (word === undefined) return undefined;
	return experienceOf('csat', word === 'good' ? 1 : 0, [0, 1]) ?? undefined;
}

const CHANNELS: ReadonlyMap<string, Channel> = new Map([
	['email', 'email'],
	['mail', 'email'],
	['web', 'web'],
	['web_form', 'web'],
	['help_center', 'web'],
	['mobile', 'app'],
	['mobile_sdk', 'app'],
	['sms', 'sms'],
	['voice', 'phone'],
	['phone', 'phone'],
	['facebook', 'social'],
	['twitter', 'social'],
	['instagram_dm', 'social'],
	['any_channel', 'social'],
	['chat', 'chat'],
	['whatsapp', 'chat'],
	['messaging', 'chat'],
	['native_messaging', 'chat'],
]);

function channelOf(name: string, detail: Fields): Channel {
	if (name.startsWith('messaging_ticket.')) return 'chat';
	return CHANNELS.get(textOf(fieldsOf(detail.via).channel)?.toLowerCase() ?? '') ?? 'other';
}
