import type { Quintile, Rfm } from '../customer-context';

/** With fewer customers a fifth is a handful, and who is in it is chance. */
const LEAST_CUSTOMERS = 25;

/** The largest value in the first, second, third and fourth fifth of the customers, from the smallest value up. */
export type QuintileLimits = readonly [number, number, number, number];

/** The fifths of a store's customers who have ordered, as they were at one time. */
export interface RfmLimits {
	/** Epoch milliseconds. */
	readonly asOf: number;
	/** How many customers had ordered. */
	readonly customers: number;
	/** By the time of the last order, epoch milliseconds; null while there are fewer than 25 customers. */
	readonly recency: QuintileLimits | null;
	/** By the number of orders. */
	readonly frequency: QuintileLimits | null;
	/** By currency, what was spent in it by those who mostly pay in it; only currencies of 25 customers or more. */
	readonly monetary: Readonly<Record<string, QuintileLimits>>;
}

/** How many orders a customer has in one currency. */
export interface CurrencyUse {
	readonly currency: string;
	readonly orders: number;
}

/** Puts the currency of the most orders first, by which money is compared; of two with as many, the one whose code comes first. */
export function byUse(a: CurrencyUse, b: CurrencyUse): number {
	return b.orders - a.orders || (a.currency < b.currency ? -1 : 1);
}

/** What one customer is judged by. */
export interface RfmMeasures {
	/** Epoch milliseconds. */
	readonly lastOrderAt: number;
	readonly orders: number;
	/** The currency of most orders and what was spent in it, in the unit of the limits; null without an amount. */
	readonly spent: { readonly currency: string; readonly amount: number } | null;
}

/**
 * Gives a customer's recency, frequency and monetary scores, 1 to 5: customers are ranked by each measure alone and divided
 * into five groups of the same size, and 5 are those who bought last, most often, and for the most money (A. M. Hughes,
 * Strategic Database Marketing, 1994, the method of exact quintiles). Customers with the same value share a score, that
 * of the lowest fifth the value reaches into: where four in five have ordered once, one order is a 1. Null while fewer
 * than 25 customers have ordered.
 */
export function scoreRfm(measures: RfmMeasures, limits: RfmLimits): Rfm | null {
	const { recency, frequency, monetary, customers, asOf } = limits;
	if (!recency || !frequency) return null;
	const { spent } = measures;
	const money = spent && Object.hasOwn(monetary, spent.currency) && monetary[spent.currency];
	return {
		recency: quintileOf(measures.lastOrderAt, recency),
		frequency: quintileOf(measures.orders, frequency),
		monetary: spent && money ? quintileOf(spent.amount, money) : null,
		basis: customers,
		asOf,
	};
}

/** Gives the fifth in which a value lies: one more than the limits it exceeds. */
export function quintileOf(value: number, limits: QuintileLimits): Quintile {
	return (1 + limits.filter((limit) => value > limit).length) as Quintile;
}

/** Gives where the fifths of customers end as of a time (epoch milliseconds), each customer who has ordered given once. */
export function rfmLimitsOf(customers: Iterable<RfmMeasures>, asOf: number): RfmLimits {
	const lastOrders: number[] = [];
	const orders: number[] = [];
	const spent = new Map<string, number[]>();
	for (const measures of customers) {
		lastOrders.push(measures.lastOrderAt);
		orders.push(measures.orders);
		if (!measures.spent) continue;
		const { currency, amount } = measures.spent;
		const amounts = spent.get(currency);
		if (amounts) amounts.push(amount);
		else spent.set(currency, [amount]);
	}
	const monetary = [...spent].map(([currency, amounts]) => [currency, limitsOf(amounts)] as const);
	return {
		asOf,
		customers: orders.length,
		recency: limitsOf(lastOrders),
		frequency: limitsOf(orders),
		monetary: Object.fromEntries(
			monetary.flatMap(([currency, limits]) => (limits ? [[currency, limits]] : [])),
		),
	};
}

/** Where the number does not divide by five, the lower fifths have one more, as NTILE in SQL has it. */
function limitsOf(values: readonly number[]): QuintileLimits | null {
	if (values.length < LEAST_CUSTOMERS) return null;
	const ranked = Float64Array.from(values).sort();
	const endOf = (fifth: number): number =>
		fifth * Math.floor(ranked.length / 5) + Math.min(fifth, ranked.length % 5);
	const largestIn = (fifth: number): number => ranked[endOf(fifth) - 1] ?? 0;
	return [largestIn(1), largestIn(2), largestIn(3), largestIn(4)];
}
