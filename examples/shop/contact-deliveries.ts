import {
	shopifyDelivery,
	standardDelivery,
	type Delivery,
	type SegmentTrack,
	type SenderSettings,
} from './senders';
import { emailOf, type Contact, type Shopper } from './shopper';

/** How one contact reaches the shop: as a webhook of its own, or as an event for Segment's SDK to batch. */
export type Report =
	| { readonly by: 'webhook'; readonly delivery: Delivery }
	| { readonly by: 'segment'; readonly track: SegmentTrack };

const PRODUCT = { product_id: 'tea-pot', name: 'Tea pot', price: 39.9, quantity: 1 };

/** Gives the report of a shopper's contact, which is at `place` (from 0) in the shopper's own order and happened `at`. */
export function reportOf(
	settings: SenderSettings,
	shopper: Shopper,
	contact: Contact,
	place: number,
	at: Date,
): Report {
	const { firstName, language, segment } = shopper;
	const email = emailOf(shopper);
	const attributes = { firstName, language, segment };
	const track = (event: string, properties: Record<string, unknown> = {}): Report => ({
		by: 'segment',
		track: {
			userId: `user-${shopper.number}`,
			event,
			properties,
			traits: { email, ...attributes },
			timestamp: at,
		},
	});
	const shopify = (topic: string, payload: object): Report => ({
		by: 'webhook',
		delivery: shopifyDelivery(settings.shopify, topic, payload),
	});
	const message = (type: string, data: object): Report => ({
		by: 'webhook',
		delivery: standardDelivery(
			settings.standardWebhooks,
			{ type, timestamp: at.toISOString(), data: { email, attributes, ...data } },
			new Date(),
		),
	});
	const customer = {
		id: 7_000_000_000_000 + shopper.number,
		email,
		first_name: firstName,
		locale: language,
	};

	switch (contact.does) {
		case 'views':
			return track('Product Viewed', PRODUCT);
		case 'adds_to_cart':
			return track('Product Added', PRODUCT);
		case 'reads_a_page':
			return track('Page Viewed', { url: 'https://shop.example/autumn' });
		case 'orders_in_the_app':
			return track('Order Completed', {
				order_id: String(orderIdOf(shopper, place)),
				total: 39.9,
				currency: 'EUR',
				products: [PRODUCT],
			});
		case 'wishes':
			return shopify('wishlist/add', {
				id: `wish-${shopper.number}-${place}`,
				created_at: at.toISOString(),
				product_id: 'tea-pot',
				title: 'Tea pot',
				customer,
			});
		case 'orders':
			return shopify('orders/create', orderOf(shopper, place, at, email, customer));
		case 'receives':
			return shopify('orders/fulfilled', {
				...orderOf(shopper, place - 1, at, email, customer),
				updated_at: at.toISOString(),
				fulfillment_status: 'fulfilled',
			});
		case 'hears_of_us':
			return message('recommendation_heard', { channel: 'word_of_mouth' });
		case 'answers_survey':
			return message('survey_answered', {
				channel: 'email',
				experience: { metric: 'csat', raw: contact.answer },
			});
		case 'writes_review':
			return message('review_posted', {
				channel: 'web',
				experience: { metric: 'rating', raw: contact.answer },
			});
	}
}

function orderIdOf(shopper: Shopper, place: number): number {
	return 5_000_000_000_000 + shopper.number * 100 + place;
}

function orderOf(
	shopper: Shopper,
	place: number,
	at: Date,
	email: string,
	customer: object,
): object {
	return {
		id: orderIdOf(shopper, place),
		email,
		created_at: at.toISOString(),
		updated_at: at.toISOString(),
		currency: 'EUR',
		total_price: '39.90',
		customer,
		line_items: [{ product_id: 1001, title: 'Tea pot', quantity: 1, price: '39.90' }],
	};
}
