import type { Channel } from '../journey/channel';
import { otherType } from './event-type';

/** What a topic says, and what its item is about. */
export interface IntercomTopic {
	readonly type: string;
	readonly channel: Channel;
	readonly about:
		'conversation' | 'ticket' | 'contact' | 'subscription' | 'rating' | 'event' | 'other';
	/** What a topic about permission says. */
	readonly consent?: 'granted' | 'denied';
}

type Row = readonly [
	topic: string,
	type: string,
	about: IntercomTopic['about'],
	channel: Channel,
	consent?: 'granted' | 'denied',
];

/**
 * Topics of developers.intercom.com/docs/references/webhooks/webhook-models, today's and those of the older versions
 * that apps still use. A conversation that a customer begins is a ticket to us, and a conversation made into a ticket
 * keeps its id: see `intercom.ts` for how the two become one. Of the two topics about a solved ticket only
 * `ticket.resolved` is `ticket_solved`; `ticket.closed` comes later, or at the same time, for the same ticket.
 * A lead who signs up was a contact before, so only that is `account_created`.
 */
const ROWS: readonly Row[] = [
	['conversation.user.created', 'ticket_opened', 'conversation', 'chat'],
	['conversation.user.replied', 'message_received', 'conversation', 'chat'],
	['conversation.admin.replied', 'message_sent', 'conversation', 'chat'],
	['conversation.admin.single.created', 'message_sent', 'conversation', 'chat'],
	['conversation.operator.replied', 'message_sent', 'conversation', 'chat'],
	['conversation.admin.closed', 'ticket_solved', 'conversation', 'chat'],
	['conversation.read', 'message_read', 'conversation', 'chat'],
	['conversation.rating.added', 'survey_answered', 'rating', 'chat'],
	['ticket.rating.provided', 'survey_answered', 'rating', 'chat'],
	['ticket.created', 'ticket_opened', 'ticket', 'chat'],
	['ticket.contact.replied', 'message_received', 'ticket', 'chat'],
	['ticket.admin.replied', 'message_sent', 'ticket', 'chat'],
	['ticket.resolved', 'ticket_solved', 'ticket', 'chat'],
	['ticket.closed', 'ticket_closed', 'ticket', 'chat'],
	['ticket.state.updated', 'ticket_updated', 'ticket', 'chat'],
	['contact.user.created', 'customer_created', 'contact', 'other'],
	['user.created', 'customer_created', 'contact', 'other'],
	['contact.lead.created', 'lead_created', 'contact', 'other'],
	['contact.created', 'lead_created', 'contact', 'other'],
	['contact.lead.signed_up', 'account_created', 'contact', 'web'],
	['contact.signed_up', 'account_created', 'contact', 'web'],
	['visitor.signed_up', 'account_created', 'contact', 'web'],
	['contact.user.updated', 'customer_updated', 'contact', 'other'],
	['contact.lead.updated', 'customer_updated', 'contact', 'other'],
	['contact.email.updated', 'customer_updated', 'contact', 'other'],
	['user.email.updated', 'customer_updated', 'contact', 'other'],
	['contact.lead.added_email', 'customer_updated', 'contact', 'other'],
	['contact.added_email', 'customer_updated', 'contact', 'other'],
	['contact.merged', 'customer_updated', 'contact', 'other'],
	['contact.deleted', 'customer_deleted', 'contact', 'other'],
	['user.deleted', 'customer_deleted', 'contact', 'other'],
	['contact.subscribed', 'subscribed', 'subscription', 'email', 'granted'],
	['contact.unsubscribed', 'unsubscribed', 'subscription', 'email', 'denied'],
	['user.unsubscribed', 'unsubscribed', 'subscription', 'email', 'denied'],
	['contact.unsubscribed_from_sms', 'unsubscribed', 'subscription', 'sms', 'denied'],
	['user.unsubscribed_from_sms', 'unsubscribed', 'subscription', 'sms', 'denied'],
	['granular.subscribe', 'subscribed', 'subscription', 'email', 'granted'],
	['granular.unsubscribe', 'unsubscribed', 'subscription', 'email', 'denied'],
	['event.created', 'event', 'event', 'web'],
];

const TOPICS: ReadonlyMap<string, IntercomTopic> = new Map(
	ROWS.map(([topic, type, about, channel, consent]) => [
		topic,
		{ type, about, channel, ...(consent && { consent }) },
	]),
);

const STAT_CHANNELS: ReadonlyMap<string, Channel> = new Map([
	['email', 'email'],
	['sms', 'sms'],
	['push', 'push'],
	['chat', 'chat'],
	['post', 'chat'],
]);

/**
 * What happened to something that was sent, by content and stat. An unsubscription is not among them: the topic
 * `contact.unsubscribed` tells of the same one.
 */
const STAT_TYPES: ReadonlyMap<string, string> = new Map([
	['email receipt', 'email_sent'],
	['email open', 'campaign_opened'],
	['email click', 'campaign_clicked'],
	['email hard_bounce', 'email_bounced'],
	['email spam_complaint', 'email_marked_as_spam'],
	['sms receipt', 'message_sent'],
	['push receipt', 'message_sent'],
	['push open', 'message_read'],
	['chat receipt', 'message_sent'],
	['chat open', 'message_read'],
	['survey completion', 'survey_answered'],
]);

/**
 * Gives what a topic (`conversation.user.created`) means; one that is not in the list becomes `other:<topic>`. For the
 * topics `content_stat.…` the kind of stat (`open`) decides.
 */
export function intercomTopic(topic: string, stat?: string): IntercomTopic {
	const content = /^content_stat\.([a-z_]+)$/.exec(topic)?.[1];
	if (content !== undefined) return statTopic(topic, content, stat ?? 'unknown');
	return TOPICS.get(topic) ?? { type: otherType(topic), about: 'other', channel: 'other' };
}

/** The refusal itself is taken from either: no said twice is no. An address that is dead takes no mail either. */
function statTopic(topic: string, content: string, stat: string): IntercomTopic {
	const channel = STAT_CHANNELS.get(content) ?? 'web';
	const isRefusal = ['unsubscribe', 'spam_complaint', 'hard_bounce'].includes(stat);
	return {
		type: STAT_TYPES.get(`${content} ${stat}`) ?? otherType(`${topic}.${stat}`),
		about: 'subscription',
		channel,
		...(isRefusal && { consent: 'denied' }),
	};
}
