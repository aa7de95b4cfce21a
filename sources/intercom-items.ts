import type { Channel } from '../journey/channel';
import type { IntercomTopic } from './intercom-topics';
import { fieldsOf, firstText, isFields, listOf, textOf, type Fields } from './payload-fields';

/** What an item says about one contact, put together from the places where it stands. */
export interface IntercomCustomer {
	readonly id: string | undefined;
	readonly externalId: string | undefined;
	readonly email: string | undefined;
	readonly phone: string | undefined;
	readonly name: string | undefined;
	readonly language: string | undefined;
	readonly country: string | undefined;
	readonly city: string | undefined;
}

/** Teammates and bots write in the same lists as customers do. */
const CUSTOMER_TYPES: ReadonlySet<unknown> = new Set([
	'user',
	'lead',
	'contact',
	'visitor',
	undefined,
]);

/** Gives the item that a notification is about; `ticket.closed` wraps it once more since API version 2.15. */
export function thingIn(notification: Fields): Fields {
	const item = fieldsOf(fieldsOf(notification.data).item);
	return isFields(item.ticket) ? item.ticket : item;
}

/** Gives the one contact whom the item is about. Of several in one conversation it is the one who wrote or rated. */
export function customerIn(item: Fields, topic: IntercomTopic): IntercomCustomer {
	const places = placesOf(item, topic)
		.filter((place) => isFields(place) && CUSTOMER_TYPES.has(place.type))
		.map(fieldsOf)
		.filter(({ id, email }) => (textOf(id) ?? textOf(email)) !== undefined);
	const id = textOf(places[0]?.id);
	const same = places.filter((place, at) => at === 0 || (id && textOf(place.id) === id));
	const read = (...names: readonly string[]): string | undefined =>
		firstText(...same.flatMap((place) => names.map((name) => place[name])));
	const location = fieldsOf(same.find((place) => isFields(place.location))?.location);
	return {
		id,
		externalId: read('external_id', 'user_id'),
		email: read('email'),
		phone: read('phone'),
		name: read('name'),
		language: read('language_override', 'browser_language'),
		country: textOf(location.country_code),
		city: firstText(location.city, location.city_name),
	};
}

function placesOf(item: Fields, topic: IntercomTopic): readonly unknown[] {
	switch (topic.about) {
		case 'contact':
			return [item];
		case 'event':
			return [{ id: item.intercom_user_id, external_id: item.user_id, email: item.email }];
		case 'rating': {
			const rating = fieldsOf(item.conversation_rating ?? item.ticket_rating ?? item.rating);
			return [rating.contact, rating.customer, ...contactsOf(item)];
		}
		case 'conversation':
		case 'ticket':
		case 'subscription':
		case 'other':
			return [
				item.contact,
				...partsOf(item)
					.map(({ author }) => author)
					.reverse(),
				fieldsOf(item.source).author,
				fieldsOf(item.conversation_message).author,
				...contactsOf(item),
			];
	}
}

function contactsOf(item: Fields): readonly unknown[] {
	return [...listOf(fieldsOf(item.contacts).contacts), item.user];
}

function partsOf(item: Fields): Fields[] {
	const parts = [
		...listOf(fieldsOf(item.conversation_parts).conversation_parts),
		...listOf(fieldsOf(item.ticket_parts).ticket_parts),
	];
	return parts.map(fieldsOf);
}

/**
 * Gives the last words of the side that the topic is about, without their HTML: the team's where it sent a message, else
 * the customer's. Undefined where the item is about no talk.
 */
export function wordsIn(item: Fields, topic: IntercomTopic): string | undefined {
	if (topic.about !== 'conversation' && topic.about !== 'ticket') return undefined;
	const isOfCustomer = topic.type !== 'message_sent';
	const bodies = [...partsOf(item).reverse(), item.source, item.conversation_message]
		.map(fieldsOf)
		.filter(({ author }) => CUSTOMER_TYPES.has(fieldsOf(author).type) === isOfCustomer)
		.map(({ body }) => body);
	const words = firstText(...bodies)
		?.replace(/<[^<>]*>/g, ' ')
		.replace(/\s+/g, ' ');
	return textOf(words);
}

const SOURCE_CHANNELS: ReadonlyMap<string, Channel> = new Map([
	['email', 'email'],
	['sms', 'sms'],
	['phone_call', 'phone'],
	['phone_switch', 'phone'],
	['phone', 'phone'],
	['facebook', 'social'],
	['instagram', 'social'],
	['twitter', 'social'],
]);

const CONTENT_CHANNELS: ReadonlyMap<unknown, Channel> = new Map<unknown, Channel>([
	['email', 'email'],
	['sms_message', 'sms'],
	['push', 'push'],
	['push_notification', 'push'],
]);

/**
 * Gives the channels that a notification is about, the topic's own where the item names none. Only a subscription can
 * be about several.
 */
export function channelsOf(item: Fields, topic: IntercomTopic): readonly Channel[] {
	const contents = listOf(fieldsOf(item.subscription_types).data)
		.flatMap((subscription) => listOf(fieldsOf(subscription).content_types))
		.flatMap((content) => CONTENT_CHANNELS.get(content) ?? []);
	if (contents.length > 0) return [...new Set(contents)];
	const name = firstText(fieldsOf(item.source).type, item.channel);
	const isTalk =
		topic.about === 'conversation' || topic.about === 'ticket' || topic.about === 'rating';
	return [(isTalk && SOURCE_CHANNELS.get(name ?? '')) || topic.channel];
}
