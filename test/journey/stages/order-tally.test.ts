import fc from 'fast-check';
import { orderFactOf, type OrderFact } from '../../../journey/segments/order-fact';
import { byUse, type RfmMeasures } from '../../../journey/segments/rfm';
import { compareFoldKeys } from '../../../journey/stages/fold-order';
import {
	addOrder,
	measuresOf,
	NO_ORDERS,
	spentIn,
	type OrderTally,
} from '../../../journey/stages/order-tally';
import type { Touchpoint } from '../../../journey/touchpoint';
import { NOON, touchpoint } from '../../support/touchpoint';
import { historyOf, type Facts } from './support';

const order = (id: string, key: string, amount: string, facts: Partial<Touchpoint> = {}) =>
	touchpoint(id, {
		type: 'order_completed',
		keys: { order: key },
		value: { amount, currency: 'EUR' },
		...facts,
	});
const refund = (id: string, key: string, amount: string, facts: Partial<Touchpoint> = {}) =>
	order(id, key, amount, { type: 'order_refunded', ...facts });
const cancelled = (id: string, key: string, facts: Partial<Touchpoint> = {}) =>
	order(id, key, '0', { type: 'order_cancelled', value: undefined, ...facts });

const tallyOf = (...history: readonly Touchpoint[]): OrderTally =>
	[...history].sort(compareFoldKeys).reduce(addOrder, NO_ORDERS);

describe('the tally of orders', () => {
	test('takes a refund off its order, also one that was told before the order was', () => {
		const before = refund('r', 'A', '4', { occurredAt: NOON - 1 });
		const tally = tallyOf(before, order('o', 'A', '10.00'));
		expect(spentIn(tally, 'EUR')).toBe(60_000n);
	});

	test('takes back no more than an order was worth, and nothing in another currency', () => {
		const dollars = { value: { amount: '3', currency: 'USD' } };
		const tally = tallyOf(
			refund('r1', 'A', '7'),
			refund('r2', 'A', '7'),
			refund('r3', 'B', '3', dollars),
			order('a', 'A', '10', { occurredAt: NOON + 1 }),
			order('b', 'B', '5', { occurredAt: NOON + 1 }),
		);
		expect(spentIn(tally, 'EUR')).toBe(50_000n);
		expect(spentIn(tally, 'USD')).toBe(0n);
	});

	test('is never negative, whatever was given back without naming an order', () => {
		const nameless = refund('r', '', '7', { keys: {} });
		expect(spentIn(tallyOf(nameless), 'EUR')).toBe(0n);
		const ordered = order('a', 'A', '10', { occurredAt: NOON + 1 });
		expect(spentIn(tallyOf(nameless, ordered), 'EUR')).toBe(30_000n);
	});

	test('does not count an order that was cancelled at the instant it was made', () => {
		const bought = order('a', 'A', '10', { sequence: 1 });
		expect(tallyOf(cancelled('c', 'A'), bought).orders).toBe(0);
		const earlier = cancelled('c', 'A', { occurredAt: NOON - 1 });
		expect(tallyOf(earlier, bought).orders).toBe(1);
	});

	test('adds up amounts that a JavaScript number cannot hold', () => {
		const rials = (amount: string) => ({ value: { amount, currency: 'IRR' } });
		const tally = tallyOf(
			order('a', 'A', '', rials('9999999999999.9999')),
			order('b', 'B', '', rials('9999999999999.9998')),
			refund('r', 'A', '', { ...rials('0.0001'), occurredAt: NOON + 1 }),
		);
		expect(spentIn(JSON.parse(JSON.stringify(tally)), 'IRR')).toBe(199_999_999_999_999_996n);
	});

	test('still knows when the last order was made after it forgot the single ones', () => {
		const many = Array.from({ length: 60 }, (_, n) =>
			order(`o${n}`, String(n), '1', { occurredAt: NOON + n }),
		);
		const ends = Array.from({ length: 50 }, (_, n) =>
			cancelled(`c${n}`, String(n + 10), { occurredAt: NOON + 100 + n }),
		);
		expect(tallyOf(...many, ...ends)).toMatchObject({ orders: 10, lastOrderAt: NOON + 9 });
		const early = cancelled('early', '9', { occurredAt: NOON + 15 });
		const without = tallyOf(...many, early, ...ends);
		expect(without).toMatchObject({ orders: 9, lastOrderAt: NOON + 8 });
	});

	test('takes a currency called constructor for one like others', () => {
		const odd = { value: { amount: '2', currency: 'constructor' } };
		const tally = tallyOf(order('a', 'A', '', odd), refund('r', 'A', '', { ...odd, sequence: 1 }));
		expect(spentIn(tally, 'constructor')).toBe(0n);
		expect(measuresOf(tally)?.spent).toEqual({ currency: 'constructor', amount: 0 });
	});
});

