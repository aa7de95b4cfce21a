import type { OpenOrder } from '../customer-context';
import { compareFoldKeys } from '../stages/fold-order';
import { DAY_MS } from '../time/wall-time';
import type { Money, Touchpoint } from '../touchpoint';
import { ORDER_LIFE, SILENCE_ENDS_MS } from './order-and-case-types';

/** Few carriers tell that a parcel came: on its way for this long, it has. */
const FULFILLED_ENDS_MS = 30 * DAY_MS;

/**
 * Gives the orders that are not over at `now` (epoch milliseconds), the one changed last first, from touchpoints in any
 * order. An order opens when it is placed and ends when it is delivered, cancelled or wholly refunded, 30 days after it
 * was fulfilled, or 90 days after the last word. What is bought in a store is carried home, and an order without a
 * number cannot be followed: neither is ever open. Of two systems that tell of one order, clocks may differ: what was
 * said of it counts, whenever it was said.
 */
export function openOrders(touchpoints: readonly Touchpoint[], now: number): readonly OpenOrder[] {
	const byOrder = Map.groupBy(touchpoints, ({ keys }) => keys.order ?? '');
	byOrder.delete('');
	return [...byOrder]
		.flatMap(([key, told]) => openOrder(key, [...told].sort(compareFoldKeys), now) ?? [])
		.sort((a, b) => b.lastAt - a.lastAt || (a.key < b.key ? -1 : 1));
}

/** `told` is in fold order. */
function openOrder(key: string, told: readonly Touchpoint[], now: number): OpenOrder | null {
	const are = (types: readonly string[]): readonly Touchpoint[] =>
		told.filter(({ type }) => types.includes(type));
	const [placed] = are(ORDER_LIFE.opens);
	const last = told.at(-1);
	if (!placed || !last || placed.channel === 'store') return null;
	const value = placed.value ?? null;
	const isOver =
		are(ORDER_LIFE.closes).length > 0 ||
		are(ORDER_LIFE.refunds).some((refund) => isWhole(refund.value, value));
	const isFulfilled = are(ORDER_LIFE.fulfils).length > 0;
	const lastAt = last.occurredAt;
	if (isOver || now - lastAt >= (isFulfilled ? FULFILLED_ENDS_MS : SILENCE_ENDS_MS)) return null;
	const status = isFulfilled ? 'fulfilled' : 'ordered';
	return { key, status, orderedAt: placed.occurredAt, lastAt, value };
}

/** A refund without an amount is taken for a part of the order. */
function isWhole(refund: Money | undefined, value: Money | null): boolean {
	return (
		refund !== undefined &&
		refund.currency === value?.currency &&
		Math.abs(Number(refund.amount)) >= Number(value.amount)
	);
}
