import { CHANNELS, type Channel } from '../journey/channel';
import { EXPERIENCE_METRICS, experienceOf, type Experience } from '../journey/experience';
import type { ConsentChange, Product, Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { eventTypeOf } from './event-type';
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
import { productOf } from './product-fields';
import { withoutSensitiveFields } from './sensitive-fields';

/** Calls other than `track` have no event name of their own. */
const TYPE_OF_CALL: ReadonlyMap<unknown, string> = new Map([
	['identify', 'customer_identified'],
	['page', 'page_viewed'],
	['screen', 'screen_viewed'],
	['group', 'group_joined'],
	['alias', 'customer_aliased'],
]);

/** Families of events in Segment's specs for e-mail and mobile whose name begins with their channel. */
const CHANNEL_OF_EVENT: readonly (readonly [RegExp, Channel])[] = [
	[/^(?:email[ _]|unsubscribed$)/i, 'email'],
	[/^sms[ _]/i, 'sms'],
	[/^push[ _]/i, 'push'],
	[/^(?:application|deep link|deep_link)[ _]/i, 'app'],
];

/** Events of Segment's e-mail spec by which a customer refuses further mail. */
const REFUSALS: ReadonlySet<string> = new Set([
	'unsubscribed',
	'email_unsubscribed',
	'email_marked_as_spam',
]);

export type SegmentFacts = Pick<
	Touchpoint,
	'type' | 'channel' | 'attributes' | 'keys' | 'properties'
> &
	Partial<Pick<Touchpoint, 'value' | 'products' | 'consent' | 'experience'>>;

/**
 * Gives what a message says beside who and when: `track` by the e-commerce spec, version 2
 * (segment.com/docs/connections/spec/ecommerce/v2). Amounts without a currency stay in the properties only.
 * Throws `UnusableEvent` for a message of an unknown call and for a `track` without an event name.
 */
export function segmentFacts(
	message: Fields,
	context: Fields,
	traits: Fields,
	properties: Fields,
): SegmentFacts {
	const type = typeOf(message);
	return {
		type,
		channel: channelOf(message, context, properties),
		attributes: attributesIn(context, traits),
		value: moneyOf(
			firstText(properties.total, properties.revenue, properties.value),
			firstText(properties.currency),
		),
		products: productsIn(properties),
		keys: presentTexts({
			order: properties.order_id,
			cart: properties.cart_id,
			checkout: properties.checkout_id,
			ticket: properties.ticket_id,
			account: firstText(message.type === 'group' ? message.groupId : undefined, context.groupId),
		}),
		consent: consentIn(type),
		experience: experienceIn(type, properties),
		properties: propertiesIn(message, context, properties),
	};
}

function typeOf(message: Fields): string {
	const fixed = TYPE_OF_CALL.get(message.type);
	if (fixed !== undefined) return fixed;
	if (message.type !== 'track') {
		throw new UnusableEvent('type: expected identify, track, page, screen, group or alias');
	}
	const name = textOf(message.event);
	if (name === undefined) throw new UnusableEvent('event: expected a name like Order Completed');
	return eventTypeOf(name);
}

function channelOf(message: Fields, context: Fields, properties: Fields): Channel {
	const named = CHANNELS.find((channel) => channel === properties.channel);
	if (named !== undefined) return named;
	const event = textOf(message.event) ?? '';
	const byEvent = CHANNEL_OF_EVENT.find(([pattern]) => pattern.test(event));
	if (byEvent) return byEvent[1];
	const device = textOf(fieldsOf(context.device).type)?.toLowerCase();
	const isApp =
		message.type === 'screen' ||
		message.channel === 'mobile' ||
		device === 'ios' ||
		device === 'android';
	return isApp ? 'app' : 'web';
}

function attributesIn(context: Fields, traits: Fields): Record<string, unknown> {
	const {
		email,
		phone,
		id,
		firstName,
		lastName,
		first_name,
		last_name,
		language,
		locale,
		...rest
	} = traits;
	const { timezone, timeZone, address, ...others } = rest;
	const { city, country } = fieldsOf(address);
	return present({
		...withoutSensitiveFields(others),
		firstName: firstText(firstName, first_name),
		lastName: firstText(lastName, last_name),
		language: firstText(language, locale, context.locale),
		timeZone: firstText(timeZone, timezone, context.timezone),
		city: firstText(rest.city, city),
		country: firstText(rest.country, country),
	});
}

/** One product stands in the properties themselves, several stand in a list. */
function productsIn(properties: Fields): Product[] {
	const list = listOf(properties.products).map(fieldsOf);
	const isOne = list.length === 0 && (properties.product_id ?? properties.sku) !== undefined;
	return (isOne ? [properties] : list).flatMap(
		(product) =>
			productOf({
				id: firstText(product.product_id, product.sku, product.id),
				name: product.name,
				quantity: product.quantity,
				price: product.price,
			}) ?? [],
	);
}

function consentIn(type: string): ConsentChange[] {
	return REFUSALS.has(type) ? [{ channel: 'email', purpose: 'marketing', status: 'denied' }] : [];
}

/** Survey tools send `metric_type` with `score`; the e-commerce spec has `rating` on a reviewed product. */
function experienceIn(type: string, properties: Fields): Experience | undefined {
	const metric = EXPERIENCE_METRICS.find(
		(known) => known === textOf(properties.metric_type)?.toLowerCase(),
	);
	if (metric) return answerOf(metric, properties.score);
	return type === 'review_posted' ? answerOf('rating', properties.rating) : undefined;
}

function answerOf(metric: Experience['metric'], answer: unknown): Experience | undefined {
	const text = textOf(answer);
	return text === undefined ? undefined : (experienceOf(metric, Number(text)) ?? undefined);
}

function propertiesIn(
	message: Fields,
	context: Fields,
	properties: Fields,
): Record<string, unknown> {
	const { email, phone, products, ...rest } = properties;
	const page = fieldsOf(context.page);
	const isGroup = message.type === 'group';
	return present({
		url: page.url,
		referrer: page.referrer,
		campaign: context.campaign,
		name: message.type === 'page' || message.type === 'screen' ? message.name : undefined,
		groupId: isGroup ? message.groupId : undefined,
		group: isGroup ? withoutSensitiveFields(fieldsOf(message.traits)) : undefined,
		...withoutSensitiveFields(rest),
	});
}