/** What a customer is ranked by, found from all facts at once and without any order: as plainly as it can be said. */
function plainly(facts: readonly OrderFact[]): RfmMeasures | null {
	const spent = new Map<string, bigint>();
	const uses = new Map<string, number>();
	const orders: number[] = [];
	const add = (currency: string, parts: bigint) =>
		spent.set(currency, (spent.get(currency) ?? 0n) + parts);
	for (const [key, told] of Map.groupBy(facts, ({ orderKey }) => orderKey)) {
		const of = (kind: OrderFact['kind']) => told.filter((fact) => fact.kind === kind);
		if (key === '') {
			for (const { money } of told) add(money!.currency, -money!.parts);
			continue;
		}
		const boughtAt = Math.min(...of('bought').map(({ at }) => at));
		const cancelledAt = Math.max(...of('cancelled').map(({ at }) => at));
		if (boughtAt === Infinity || cancelledAt >= boughtAt) continue;
		orders.push(boughtAt);
		const [first] = of('bought')
			.filter(({ money }) => money !== null)
			.sort((a, b) => a.at - b.at || (a.touchpointId < b.touchpointId ? -1 : 1));
		if (!first?.money) continue;
		const { currency, parts } = first.money;
		const back = of('refunded')
			.filter(({ money }) => money?.currency === currency)
			.reduce((sum, { money }) => sum + money!.parts, 0n);
		add(currency, parts > back ? parts - back : 0n);
		uses.set(currency, (uses.get(currency) ?? 0) + 1);
	}
	if (orders.length === 0) return null;
	const [main] = [...uses].map(([currency, count]) => ({ currency, orders: count })).sort(byUse);
	const amount = main ? Number(spent.get(main.currency)) : 0;
	return {
		lastOrderAt: Math.max(...orders),
		orders: orders.length,
		spent: main ? { currency: main.currency, amount: Math.max(0, amount) } : null,
	};
}

test('any history is tallied one by one to what all of it says at once, at every touchpoint of it', () => {
	const histories = historyOf(
		fc
			.record({
				type: fc.constantFrom(
					'order_completed',
					'order_completed',
					'order_refunded',
					'order_cancelled',
					'subscription_renewed',
				),
				key: fc.constantFrom('A', 'B', 'C', ''),
				amount: fc.option(fc.constantFrom('10.10', '30', '45.2'), { nil: null }),
				currency: fc.constantFrom('EUR', 'USD'),
			})
			.map(({ type, key, amount, currency }): Facts => ({
				type,
				keys: key === '' ? {} : { order: key },
				value: amount === null ? undefined : { amount, currency },
			})),
		touchpoint,
	);
	fc.assert(
		fc.property(histories, (history) => {
			const ordered = [...history].sort(compareFoldKeys);
			let tally = NO_ORDERS;
			ordered.forEach((one, place) => {
				// As the store keeps it between two touchpoints.
				tally = JSON.parse(JSON.stringify(addOrder(tally, one))) as OrderTally;
				const facts = ordered.slice(0, place + 1).flatMap((told) => orderFactOf(told) ?? []);
				expect(measuresOf(tally)).toEqual(plainly(facts));
			});
		}),
		{ numRuns: 500 },
	);
});
