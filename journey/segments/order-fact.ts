import type { Touchpoint } from '../touchpoint';
import { exactAmountOf, type ExactAmount } from './exact-amount';

/** An amount of one currency (ISO 4217). */
export interface OrderMoney extends ExactAmount {
	readonly currency: string;
}

/** What one touchpoint says about what its customer has bought. */
export interface OrderFact {
	/**
	 * The order's number, the same from every source that tells of it. A purchase without one is an order of its own under
	 * `#` and its touchpoint; a refund without one, which may be of any order, has the empty text.
	 */
	readonly orderKey: string;
	readonly kind: 'bought' | 'cancelled' | 'refunded';
	readonly touchpointId: string;
	/** Epoch milliseconds. */
	readonly at: number;
	/** What it is worth, a refund too without a minus; null where the sender does not say. */
	readonly money: OrderMoney | null;
}

/** Touchpoint types that say what was bought, in the order of `OrderFact`'s kinds. A renewal is a purchase too. */
export const ORDER_FACT_TYPES = [
	'order_completed',
	'subscription_renewed',
	'order_cancelled',
	'order_refunded',
] as const;

/** Gives what a touchpoint says about purchases; null for one of another type, and for the end of an unknown order. */
export function orderFactOf(touchpoint: Touchpoint): OrderFact | null {
	const { id, type, occurredAt, keys } = touchpoint;
	const fact = { touchpointId: id, at: occurredAt, money: moneyIn(touchpoint) };
	const number = keys.order || null;
	switch (type) {
		case 'order_completed':
			return { ...fact, kind: 'bought', orderKey: number ?? `#${id}` };
		// The renewals of one subscription may all name the order that it began with.
		case 'subscription_renewed':
			return { ...fact, kind: 'bought', orderKey: `#${id}` };
		case 'order_cancelled':
			return number === null ? null : { ...fact, kind: 'cancelled', orderKey: number };
		case 'order_refunded':
			return fact.money && { ...fact, kind: 'refunded', orderKey: number ?? '' };
		default:
			return null;
	}
}

function moneyIn({ type, value }: Touchpoint): OrderMoney | null {
	const exact = value ? exactAmountOf(value.amount) : null;
	if (!value || !exact) return null;
	const { currency } = value;
	const { decimals } = exact;
	// Some sources write a refund with a minus and some without.
	const isNegative = type === 'order_refunded' && exact.parts < 0n;
	return { currency, decimals, parts: isNegative ? -exact.parts : exact.parts };
}
