import type { ConsentChange, Product } from '../journey/touchpoint';
import { adobeSequence, isNew, type AdobeEvent } from './adobe-events';
import { UnusableEvent } from './delivery-errors';
import { moneyOf } from './money';
import {
	fieldsOf,
	firstText,
	isFields,
	listOf,
	present,
	presentTexts,
	textOf,
	type Fields,
} from './payload-fields';
import { readPerson } from './people';
import { productOf } from './product-fields';
import type { SourceSettings } from './source';
import type { EventFacts } from './touchpoint-of';

/**
 * Gives what an event says beside which and when. `value` is what Commerce sent, `record` the part of it that the event
 * is about, whose ids mean something within the namespace. Merchants choose the fields, so any may be missing.
 * Throws `UnusableEvent` when nobody can be recognised by what is there.
 */
export function adobeFacts(
	name: string,
	known: AdobeEvent,
	namespace: string,
	value: Fields,
	record: Fields,
	settings: SourceSettings,
): Omit<EventFacts, 'key' | 'occurredAt' | 'timeMark'> {
	const { about } = known;
	const billing = billingIn(record);
	const orderId = about === 'order' ? orderIdIn(record) : textOf(record.order_id);
	const orderNumber =
		about === 'order'
			? firstText(record.increment_id, record.real_order_id)
			: textOf(fieldsOf(record.order).increment_id);
	const cart = about === 'quote' ? firstText(record.entity_id, record.id) : textOf(record.quote_id);
	const person = readPerson(
		{
			external: [
				[
					namespace,
					about === 'customer'
						? firstText(record.id, record.entity_id)
						: firstText(
								record.customer_id,
								value.customer_id,
								fieldsOf(value.wishlist).customer_id,
								fieldsOf(value.customer).id,
							),
				],
			],
			emails: [
				about === 'customer' ? record.email : undefined,
				record.customer_email,
				record.subscriber_email,
				billing.email,
			],
			phones: [billing.telephone],
			anonymous: [
				[namespace, orderNumber && `order:${orderNumber}`],
				[namespace, orderId && `order_id:${orderId}`],
				[namespace, cart && `cart:${cart}`],
			],
		},
		textOf(billing.country_id) ?? settings.defaultCountry,
	);
	if (person.identities.length === 0)
		throw new UnusableEvent(
			`event '${name.slice(0, 80)}' names nobody: add customer_id, email or order fields to its subscription`,
		);
	const type = typeIn(known, record);
	return {
		source: 'adobe_commerce',
		type,
		channel: known.channel,
		sequence: adobeSequence(type),
		identities: person.identities,
		attributes: {
			...present({
				firstName: firstText(record.customer_firstname, record.firstname, billing.firstname),
				lastName: firstText(record.customer_lastname, record.lastname, billing.lastname),
				city: textOf(billing.city),
				country: textOf(billing.country_id),
			}),
			...person.attributes,
		},
		value: moneyOf(
			record.grand_total,
			firstText(record.order_currency_code, record.quote_currency_code),
		),
		products: productsIn(value, record),
		keys: presentTexts({ order: orderNumber ?? orderId, cart }),
		consent: consentIn(type),
		properties: present({
			event: name,
			store: textOf(record.store_name),
			state: textOf(record.state),
			status: textOf(record.status),
			coupon: textOf(record.coupon_code),
			title: type === 'review_posted' ? textOf(record.title) : undefined,
		}),
	};
}

/** What was saved says whether an account was opened, and whether somebody joined or left the newsletter (1 and 3). */
function typeIn({ type }: AdobeEvent, record: Fields): string {
	if (type === 'customer_updated' && isNew(record)) return 'account_created';
	if (type !== 'subscriber_updated') return type;
	const status = firstText(record.subscriber_status, record.status);
	return status === '1' ? 'subscribed' : status === '3' ? 'unsubscribed' : type;
}

function consentIn(type: string): ConsentChange[] {
	if (type !== 'subscribed' && type !== 'unsubscribed') return [];
	const status = type === 'subscribed' ? 'granted' : 'denied';
	return [{ channel: 'email', purpose: 'marketing', status }];
}

/** An order that was subscribed to without its own id has it in its lines. */
function orderIdIn(order: Fields): string | undefined {
	return firstText(order.entity_id, order.id, fieldsOf(listOf(order.items)[0]).order_id);
}

function billingIn(record: Fields): Fields {
	if (isFields(record.billing_address)) return record.billing_address;
	const addresses = listOf(record.addresses).map(fieldsOf);
	return (
		addresses.find((address) => address.address_type === 'billing') ??
		addresses.find((address) => address.default_billing === true) ??
		fieldsOf(addresses[0])
	);
}

/** A line of a product with variants has a second line below it for the variant, which is not bought twice. */
function productsIn(value: Fields, record: Fields): Product[] {
	const lines = listOf(record.items)
		.map(fieldsOf)
		.filter((line) => textOf(line.parent_item_id) === undefined);
	const single = [value.product, value.quote_item].filter(isFields).slice(0, 1);
	const reviewed = textOf(record.entity_pk_value);
	return [...(lines.length > 0 ? lines : single), ...(reviewed ? [{ id: reviewed }] : [])].flatMap(
		(line: Fields) =>
			productOf({
				id: firstText(line.product_id, line.sku, line.entity_id, line.id),
				name: line.name,
				quantity: firstText(line.qty_ordered, line.qty),
				price: line.price,
			}) ?? [],
	);
}
