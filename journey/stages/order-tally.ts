import { orderFactOf, type OrderFact } from '../segments/order-fact';
import type { Touchpoint } from '../touchpoint';

/** Two systems tell of one order, and refunds come, within so many orders; older ones need not be remembered. */
const REMEMBERED_ORDERS = 50;

/** One order of the latest. Amounts are ten-thousandths of a unit of the currency, null where nobody said it. */
interface RememberedOrder {
	readonly key: string;
	/** Epoch milliseconds. */
	readonly at: number;
	readonly currency: string | null;
	/** What it was worth, less what was refunded. */
	readonly parts: number;
	/** Stays in memory, so that a system which tells of it later does not make it count again. */
	readonly cancelled?: true;
}

/** What a journey remembers of its customer's orders. */
export interface OrderTally {
	/** Orders that were not cancelled, each once however many systems told of it. */
	readonly orders: number;
	/** When the last of them was made, in epoch milliseconds. */
	readonly lastOrderAt: number | null;
	/** What they were worth less refunds, in ten-thousandths, by currency. */
	readonly spent: Readonly<Record<string, number>>;
	readonly latest: readonly RememberedOrder[];
}

export const NO_ORDERS: OrderTally = Object.freeze({
	orders: 0,
	lastOrderAt: null,
	spent: Object.freeze({}),
	latest: Object.freeze([]),
});

/**
 * Gives the tally with what one touchpoint says of orders. An order that is told twice counts once, with the first worth
 * that anybody told; a cancelled one does not count, whoever tells of it afterwards; a refund is taken off its order, at
 * most what that was worth.
 */
export function addOrder(tally: OrderTally, touchpoint: Touchpoint): OrderTally {
	const fact = orderFactOf(touchpoint);
	switch (fact?.kind) {
		case 'bought':
			return buy(tally, fact);
		case 'cancelled':
			return cancel(tally, fact);
		case 'refunded':
			return refund(tally, fact);
		case undefined:
			return tally;
	}
}

function buy(tally: OrderTally, { orderKey, at, money }: OrderFact): OrderTally {
	const known = find(tally, orderKey);
	const currency = money?.currency ?? null;
	const parts = money ? Number(money.parts) : 0;
	if (known) {
		if (known.cancelled || known.currency !== null || currency === null) return tally;
		return {
			...tally,
			spent: spend(tally, currency, parts),
			latest: replaced(tally, known, { ...known, currency, parts }),
		};
	}
	return {
		orders: tally.orders + 1,
		lastOrderAt: at,
		spent: spend(tally, currency, parts),
		latest: [...tally.latest, { key: orderKey, at, currency, parts }].slice(-REMEMBERED_ORDERS),
	};
}

function cancel(tally: OrderTally, { orderKey }: OrderFact): OrderTally {
	const order = find(tally, orderKey);
	if (!order || order.cancelled) return tally;
	const latest = replaced(tally, order, { ...order, parts: 0, cancelled: true });
	return {
		orders: tally.orders - 1,
		lastOrderAt: latest.findLast(({ cancelled }) => !cancelled)?.at ?? null,
		spent: spend(tally, order.currency, -order.parts),
		latest,
	};
}

function refund(tally: OrderTally, { orderKey, money }: OrderFact): OrderTally {
	if (!money) return tally;
	if (orderKey === '')
		return { ...tally, spent: spend(tally, money.currency, -Number(money.parts)) };
	const order = find(tally, orderKey);
	if (!order || order.currency !== money.currency) return tally;
	const back = Math.min(Number(money.parts), order.parts);
	return {
		...tally,
		spent: spend(tally, order.currency, -back),
		latest: replaced(tally, order, { ...order, parts: order.parts - back }),
	};
}

function replaced(
	{ latest }: OrderTally,
	old: RememberedOrder,
	order: RememberedOrder,
): OrderTally['latest'] {
	return latest.map((other) => (other === old ? order : other));
}

function find({ latest }: OrderTally, key: string): RememberedOrder | undefined {
	return latest.find((order) => order.key === key);
}

function spend({ spent }: OrderTally, currency: string | null, parts: number): OrderTally['spent'] {
	if (currency === null || parts === 0) return spent;
	return { ...spent, [currency]: (spent[currency] ?? 0) + parts };
}
