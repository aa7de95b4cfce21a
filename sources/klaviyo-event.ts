import { experienceOf, type Experience } from '../journey/experience';
import type { Product, Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { klaviyoTopic } from './klaviyo-topics';
import { keyWithoutId, MAIL, touchpointOfMessage, type MessageMeaning } from './message-event';
import { moneyOf } from './money';
import { fieldsOf, firstText, listOf, textOf, type Fields } from './payload-fields';
import { productOf } from './product-fields';
import { withoutSensitiveFields } from './sensitive-fields';
import type { SourceRequest, SourceSettings } from './source';
import { readTime } from './time';

/**
 * Gives the touchpoint for one event of a system webhook, with the account handed down to it: `payload` is what Klaviyo's
 * Get Event gives. The time is `datetime`, else `timestamp`; the customer is the profile, of which the id always comes.
 * Throws `UnusableEvent` when it names nobody.
 */
export function touchpointOfKlaviyoEvent(
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const topic = textOf(event.topic);
	if (topic === undefined) throw new UnusableEvent('topic: expected text');
	const data = fieldsOf(fieldsOf(event.payload).data);
	const attributes = fieldsOf(data.attributes);
	const said = fieldsOf(attributes.event_properties);
	const profile = profileIn(event, data);
	const happenedAt = readTime(attributes.datetime) ?? readTime(attributes.timestamp);
	const id = firstText(event.external_id, data.id);
	const account = textOf(event.account);
	const location = fieldsOf(profile.location);
	const meaning = meaningIn(topic, said);
	return touchpointOfMessage(
		{
			source: 'klaviyo',
			meaning,
			key:
				id === undefined
					? keyWithoutId(happenedAt, [topic, profile.id, said])
					: { kind: 'event_id', id },
			happenedAt,
			person: {
				external: [[account === undefined ? 'klaviyo' : `klaviyo:${account}`, profile.id]],
				emails: [firstText(profile.email, ...EMAIL_NAMES.map((name) => said[name]))],
				phones: [firstText(profile.phone_number, ...PHONE_NAMES.map((name) => said[name]))],
			},
			isMachine: MACHINE_NAMES.some((name) => said[name] === true || said[name] === 'true'),
			attributes: {
				firstName: textOf(profile.first_name),
				lastName: textOf(profile.last_name),
				language: textOf(profile.locale),
				timeZone: textOf(location.timezone),
				city: textOf(location.city),
				country: textOf(location.country),
			},
			properties: propertiesIn(topic, said),
			facts: {
				value: moneyOf(
					said.$value,
					firstText(said.$value_currency, said.$currency_code, said.currency),
				),
				products: productsIn(said),
				experience: experienceIn(meaning, said),
			},
		},
		request,
		settings,
		index,
	);
}

/** Under which names an event says who it is about, where the profile does not come with it. */
const EMAIL_NAMES = ['Recipient Email Address', 'email_address', '$email', 'email', 'Email'];
const PHONE_NAMES = ['To Number', 'phone_number', '$phone_number'];

/** Klaviyo marks what a mail client opened for privacy, and what a scanner clicked. */
const MACHINE_NAMES = [
	'machine_open',
	'Machine Open',
	'Apple Privacy Open',
	'bot_click',
	'Bot Click',
];

/** The profile as far as it came: its id always, its fields where the event has them included. */
function profileIn(event: Fields, data: Fields): Fields {
	const related = fieldsOf(fieldsOf(fieldsOf(data.relationships).profile).data);
	const included = listOf(fieldsOf(event.payload).included)
		.map(fieldsOf)
		.find(({ type }) => type === 'profile');
	return {
		...fieldsOf(included?.attributes),
		id: firstText(related.id, included?.id, fieldsOf(data.attributes).profile_id),
	};
}

/** One topic tells of all bounces. */
function meaningIn(topic: string, said: Fields): MessageMeaning {
	const meaning = klaviyoTopic(topic);
	const isHard = textOf(said['Bounce Type'])?.toLowerCase() === 'hard';
	return meaning === MAIL.softBounced && isHard ? MAIL.bounced : meaning;
}

function experienceIn(meaning: MessageMeaning, said: Fields): Experience | undefined {
	const rating = firstText(said.rating, said.Rating, said.review_rating, said['Review Rating']);
	if (meaning.type !== 'review_posted' || rating === undefined) return undefined;
	return experienceOf('rating', Number(rating)) ?? undefined;
}

/** One product stands in the event itself, several stand in `Items`. */
function productsIn(said: Fields): Product[] {
	const items = listOf(said.Items).map(fieldsOf);
	return (items.length > 0 ? items : [said]).flatMap(
		(item) =>
			productOf({
				id: firstText(item.ProductID, item.product_id, item.SKU),
				name: firstText(item.ProductName, item['Product Name'], item.product_name),
				quantity: item.Quantity,
				price: firstText(item.ItemPrice, item.Price),
			}) ?? [],
	);
}

/** Who it is about stands elsewhere; lists and objects of other tools are left out, they are of any size. */
function propertiesIn(topic: string, said: Fields): Record<string, unknown> {
	const isPersonal = new Set([...EMAIL_NAMES, ...PHONE_NAMES]);
	const plain = Object.entries(said).filter(
		([name, value]) => !isPersonal.has(name) && typeof value !== 'object',
	);
	return { ...withoutSensitiveFields(Object.fromEntries(plain)), topic };
}
