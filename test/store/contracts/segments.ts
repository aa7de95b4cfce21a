import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { amountOf } from '../../../journey/segments/exact-amount';
import type { RfmLimits } from '../../../journey/segments/rfm';
import type { PublishedLimits, RfmHistory } from '../../../journey/segments/rfm-history';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { JourneyDefinition } from '../../../journey/stages/definition';
import { compareFoldKeys } from '../../../journey/stages/fold-order';
import { addOrder, measuresOf, NO_ORDERS, spentIn } from '../../../journey/stages/order-tally';
import type { Touchpoint } from '../../../journey/touchpoint';
import type { Database } from '../../../store/database';
import { Definitions } from '../../../store/definitions';
import type { JourneyStore } from '../../../store/journey-store';
import { SqlJourneyStore } from '../../../store/sql-journey-store';
import { readValue } from '../../../store/value/customer-value';
import { publishLimits } from '../../../store/value/publish-limits';
import { stageFactsOf } from '../../support/stage-facts';
import { email, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';
import type { CountedStore } from './context';

const DAY_MS = 24 * 60 * MINUTE_MS;
const NOTICE_MS = 10 * MINUTE_MS;
const PEOPLE = ['a@example.com', 'b@example.com'];

const charlotte = email('charlotte@example.com');

const segment = (name: string, field: string, value: number) => ({
	name,
	displayName: name,
	when: { field, op: 'gte' as const, value },
});

const ranked: JourneyDefinition = {
	...BUILT_IN_DEFINITIONS.five_stage,
	name: 'ranked',
	segments: [
		segment('champion', 'rfm.monetary', 4),
		segment('frequent', 'rfm.frequency', 3),
		segment('ranked', 'rfm.recency', 1),
		segment('buyer', 'orders', 1),
	],
};

/** Rules that do not compare customers. */
const plain: JourneyDefinition = {
	...ranked,
	name: 'plain',
	segments: [segment('buyer', 'orders', 1)],
};

const options = { definition: ranked, now: NOON };

const limits = (facts: Partial<RfmLimits>): RfmLimits => ({
	asOf: NOON,
	customers: 30,
	recency: [NOON, NOON + 1, NOON + 2, NOON + 3],
	frequency: [1, 1, 1, 1],
	monetary: {},
	...facts,
});

const order = (id: string, amount: string, facts: Partial<Touchpoint> = {}): Touchpoint =>
	touchpoint(id, {
		type: 'order_completed',
		keys: { order: id },
		value: { amount, currency: 'EUR' },
		...facts,
	});

/** Orders of so many customers, one each, and each worth one euro more than the last. */
const buyers = (count: number): Touchpoint[] =>
	Array.from({ length: count }, (_, place) =>
		order(`b${place}`, `${place + 1}.00`, {
			identities: [email(`buyer${place}@example.com`)],
			occurredAt: NOON + place,
		}),
	);

/** Two people's purchases, with answers, who may turn out to be one. */
const histories: fc.Arbitrary<readonly Touchpoint[]> = fc
	.array(
		fc.record({
			who: fc.constantFrom([0], [1], [0, 1]),
			minute: fc.integer({ min: 0, max: 6 }),
			sequence: fc.integer({ min: 0, max: 1 }),
			type: fc.constantFrom(
				'order_completed',
				'order_completed',
				'order_refunded',
				'order_cancelled',
				'survey_answered',
			),
			key: fc.constantFrom('A', 'B', 'C', ''),
			amount: fc.constantFrom('10.10', '30', '45.2'),
			currency: fc.constantFrom('EUR', 'EUR', 'USD'),
		}),
		{ minLength: 1, maxLength: 14, size: 'max' },
	)
	.map((events) =>
		events.map(({ who, minute, sequence, type, key, amount, currency }, n) =>
			touchpoint(String(n), {
				type,
				sequence,
				occurredAt: NOON + minute * MINUTE_MS,
				receivedAt: NOON + 10 * MINUTE_MS,
				identities: who.map((place) => email(PEOPLE[place]!)),
				...(type === 'survey_answered'
					? { experience: { metric: 'csat', scale: [0, 100], raw: n, score: n } }
					: { keys: key === '' ? {} : { order: key }, value: { amount, currency } }),
			}),
		),
	);

const publications: fc.Arbitrary<RfmHistory> = fc.uniqueArray(
	fc.record({
		from: fc.integer({ min: -1, max: 7 }).map((minute) => NOON + minute * MINUTE_MS),
		limits: fc.constantFrom(
			limits({ monetary: { EUR: [100_000, 200_000, 300_000, 400_000] } }),
			limits({ frequency: [2, 3, 4, 5], monetary: { USD: [0, 1, 100_000, 400_000] } }),
			limits({ recency: null, frequency: null }),
		),
	}),
	{ selector: ({ from }) => from, maxLength: 3 },
);

/**
 * What every store must do with segment rules; called like `describeContext`, and with how many random cases of each
 * property are tried.
 */
export function describeSegments(
	name: string,
	runs: number,
	openNew: () => Promise<CountedStore>,
): void {
	describe(`segment rules on ${name}`, () => {
		const opened: JourneyStore[] = [];
		const open = async () => {
			const counting = await openNew();
			opened.push(counting.store);
			return counting;
		};
		const closeAll = async () =>
			await Promise.all(opened.splice(0).map(async (store) => await store.close()));
		afterEach(closeAll);

		const publish = async ({ database }: CountedStore, published: PublishedLimits) =>
			await database.write(
				async (transaction) => await publishLimits(transaction, new Definitions(), published),
			);

		/** The segment that each touchpoint was stamped with, by its id. */
		const stamps = async ({ database }: CountedStore, definition = ranked.name) =>
			await database.read(async (transaction) => {
				const rows = await transaction.all(
					'SELECT touchpoint_id, segment FROM journey_touchpoint WHERE definition = ?',
					[definition],
				);
				return Object.fromEntries(
					rows.map((row) => [String(row.touchpoint_id), String(row.segment)] as const).sort(),
				);
			});

		/** Everything that a segment shows in. */
		const picture = async (counting: CountedStore) => ({
			stamps: await stamps(counting),
			experience: await counting.store.getExperience(ranked.name),
			stages: await stageFactsOf(counting.store, ranked),
		});

		const publishedAt = async ({ database }: CountedStore): Promise<readonly number[]> =>
			await database.read(async (transaction) => {
				const rows = await transaction.all(
					'SELECT holds_from FROM rfm_limits ORDER BY holds_from',
					[],
				);
				return rows.map((row) => Number(row.holds_from));
			});

		const buyer = (place: number, id: string, occurredAt: number, facts = {}): Touchpoint =>
			touchpoint(id, { identities: [email(`buyer${place}@example.com`)], occurredAt, ...facts });

		it('stamp by the limits that were published before, from their day on', async () => {
			const counting = await open();
			const { store } = counting;
			await store.record(buyers(25), options);
			// The second batch finds limits; they hold ten minutes later.
			await store.record([buyer(24, 'before', NOON + DAY_MS)], { ...options, now: NOON + DAY_MS });
			const later = NOON + DAY_MS + NOTICE_MS;
			expect(await publishedAt(counting)).toEqual([later]);
			await store.record([buyer(24, 'after', later), buyer(3, 'small', later)], {
				...options,
				now: later,
			});
			expect(await stamps(counting)).toMatchObject({
				'test:b24': 'buyer',
				'test:before': 'buyer',
				'test:after': 'champion',
				'test:small': 'ranked',
			});
		});

		it('stamp a touchpoint that comes late by the limits of its own time', async () => {
			const counting = await open();
			const { store } = counting;
			const facts = [
				order('1', '45.00'),
				touchpoint('2', { occurredAt: NOON + 10 }),
				touchpoint('3', { occurredAt: NOON + 20 }),
			];
			await publish(counting, { from: NOON + 5, limits: limits({ frequency: [0, 0, 0, 0] }) });
			await publish(counting, { from: NOON + 15, limits: limits({ frequency: [5, 6, 7, 8] }) });
			for (const fact of [facts[2]!, facts[0]!, facts[1]!]) await store.record([fact], options);
			expect(await stamps(counting)).toEqual({
				'test:1': 'buyer',
				'test:2': 'frequent',
				'test:3': 'ranked',
			});
		});

		it('give the same stamps and figures in every order, batching and repetition, whenever limits are published in between', async () => {
			const arrivals = fc.record({ events: histories, published: publications }).chain((facts) =>
				fc.record({
					events: fc.constant(facts.events),
					published: fc.constant(facts.published),
					arrival: fc.shuffledSubarray([...facts.events, ...facts.events], {
						minLength: facts.events.length * 2,
					}),
					publishing: fc.shuffledSubarray([...facts.published], {
						minLength: facts.published.length,
					}),
					batch: fc.integer({ min: 1, max: 6 }),
					every: fc.integer({ min: 1, max: 3 }),
				}),
			);
			await fc.assert(
				fc.asyncProperty(
					arrivals,
					async ({ events, published, arrival, publishing, batch, every }) => {
						const inOrder = await open();
						for (const one of published) await publish(inOrder, one);
						await inOrder.store.record([...events].sort(compareFoldKeys), options);
						const shuffled = await open();
						const waiting = [...publishing];
						for (let start = 0; start < arrival.length; start += batch) {
							const next = (start / batch) % every === 0 ? waiting.shift() : undefined;
							if (next) await publish(shuffled, next);
							await shuffled.store.record(arrival.slice(start, start + batch), options);
						}
						for (const one of waiting) await publish(shuffled, one);
						expect(await picture(shuffled)).toEqual(await picture(inOrder));
						await closeAll();
					},
				),
				{ numRuns: runs },
			);
		}, 300_000);

		it('stamp the same when limits are published at the very moment touchpoints are recorded', async () => {
			const published = [0, 10, 20].map((start, place) => ({
				from: NOON + start,
				limits: limits({ frequency: [place, 9, 9, 9], monetary: { EUR: [place, 2, 3, 4] } }),
			}));
			const facts = [
				...buyers(3),
				...Array.from({ length: 27 }, (_, n) => buyer(n % 3, `t${n}`, NOON + 3 + n)),
			];
			const inOrder = await open();
			for (const one of published) await publish(inOrder, one);
			await inOrder.store.record(facts, options);
			const parallel = await open();
			await Promise.all([
				...facts.map(async (fact) => await parallel.store.record([fact], options)),
				...published.map(async (one) => await publish(parallel, one)),
			]);
			expect(await picture(parallel)).toEqual(await picture(inOrder));
		});

		it('count orders, refunds and money as the store tells them of a customer', async () => {
			await fc.assert(
				fc.asyncProperty(
					histories.chain((events) =>
						fc.shuffledSubarray([...events], { minLength: events.length }),
					),
					async (events) => {
						const own = events.map((one) => ({ ...one, identities: [charlotte] }));
						const { store, database } = await open();
						for (let start = 0; start < own.length; start += 3)
							await store.record(own.slice(start, start + 3), options);
						const tally = own.sort(compareFoldKeys).reduce(addOrder, NO_ORDERS);
						const [customer] = await store.record([touchpoint('who')], options);
						const { value, measures } = await database.read(
							async (transaction) => await readValue(transaction, customer!.customerId!),
						);
						expect(measuresOf(tally)).toEqual(measures);
						for (const { currency, amount } of value.spent) {
							const decimals = amount.split('.')[1]?.length ?? 0;
							expect(amountOf({ parts: spentIn(tally, currency), decimals })).toBe(amount);
						}
						await closeAll();
					},
				),
				{ numRuns: runs },
			);
		}, 300_000);

		describe('limits', () => {
			it('are published once a day, while touchpoints come that are stamped by them', async () => {
				const counting = await open();
				const { store } = counting;
				const at = async (now: number) =>
					await store.record([touchpoint(String(now), { occurredAt: now })], {
						...options,
						now,
					});
				await store.record(buyers(25), options);
				expect(await publishedAt(counting)).toEqual([]);
				const first = NOON + NOTICE_MS;
				await at(first);
				await at(first + DAY_MS - 1);
				expect(await publishedAt(counting)).toEqual([first + NOTICE_MS]);
				await at(first + DAY_MS);
				const both = [first + NOTICE_MS, first + DAY_MS + NOTICE_MS];
				expect(await publishedAt(counting)).toEqual(both);
			});

			it('are found by one of several processes', async () => {
				const counting = await open();
				await counting.store.record(buyers(25), { ...options, definition: plain });
				const others = [1, 2, 3].map(() => new SqlJourneyStore(counting.database, randomUUID));
				await Promise.all(
					others.map(
						async (store, n) =>
							await store.record([touchpoint(String(n))], { ...options, now: NOON + n }),
					),
				);
				expect(await publishedAt(counting)).toHaveLength(1);
			});

			it('that cannot be found fail one Record, and not those of the next ten minutes', async () => {
				const { database } = await open();
				let isDown = true;
				const limping: Database = {
					...database,
					read: async (work) => {
						if (isDown) throw new Error('down');
						return await database.read(work);
					},
				};
				const store = new SqlJourneyStore(limping, randomUUID);
				const at = async (now: number) =>
					await store.record([touchpoint('1', { occurredAt: NOON })], { ...options, now });
				await expect(at(NOON)).rejects.toThrow('down');
				await expect(at(NOON + NOTICE_MS - 1)).resolves.toMatchObject([{ outcome: 'moved' }]);
				await expect(at(NOON + NOTICE_MS)).rejects.toThrow('down');
				isDown = false;
				await expect(at(NOON + 2 * NOTICE_MS)).resolves.toMatchObject([{ refusal: 'duplicate' }]);
			});

			it('are not published while fewer than 25 have ordered', async () => {
				const counting = await open();
				await counting.store.record(buyers(24), options);
				await counting.store.getContext(email('buyer3@example.com'), 0, NOON + DAY_MS);
				expect(await publishedAt(counting)).toEqual([]);
			});

			it('are published again when a clock that was far ahead is right again', async () => {
				const counting = await open();
				const { store } = counting;
				await store.record(buyers(25), { ...options, definition: plain });
				const ahead = NOON + 400 * DAY_MS;
				await store.record([touchpoint('ahead', { occurredAt: ahead })], {
					...options,
					now: ahead,
				});
				const restarted = new SqlJourneyStore(counting.database, randomUUID);
				const back = NOON + DAY_MS;
				await restarted.record([touchpoint('back', { occurredAt: back })], {
					...options,
					now: back,
				});
				expect(await publishedAt(counting)).toEqual([back + NOTICE_MS, ahead + NOTICE_MS]);
			});

			it('cost nothing where no rule asks for them, and one statement where one does', async () => {
				const { store, asked } = await open();
				const cost = async (definition: JourneyDefinition, n: number) => {
					asked.queries.clear();
					const before = asked.statements;
					await store.record([touchpoint(`${n}`, { occurredAt: NOON + n })], {
						definition,
						now: NOON + n,
					});
					return {
						statements: asked.statements - before,
						limits: [...asked.queries].filter((sql) => sql.includes('rfm')).length,
						history: [...asked.queries].filter((sql) => sql.includes('JOIN touchpoint')).length,
					};
				};
				for (const definition of [plain, ranked]) {
					await cost(definition, 1);
					await cost(definition, 2);
				}
				const without = await cost(plain, 3);
				expect(without).toMatchObject({ limits: 0, history: 0 });
				const withThem = await cost(ranked, 4);
				expect(withThem).toEqual({
					statements: without.statements + 1,
					limits: 1,
					history: 0,
				});
			});
		});

		it('heal a journey that an earlier version of the package kept, with its next touchpoint', async () => {
			const counting = await open();
			const { store, database } = counting;
			const refund = order('r', '30', {
				type: 'order_refunded',
				keys: { order: '1' },
				occurredAt: NOON - 1,
			});
			const rich: JourneyDefinition = {
				...ranked,
				name: 'rich',
				segments: [segment('rich', 'spent.EUR', 100)],
			};
			await store.record([refund, order('1', '120')], { ...options, definition: rich });
			await database.write(async (transaction) => {
				const [row] = await transaction.all('SELECT id, state FROM journey', []);
				const state = JSON.parse(String(row?.state)) as { tally: { orders: unknown } };
				const orders = {
					orders: 1,
					lastOrderAt: NOON,
					spent: { EUR: 1_200_000 },
					latest: [{ key: '1', at: NOON, currency: 'EUR', parts: 1_200_000 }],
				};
				const kept = { ...state, segment: 'rich', tally: { ...state.tally, orders } };
				await transaction.runMany('UPDATE journey SET state = ? WHERE id = ?', [
					[JSON.stringify(kept), row?.id ?? null],
				]);
				await transaction.runMany("UPDATE journey_touchpoint SET segment = 'rich'", [[]]);
			});
			const [recorded] = await store.record([touchpoint('next', { occurredAt: NOON + 1 })], {
				...options,
				definition: rich,
			});
			expect(recorded).toMatchObject({ late: false });
			expect(await stamps(counting, 'rich')).toEqual({
				'test:r': 'unsegmented',
				'test:1': 'unsegmented',
				'test:next': 'unsegmented',
			});
		});
	});
}
