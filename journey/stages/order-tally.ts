import { orderFactOf, type OrderFact } from '../segments/order-fact';
import { byUse, type RfmMeasures } from '../segments/rfm';
import type { Touchpoint } from '../touchpoint';

/** Two systems tell of one order, and refunds come, within so many orders; older ones need not be remembered. */
const REMEMBERED_ORDERS = 50;

/** A whole number of ten-thousandths of a unit, as text: a sum of large amounts is more than a JavaScript number holds. */
type Parts = string;

/** One order of the latest, as everything that was told of it so far makes it. Times are epoch milliseconds. */
interface RememberedOrder {
	readonly key: string;
	/** When it was bought; null while nobody has told more of it than its cancellation or a refund. */
	readonly at: number | null;
	readonly cancelledAt?: number;
	/** What it was worth by the first word on it; the currency is null where nobody said it. */
	readonly currency: string | null;
	readonly parts: Parts;
	/** Whose word that is, as long as another of the same instant may come before it. */
	readonly by?: string;
	/** What was given back, by currency. */
	readonly refunded?: Readonly<Record<string, Parts>>;
}

/** What a journey remembers of its customer's orders. Times are epoch milliseconds. */
export interface OrderTally {
	/** Orders that were not cancelled, each once however many systems told of it. */
	readonly orders: number;
	/** When the last of them was made. */
	readonly lastOrderAt: number | null;
	/** What they were worth less refunds, by currency; refunds that named no order may make it negative. */
	readonly spent: Readonly<Record<string, Parts>>;
	/** How many of them were paid in each currency. */
	readonly ordersIn: Readonly<Record<string, number>>;
	/** In the order in which they were first heard of. */
	readonly latest: readonly RememberedOrder[];
	/** When the last of those was made that are no longer remembered one by one. */
	readonly forgottenAt: number | null;
	/** When the last fact about orders happened. */
	readonly toldAt: number | null;
}

export const NO_ORDERS: OrderTally = Object.freeze({
	orders: 0,
	lastOrderAt: null,
	spent: Object.freeze({}),
	ordersIn: Object.freeze({}),
	latest: Object.freeze([]),
	forgottenAt: null,
	toldAt: null,
});

/**
 * Gives the tally with what one touchpoint says of orders; it must come after those already counted, in fold order. As in
 * the store, an order that is told several times counts once, at the first worth that anybody told; one that was
 * cancelled when it was bought or later does not count; and a refund is taken off its order, at most what that was worth,
 * also one that was told before the order was.
 */
export function addOrder(tally: OrderTally, touchpoint: Touchpoint): OrderTally {
	const fact = orderFactOf(touchpoint);
	if (fact === null) return tally;
	const told = { ...tally, latest: wordsThatStand(tally, fact.at), toldAt: fact.at };
	if (fact.orderKey === '') {
		const { currency, parts } = fact.money ?? { currency: null, parts: 0n };
		return { ...told, spent: spend(told.spent, currency, -parts) };
	}
	const known = told.latest.find(({ key }) => key === fact.orderKey);
	const before = known ?? unheardOf(fact.orderKey);
	const after = join(before, fact);
	const latest = known
		? told.latest.map((order) => (order === known ? after : order))
		: [...told.latest, after];
	const spent = spend(told.spent, before.currency, -worthOf(before));
	return withLatest({
		...told,
		latest,
		orders: told.orders + countOf(after) - countOf(before),
		spent: spend(spent, after.currency, worthOf(after)),
		ordersIn: recount(recount(told.ordersIn, before, -1), after, 1),
	});
}

/** Gives what a customer with these orders is ranked by; null without an order. */
export function measuresOf({
	orders,
	lastOrderAt,
	spent,
	ordersIn,
}: OrderTally): RfmMeasures | null {
	if (lastOrderAt === null) return null;
	const [main] = Object.entries(ordersIn)
		.map(([currency, count]) => ({ currency, orders: count }))
		.filter((use) => use.orders > 0)
		.sort(byUse);
	return {
		lastOrderAt,
		orders,
		spent: main
			? { currency: main.currency, amount: Number(spentIn({ spent }, main.currency)) }
			: null,
	};
}

