import type { Money, Product } from '../journey/touchpoint';
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
import { productOf } from './product-fields';
import { moneyOfStripe } from './stripe-money';

/** A customer stands there as an id or, when Stripe was asked to expand it, as an object. */
function idOf(value: unknown): string | undefined {
	return isFields(value) ? textOf(value.id) : textOf(value);
}

/** Gives the id of the customer that an object is or belongs to. */
export function stripeCustomerId(object: Fields): string | undefined {
	return object.object === 'customer' ? textOf(object.id) : idOf(object.customer);
}

/**
 * Gives the keys of an object. Payment and session join the events of one purchase. The order is the shop's own number
 * where it put one into the metadata, else Stripe's id of what was paid.
 */
export function stripeKeys(object: Fields): Record<string, string> {
	const own = (kind: string): unknown => (object.object === kind ? object.id : undefined);
	const metadata = fieldsOf(object.metadata);
	const payment = firstText(idOf(object.payment_intent), own('payment_intent'));
	const invoice = firstText(idOf(object.invoice), own('invoice'));
	const checkout = textOf(own('checkout.session'));
	return presentTexts({
		order: firstText(
			metadata.order_id,
			metadata.orderId,
			payment,
			invoice,
			checkout,
			own('charge'),
		),
		payment,
		checkout,
		invoice,
		subscription: firstText(
			idOf(object.subscription),
			idOf(fieldsOf(fieldsOf(object.parent).subscription_details).subscription),
			own('subscription'),
		),
	});
}

/** How the customer can be recognised, and what is said of them. */
export interface StripeDetails {
	readonly emails: readonly unknown[];
	readonly phones: readonly unknown[];
	readonly attributes: Record<string, unknown>;
}

/** Gives what an object says about its customer: at the checkout, on the card, or in the customer's own record. */
export function stripeDetails(object: Fields): StripeDetails {
	const details = fieldsOf(object.customer_details);
	const billing = fieldsOf(object.billing_details);
	const customer = fieldsOf(object.customer);
	const isCustomer = object.object === 'customer';
	const own = isCustomer ? object : customer;
	const address = fieldsOf(
		details.address ?? billing.address ?? object.customer_address ?? own.address,
	);
	return {
		emails: [details.email, object.customer_email, own.email, billing.email, object.receipt_email],
		phones: [details.phone, object.customer_phone, own.phone, billing.phone],
		attributes: present({
			name: firstText(details.name, object.customer_name, own.name, billing.name),
			language: textOf(listOf(own.preferred_locales)[0]),
			city: textOf(address.city),
			country: textOf(address.country),
		}),
	};
}

/**
 * Gives the amount that an event of this type is about. A charge tells all that was ever paid back of it, and beside it
 * what that was before: the rest is this refund.
 */
export function stripeValue(type: string, event: Fields, object: Fields): Money | undefined {
	const money = (amount: unknown): Money | undefined => moneyOfStripe(amount, object.currency);
	if (type === 'order_refunded') {
		const before = fieldsOf(fieldsOf(event.data).previous_attributes).amount_refunded;
		const refunded = Number(textOf(object.amount_refunded)) - Number(textOf(before) ?? 0);
		return money(Number.isSafeInteger(refunded) ? refunded : undefined);
	}
	switch (object.object) {
		case 'payment_intent':
			return money(object.status === 'succeeded' ? object.amount_received : object.amount);
		case 'invoice':
			return money(object.status === 'paid' ? object.amount_paid : object.amount_due);
		default:
			return money(firstText(object.amount_total, object.amount));
	}
}

/** Gives the lines of an invoice or items of a subscription; those of a session come only when Stripe was asked for them. */
export function stripeProducts(object: Fields): Product[] {
	return [object.lines, object.items, object.line_items]
		.flatMap((list) => listOf(fieldsOf(list).data))
		.map(fieldsOf)
		.flatMap((line) => {
			const price = fieldsOf(line.price);
			const pricing = fieldsOf(fieldsOf(line.pricing).price_details);
			return (
				productOf({
					id: firstText(idOf(price.product), pricing.product, price.id),
					name: line.description,
					quantity: line.quantity,
					price: moneyOfStripe(price.unit_amount, price.currency ?? line.currency)?.amount,
				}) ?? []
			);
		});
}

/** Gives only what conditions and messages need: nothing about cards, addresses and risks. */
export function stripeProperties(event: Fields, object: Fields): Record<string, unknown> {
	return {
		account: textOf(event.account),
		status: textOf(object.status),
		paymentStatus: textOf(object.payment_status),
		mode: textOf(object.mode),
		clientReference: textOf(object.client_reference_id),
		billingReason: textOf(object.billing_reason),
		cancelAtPeriodEnd: object.cancel_at_period_end === true ? true : undefined,
		reason: firstText(
			fieldsOf(object.cancellation_details).reason,
			object.reason,
			fieldsOf(object.last_payment_error).code,
		),
		recoveryUrl: textOf(fieldsOf(fieldsOf(object.after_expiration).recovery).url),
		invoiceUrl: textOf(object.hosted_invoice_url),
		receiptUrl: textOf(object.receipt_url),
		paymentLink: idOf(object.payment_link),
	};
}