/**
 * Gives what was spent in a currency, in ten-thousandths of its unit: money given back without naming an order cannot make
 * it negative.
 */
export function spentIn({ spent }: Pick<OrderTally, 'spent'>, currency: string): bigint {
	const parts = partsIn(spent, currency);
	return parts < 0n ? 0n : parts;
}

/** After an instant is over, nobody's word comes before the first one any more. */
function wordsThatStand({ latest, toldAt }: OrderTally, at: number): OrderTally['latest'] {
	if (at === toldAt) return latest;
	return latest.map((order) => {
		const { by, ...rest } = order;
		return by === undefined ? order : rest;
	});
}

function unheardOf(key: string): RememberedOrder {
	return { key, at: null, currency: null, parts: '0' };
}

function join(order: RememberedOrder, fact: OrderFact): RememberedOrder {
	switch (fact.kind) {
		case 'bought':
			return { ...withWorth(order, fact), at: order.at ?? fact.at };
		case 'cancelled':
			return { ...order, cancelledAt: fact.at };
		case 'refunded': {
			const { currency, parts } = fact.money ?? { currency: null, parts: 0n };
			return { ...order, refunded: spend(order.refunded ?? {}, currency, parts) };
		}
	}
}

/** Of two words of one instant, that of the smaller id is the first, whatever the sequence: so the store has it. */
function withWorth(
	order: RememberedOrder,
	{ money, touchpointId: by }: OrderFact,
): RememberedOrder {
	const stands = order.currency !== null && (order.by === undefined || order.by <= by);
	if (money === null || stands) return order;
	return { ...order, currency: money.currency, parts: String(money.parts), by };
}

/** 1 for an order that counts, else 0. */
function countOf({ at, cancelledAt }: RememberedOrder): number {
	return at !== null && (cancelledAt === undefined || cancelledAt < at) ? 1 : 0;
}

function worthOf(order: RememberedOrder): bigint {
	const { currency, parts, refunded } = order;
	if (countOf(order) === 0 || currency === null) return 0n;
	const worth = BigInt(parts) - partsIn(refunded ?? {}, currency);
	return worth > 0n ? worth : 0n;
}

function spend(
	spent: Readonly<Record<string, Parts>>,
	currency: string | null,
	parts: bigint,
): Readonly<Record<string, Parts>> {
	if (currency === null || parts === 0n) return spent;
	return { ...spent, [currency]: String(partsIn(spent, currency) + parts) };
}

/** A sender may call a currency `constructor`. */
function partsIn(spent: Readonly<Record<string, Parts>>, currency: string): bigint {
	return Object.hasOwn(spent, currency) ? BigInt(spent[currency] ?? 0) : 0n;
}

function recount(
	ordersIn: OrderTally['ordersIn'],
	order: RememberedOrder,
	times: 1 | -1,
): OrderTally['ordersIn'] {
	const { currency } = order;
	if (currency === null || countOf(order) === 0) return ordersIn;
	const counted = Object.hasOwn(ordersIn, currency) ? (ordersIn[currency] ?? 0) : 0;
	return { ...ordersIn, [currency]: counted + times };
}

/** Lets go of the order that was first heard of when there are too many, and finds the time of the last one that counts. */
function withLatest(tally: OrderTally): OrderTally {
	const isFull = tally.latest.length > REMEMBERED_ORDERS;
	const forgottenAt = isFull
		? latestOf(tally.latest.slice(0, 1), tally.forgottenAt)
		: tally.forgottenAt;
	const latest = isFull ? tally.latest.slice(1) : tally.latest;
	return { ...tally, latest, forgottenAt, lastOrderAt: latestOf(latest, forgottenAt) };
}

function latestOf(orders: OrderTally['latest'], or: number | null): number | null {
	let last = or;
	for (const order of orders) {
		if (countOf(order) === 1 && (last === null || (order.at ?? last) > last)) last = order.at;
	}
	return last;
}
