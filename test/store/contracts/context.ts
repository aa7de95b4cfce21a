import { setImmediate } from 'node:timers';
import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { JourneyDefinition } from '../../../journey/stages/definition';
import type { Touchpoint } from '../../../journey/touchpoint';
import type { Database, Transaction } from '../../../store/database';
import type { JourneyStore, RecordOptions } from '../../../store/journey-store';
import { fillOrders } from '../../../store/value/fill-orders';
import { runsOn } from '../../support/databases';
import { stageFactsOf } from '../../support/stage-facts';
import { email, external, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

const DAY_MS = 24 * 60 * MINUTE_MS;

const ownDefinition: JourneyDefinition = BUILT_IN_DEFINITIONS.five_stage;
const accountDefinition: JourneyDefinition = {
	...BUILT_IN_DEFINITIONS.five_stage,
	name: 'buying_group',
	keyKind: 'account',
};

const options: RecordOptions = { definition: ownDefinition, now: NOON };
const accountOptions: RecordOptions = { definition: accountDefinition, now: NOON };

const order = (key: string, amount: string, facts: Partial<Touchpoint> = {}): Touchpoint =>
	touchpoint(`order-${key}`, {
		type: 'order_completed',
		keys: { order: key },
		value: { amount, currency: 'EUR' },
		...facts,
	});

/** A database and how much was asked of it and read from it. */
export interface Counted {
	readonly database: Database;
	readonly asked: { statements: number; rows: number; readonly queries: Set<string> };
}

/** A store on such a database. */
export interface CountedStore extends Counted {
	readonly store: JourneyStore;
}

/** Counts what goes through a database, for stores whose work must not grow with a history. */
export function counted(database: Database): Counted {
	const asked = { statements: 0, rows: 0, queries: new Set<string>() };
	const watched = (transaction: Transaction): Transaction => ({
		all: async (sql, parameters) => {
			const rows = await transaction.all(sql, parameters);
			asked.statements += 1;
			asked.rows += rows.length;
			asked.queries.add(sql);
			return rows;
		},
		runMany: async (sql, rows) => {
			asked.statements += 1;
			return await transaction.runMany(sql, rows);
		},
	});
	return {
		asked,
		database: {
			dialect: database.dialect,
			write: async (work) => await database.write(async (t) => await work(watched(t))),
			writeAlone: async (work) => await database.writeAlone(async (t) => await work(watched(t))),
			read: async (work) => await database.read(async (t) => await work(watched(t))),
			close: async () => await database.close(),
		},
	};
}

/** What every store must tell of a customer; called like `describeJourneyStore`, with what was asked of its database. */
export function describeContext(name: string, openNew: () => Promise<CountedStore>): void {
	describe(`the context of a customer on ${name}`, () => {
		const opened: JourneyStore[] = [];
		const openCounted = async () => {
			const counting = await openNew();
			opened.push(counting.store);
			return counting;
		};
		const open = async (): Promise<JourneyStore> => (await openCounted()).store;
		const close = async () =>
			await Promise.all(opened.splice(0).map(async (store) => await store.close()));
		afterEach(close);

		const charlotte = email('charlotte@example.com');

		describe('what the customer has bought', () => {
			it('counts an order told by two sources once and takes refunds off exactly', async () => {
				const store = await open();
				await store.record(
					[
						order('1001', '0.10'),
						order('1001', '0.10', { id: 'klaviyo:1001', occurredAt: NOON + 5 }),
						order('1002', '0.20', { occurredAt: NOON + MINUTE_MS }),
						order('1003', '5.00', { occurredAt: NOON + 2 * MINUTE_MS }),
						touchpoint('cancelled', {
							type: 'order_cancelled',
							keys: { order: '1003' },
							occurredAt: NOON + 3 * MINUTE_MS,
						}),
						touchpoint('refund', {
							type: 'order_refunded',
							keys: { order: '1002' },
							value: { amount: '-0.05', currency: 'EUR' },
							occurredAt: NOON + 4 * MINUTE_MS,
						}),
						touchpoint('renewal', {
							type: 'subscription_renewed',
							value: { amount: '9', currency: 'USD' },
							occurredAt: NOON + 5 * MINUTE_MS,
						}),
					],
					options,
				);
				const context = await store.getContext(charlotte, 5, NOON + DAY_MS);
				expect(context?.value).toEqual({
					orders: 3,
					spent: [
						{ amount: '0.25', currency: 'EUR' },
						{ amount: '9', currency: 'USD' },
					],
					firstOrderAt: NOON,
					lastOrderAt: NOON + 5 * MINUTE_MS,
				});
			});

			it('adds up amounts that a JavaScript number cannot hold', async () => {
				const store = await open();
				const facts = ['9999999999999.9999', '9999999999999.9998', '12345678901234'].map(
					(amount, place) =>
						order(String(place), amount, {
							value: { amount, currency: 'IRR' },
							occurredAt: NOON + place,
						}),
				);
				await store.record(facts, options);
				const refund = touchpoint('refund', {
					type: 'order_refunded',
					keys: { order: '0' },
					value: { amount: '0.0001', currency: 'IRR' },
					occurredAt: NOON + 5,
				});
				await store.record([refund], options);
				const context = await store.getContext(charlotte, 5, NOON);
				expect(context?.value).toMatchObject({
					orders: 3,
					spent: [{ amount: '19999999999999.9996', currency: 'IRR' }],
				});
				expect(await store.exportCustomer(charlotte)).not.toBeNull();
			});

			it('counts nothing again in a second journey definition or when it is recorded again', async () => {
				const store = await open();
				const facts = [
					order('1', '10.00'),
					touchpoint('refund', {
						type: 'order_refunded',
						keys: { order: '1' },
						value: { amount: '4.00', currency: 'EUR' },
						occurredAt: NOON + 1,
					}),
				];
				await store.record(facts, options);
				await store.record(facts, { ...options, definition: BUILT_IN_DEFINITIONS.aida });
				await store.record(facts, options);
				const context = await store.getContext(charlotte, 5, NOON);
				expect(context?.value.spent).toEqual([{ amount: '6.00', currency: 'EUR' }]);
			});

			it('takes the first word on an order that two sources tell of, whichever comes first', async () => {
				const first = order('1', '10.00', { id: 'shop:1' });
				const second = order('1', '8.40', { id: 'crm:1', occurredAt: NOON + 1 });
				const same = order('1', '9.00', { id: 'zzz:1' });
				for (const arrival of [
					[first, second, same],
					[second, same, first],
					[same, first, second],
				]) {
					const store = await open();
					for (const fact of arrival) await store.record([fact], options);
					expect((await store.getContext(charlotte, 5, NOON))?.value).toEqual({
						orders: 1,
						spent: [{ amount: '10.00', currency: 'EUR' }],
						firstOrderAt: NOON,
						lastOrderAt: NOON,
					});
				}
			});

			it('counts an order that was cancelled and then bought after all', async () => {
				for (const turn of [0, 1]) {
					const store = await open();
					const cancelled = touchpoint('cancelled', {
						type: 'order_cancelled',
						keys: { order: '1' },
						occurredAt: NOON - 1,
					});
					const facts = [cancelled, order('1', '10.00')];
					for (const fact of turn === 0 ? facts : facts.reverse())
						await store.record([fact], options);
					expect((await store.getContext(charlotte, 5, NOON))?.value.orders).toBe(1);
				}
			});

			it('takes back no more than an order was worth, and nothing for an order it never saw', async () => {
				const store = await open();
				const refund = (id: string, key: string, amount: string) =>
					touchpoint(id, {
						type: 'order_refunded',
						keys: { order: key },
						value: { amount, currency: 'EUR' },
						occurredAt: NOON + 1,
					});
				await store.record(
					[
						order('1', '10.00'),
						order('2', '3.00'),
						refund('a', '1', '10.00'),
						refund('b', '1', '10.00'),
						refund('c', 'older', '99.00'),
					],
					options,
				);
				const context = await store.getContext(charlotte, 5, NOON);
				expect(context?.value).toMatchObject({
					orders: 2,
					spent: [{ amount: '3.00', currency: 'EUR' }],
				});
			});

			it('is found out from the touchpoints of a store that did not count it yet', async () => {
				const { store, database } = await openCounted();
				await store.record(
					Array.from({ length: 1_100 }, (_, place) =>
						order(`k${place}`, '0.10', { identities: [email(`buyer${place % 3}@example.com`)] }),
					),
					options,
				);
				await store.record(
					[
						touchpoint('refund', {
							type: 'order_refunded',
							keys: { order: 'k0' },
							value: { amount: '0.05', currency: 'EUR' },
							identities: [email('buyer0@example.com')],
							occurredAt: NOON + 1,
						}),
					],
					options,
				);
				await store.accept([order('not-applied', '99.00')]);
				const valueOf = async () =>
					(await store.getContext(email('buyer0@example.com'), 0, NOON))?.value;
				const before = await valueOf();
				expect(before).toMatchObject({ orders: 367, spent: [{ amount: '36.65' }] });
				await database.write(async (transaction) => {
					for (const table of ['customer_order', 'customer_refund'])
						await transaction.runMany(`DELETE FROM ${table}`, [[]]);
					await fillOrders(transaction);
				});
				expect(await valueOf()).toEqual(before);
				expect((await store.getContext(charlotte, 0, NOON))?.value).toBeUndefined();
			});

			it('adds up what merged customers bought, an order that both had once', async () => {
				const store = await open();
				await store.record(
					[
						order('1', '1.00', { identities: [external('7')] }),
						order('2', '2.00', { id: 'test:own', occurredAt: NOON + 1 }),
						order('1', '1.00', { id: 'test:same', occurredAt: NOON + 2 }),
					],
					options,
				);
				await store.record(
					[touchpoint('both', { identities: [external('7'), charlotte], occurredAt: NOON + 3 })],
					options,
				);
				const context = await store.getContext(external('7'), 5, NOON);
				expect(context?.value).toEqual({
					orders: 2,
					spent: [{ amount: '3.00', currency: 'EUR' }],
					firstOrderAt: NOON,
					lastOrderAt: NOON + 1,
				});
			});
		});

		describe('recency, frequency and money', () => {
			const buyers = (count: number, from = 0): Touchpoint[] =>
				Array.from({ length: count }, (_, place) =>
					order(`b${from + place}`, `${from + place + 1}.00`, {
						identities: [email(`buyer${from + place}@example.com`)],
						occurredAt: NOON + (from + place) * MINUTE_MS,
						receivedAt: NOON + DAY_MS,
					}),
				);

			it('are not judged among fewer than 25 customers', async () => {
				const store = await open();
				await store.record(buyers(24), options);
				expect((await store.getContext(email('buyer3@example.com'), 1, NOON))?.rfm).toBeNull();
			});

			it('put each customer into a fifth of those who have ordered, ties into the same', async () => {
				const store = await open();
				await store.record(
					[
						...buyers(25),
						order('again', '0.50', {
							identities: [email('buyer0@example.com')],
							occurredAt: NOON + 1,
						}),
						touchpoint('looker', { identities: [email('looker@example.com')] }),
					],
					options,
				);
				const rfmOf = async (who: string) =>
					(await store.getContext(email(who), 1, NOON + DAY_MS))?.rfm;
				expect(await rfmOf('buyer0@example.com')).toEqual({
					recency: 1,
					frequency: 5,
					monetary: 1,
					basis: 25,
					asOf: NOON + DAY_MS,
				});
				expect(await rfmOf('buyer5@example.com')).toMatchObject({ recency: 2, monetary: 2 });
				expect(await rfmOf('buyer24@example.com')).toMatchObject({
					recency: 5,
					frequency: 1,
					monetary: 5,
				});
				expect(await rfmOf('looker@example.com')).toBeNull();
			});

			it('are found from all customers, each once, where they are too many for one query', async () => {
				const { store, database } = await openCounted();
				await store.record(buyers(1), options);
				const crowd = Array.from({ length: 10_100 }, (_, place) => `crowd-${place}`);
				await database.write(async (transaction) => {
					await transaction.runMany(
						"INSERT INTO customer (id, first_seen, profile) VALUES (?, 0, '{}')",
						crowd.map((id) => [id]),
					);
					await transaction.runMany(
						"INSERT INTO customer_order (customer_id, order_key, ordered_at) VALUES (?, '1', ?)",
						crowd.map((id, place) => [id, NOON - DAY_MS + place]),
					);
				});
				let othersHadTheirTurn = false;
				setImmediate(() => (othersHadTheirTurn = true));
				const context = await store.getContext(email('buyer0@example.com'), 0, NOON);
				expect(othersHadTheirTurn).toBe(true);
				expect(context?.rfm).toMatchObject({ basis: 10_101, recency: 5, monetary: null });
			});

			it('are compared with the customers of at most a day ago', async () => {
				const store = await open();
				await store.record(buyers(25), options);
				const rfmAt = async (now: number) =>
					(await store.getContext(email('buyer24@example.com'), 1, now))?.rfm;
				expect(await rfmAt(NOON)).toMatchObject({ monetary: 5, basis: 25, asOf: NOON });
				await store.record(buyers(100, 25), options);
				expect(await rfmAt(NOON + DAY_MS - 1)).toMatchObject({ basis: 25, asOf: NOON });
				expect(await rfmAt(NOON + DAY_MS)).toMatchObject({
					monetary: 1,
					basis: 125,
					asOf: NOON + DAY_MS,
				});
			});
		});

		it('tells what is open, how the customer feels and what comes next', async () => {
			const store = await open();
			const definition: JourneyDefinition = {
				...BUILT_IN_DEFINITIONS.five_stage,
				name: 'with_content',
				stages: BUILT_IN_DEFINITIONS.five_stage.stages.map((stage) =>
					stage.name === 'retention'
						? {
								...stage,
								content: [
									{ title: 'Care', url: 'https://shop.example/care' },
									{ title: 'Φροντίδα', language: 'el', url: 'https://shop.example/el/care' },
									{ title: 'Tips', language: 'en' },
								],
							}
						: stage,
				),
			};
			await store.record(
				[
					order('1', '20.00', { attributes: { language: 'el' } }),
					touchpoint('sent', {
						type: 'order_fulfilled',
						keys: { order: '1' },
						occurredAt: NOON + 1,
					}),
					touchpoint('care', {
						type: 'page_viewed',
						properties: { url: 'https://shop.example/care?utm_source=mail' },
						occurredAt: NOON + 2,
					}),
					touchpoint('ticket', {
						type: 'ticket_opened',
						channel: 'phone',
						keys: { ticket: 'T1' },
						properties: { subject: 'Broken cup' },
						occurredAt: NOON + 3,
					}),
					touchpoint('low', { type: 'survey_answered', score: 10, occurredAt: NOON + 4 }),
					touchpoint('better', { type: 'survey_answered', score: 60, occurredAt: NOON + 5 }),
				],
				{ definition, now: NOON },
			);
			expect(await store.getContext(charlotte, 0, NOON + MINUTE_MS)).toMatchObject({
				touchpoints: [],
				openOrders: [
					{
						key: '1',
						status: 'fulfilled',
						orderedAt: NOON,
						lastAt: NOON + 1,
						value: { amount: '20.00', currency: 'EUR' },
					},
				],
				openCases: [
					{
						key: 'T1',
						openedAt: NOON + 3,
						channel: 'phone',
						topic: 'Broken cup',
						lastAt: NOON + 3,
					},
				],
				mood: { score: 60, at: NOON + 5, metric: 'csat', lowest: 10 },
				nextContent: { title: 'Φροντίδα', language: 'el' },
				accounts: [],
			});
		});

		it('reads no more of a history of ten thousand touchpoints than of one of five hundred', async () => {
			const { store, asked } = await openCounted();
			const historyOf = (who: string, count: number): Touchpoint[] => [
				order(`open-${who}`, '10.00', { identities: [email(who)], occurredAt: NOON }),
				...Array.from({ length: count }, (_, place) =>
					touchpoint(`${who}-${place}`, {
						identities: [email(who)],
						occurredAt: NOON + place + 1,
						...(place % 10 === 0 ? { type: 'survey_answered', score: 50 } : {}),
						...(place % 10 === 1 ? { type: 'message_sent', channel: 'email' } : {}),
					}),
				),
			];
			const measure = async (who: string, count: number) => {
				const history = historyOf(who, count);
				for (let start = 0; start < history.length; start += 1000)
					await store.record(history.slice(start, start + 1000), options);
				const before = { ...asked };
				const context = await store.getContext(email(who), 20, NOON + DAY_MS);
				expect(context?.openOrders).toHaveLength(1);
				expect(context?.value.orders).toBe(1);
				return {
					statements: asked.statements - before.statements,
					rows: asked.rows - before.rows,
				};
			};
			// The first reader finds the fifths and the definition, which all others share.
			await measure('first@example.com', 10);
			const short = await measure('short@example.com', 500);
			const long = await measure('long@example.com', 10_000);
			expect(long).toEqual(short);
			expect(long.rows).toBeLessThan(250);
			expect(long.statements).toBeLessThan(20);
		}, 120_000);

		describe('accounts', () => {
			const member = (
				who: string,
				id: string,
				facts: Partial<Touchpoint> & { score?: number } = {},
			): Touchpoint =>
				touchpoint(id, {
					identities: [email(who)],
					keys: { account: 'acme' },
					...facts,
				});

			it('have one journey, whichever member acts, and every member sees it', async () => {
				const store = await open();
				const recorded = await store.record(
					[
						member('buyer@acme.example', '1', {
							type: 'quote_requested',
							attributes: { role: 'buyer', firstName: 'Bea' },
						}),
						member('boss@acme.example', '2', {
							type: 'order_completed',
							attributes: { jobTitle: 'Managing director' },
							occurredAt: NOON + 1,
						}),
						member('user@acme.example', '3', { type: 'product_used', occurredAt: NOON + 2 }),
					],
					accountOptions,
				);
				expect(new Set(recorded.map(({ journeyId }) => journeyId)).size).toBe(1);
				expect(new Set(recorded.map(({ customerId }) => customerId)).size).toBe(3);
				expect(recorded.map(({ to }) => to)).toEqual(['consideration', 'purchase', 'retention']);
				expect(await store.getTotals()).toMatchObject({ customers: 3, journeys: 1 });
				const context = await store.getContext(email('boss@acme.example'), 5, NOON);
				expect(context?.journeys).toMatchObject([
					{ key: 'acme', account: 'acme', stage: 'retention', visits: 3, touchpoints: 3 },
				]);
				const [buyer, , user] = recorded;
				expect(context?.accounts).toEqual([
					{
						key: 'acme',
						role: 'Managing director',
						people: 3,
						others: [
							{
								customerId: user?.customerId,
								role: null,
								lastType: 'product_used',
								lastAt: NOON + 2,
							},
							{
								customerId: buyer?.customerId,
								role: 'buyer',
								lastType: 'quote_requested',
								lastAt: NOON,
							},
						],
					},
				]);
			});

			it('keep their journey when two members turn out to be one person', async () => {
				const store = await open();
				await store.record(
					[
						member('a@acme.example', '1', { type: 'quote_requested' }),
						member('b@acme.example', '2', { type: 'order_completed', occurredAt: NOON + 1 }),
						member('c@acme.example', '3', { type: 'product_viewed', occurredAt: NOON + 2 }),
					],
					accountOptions,
				);
				await store.record(
					[
						touchpoint('one', {
							identities: [email('a@acme.example'), email('b@acme.example')],
							occurredAt: NOON + 3,
						}),
					],
					options,
				);
				const context = await store.getContext(email('c@acme.example'), 5, NOON);
				expect(context?.accounts).toMatchObject([
					{ key: 'acme', people: 2, others: [{ lastType: 'order_completed', lastAt: NOON + 1 }] },
				]);
				expect(context?.journeys).toMatchObject([{ account: 'acme', visits: 3, touchpoints: 3 }]);
				const merged = await store.getContext(email('a@acme.example'), 5, NOON);
				expect(merged?.journeys.map(({ account, definition }) => [account, definition])).toEqual([
					['acme', 'buying_group'],
					[null, 'five_stage'],
				]);
			});

			it('go on without a member who is erased, as if that member had never been there', async () => {
				const store = await open();
				const seller = member('user@acme.example', '3', {
					type: 'product_viewed',
					occurredAt: NOON + 2,
					score: 80,
				});
				await store.record(
					[
						member('buyer@acme.example', '1', { type: 'quote_requested' }),
						member('boss@acme.example', '2', { type: 'order_completed', occurredAt: NOON + 1 }),
						seller,
					],
					accountOptions,
				);
				await store.eraseCustomer(email('boss@acme.example'), NOON + MINUTE_MS);
				const context = await store.getContext(email('buyer@acme.example'), 5, NOON);
				expect(context?.journeys).toMatchObject([
					{ account: 'acme', stage: 'consideration', visits: 1, touchpoints: 2 },
				]);
				expect(context?.accounts).toMatchObject([{ key: 'acme', people: 2 }]);
				expect(await stageFactsOf(store, accountDefinition)).toMatchObject({
					people: [
						{ stage: 'consideration', segment: 'unsegmented', journeys: 1 },
						{ stage: 'consideration', segment: null, journeys: 1 },
					],
				});
				await store.eraseCustomer(email('buyer@acme.example'), NOON + MINUTE_MS);
				await store.eraseCustomer(email('user@acme.example'), NOON + MINUTE_MS);
				expect(await store.getTotals()).toMatchObject({ customers: 0, journeys: 0 });
			});

			it('that stall or move on are told of by the member who took them there', async () => {
				const store = await open();
				const settings = {
					kind: 'customer_stalled',
					journey: 'buying_group',
					stages: [],
					threshold: { from: 'definition' },
				} as const;
				const [, recorded] = await store.record(
					[
						member('a@acme.example', '1', { type: 'page_viewed' }),
						member('b@acme.example', '2', { type: 'quote_requested', occurredAt: NOON + 1 }),
						member('c@acme.example', '3', { type: 'cart_viewed', occurredAt: NOON + 2 }),
					],
					accountOptions,
				);
				const sample = await store.sampleMoment(settings, NOON + DAY_MS);
				expect(sample).toMatchObject({
					customerId: recorded?.customerId,
					body: { stage: 'consideration', journeyKey: 'acme' },
				});
			});

			it('are no customers: nobody finds one by the id under which it owns its journey', async () => {
				const store = await open();
				await store.record([member('a@acme.example', '1')], accountOptions);
				expect(await store.getContext({ customerId: 'account:acme' }, 5, NOON)).toBeNull();
			});

			it('leave a touchpoint that names no account in the journey of its customer', async () => {
				const store = await open();
				await store.record(
					[member('a@acme.example', '1'), member('a@acme.example', '2', { keys: {} })],
					accountOptions,
				);
				const context = await store.getContext(email('a@acme.example'), 5, NOON);
				expect(context?.journeys.map(({ account }) => account)).toEqual([null, 'acme']);
			});
		});

		it('is the same for every order, repetition and batching of the same touchpoints', async () => {
			const people = ['a@example.com', 'b@example.com', 'c@example.com'];
			const identitiesOf = (who: number, how: number) =>
				[
					[email(people[who]!)],
					[external(String(who))],
					[external(String(who)), email(people[who]!)],
				][how]!;
			const facts = fc
				.array(
					fc.record({
						who: fc.integer({ min: 0, max: 2 }),
						how: fc.integer({ min: 0, max: 2 }),
						minute: fc.integer({ min: 0, max: 6 }),
						type: fc.constantFrom(
							'product_viewed',
							'order_completed',
							'order_cancelled',
							'order_refunded',
							'order_fulfilled',
							'subscription_renewed',
							'ticket_opened',
							'ticket_solved',
							'survey_answered',
						),
						account: fc.option(fc.constantFrom('acme', 'globex'), { nil: undefined }),
						key: fc.option(fc.constantFrom('1', '2'), { nil: undefined }),
						amount: fc.option(fc.constantFrom('0.10', '7.005', '12', '-3.30'), { nil: undefined }),
						currency: fc.constantFrom('EUR', 'USD'),
						score: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
						role: fc.option(fc.constantFrom('buyer', 'user'), { nil: undefined }),
					}),
					{ minLength: 1, maxLength: 14 },
				)
				.map((events) =>
					events.map((event, index) =>
						touchpoint(String(index).padStart(2, '0'), {
							type: event.type,
							occurredAt: NOON + event.minute * MINUTE_MS,
							receivedAt: NOON + 10 * MINUTE_MS,
							identities: identitiesOf(event.who, event.how),
							attributes: event.role ? { role: event.role } : {},
							keys: {
								...(event.account && { account: event.account }),
								...(event.key && { order: event.key, ticket: event.key }),
							},
							...(event.amount && { value: { amount: event.amount, currency: event.currency } }),
							...(event.score === undefined ? {} : { score: event.score }),
						}),
					),
				);
			const arrivals = facts.chain((events) =>
				fc.record({
					events: fc.constant(events),
					arrival: fc.shuffledSubarray([...events, ...events], {
						minLength: events.length * 2,
						maxLength: events.length * 2,
					}),
					batch: fc.integer({ min: 1, max: 8 }),
					acceptFirst: fc.boolean(),
				}),
			);
			/** Ids differ from store to store: each member goes by what its store shows of it. */
			const picture = async (store: JourneyStore) => {
				const known = new Map<string, unknown>();
				for (const who of people) {
					for (const identity of [email(who), external(String(people.indexOf(who)))]) {
						const context = await store.getContext(identity, 100, NOON + DAY_MS);
						if (!context) continue;
						const { customerId, accounts, ...rest } = context;
						const members = accounts.map(({ others, ...account }) => ({
							...account,
							others: others
								.map(({ role, lastType, lastAt }) => ({ role, lastType, lastAt }))
								.map((other) => JSON.stringify(other))
								.sort(),
						}));
						known.set(customerId, { ...rest, accounts: members });
					}
				}
				return {
					known: [...known.values()].map((one) => JSON.stringify(one)).sort(),
					totals: await store.getTotals(),
					experience: await store.getExperience('buying_group'),
					stages: await stageFactsOf(store, accountDefinition),
				};
			};
			await fc.assert(
				fc.asyncProperty(arrivals, async ({ events, arrival, batch, acceptFirst }) => {
					const inOrder = await open();
					await inOrder.record(events, accountOptions);
					await inOrder.record(events, options);
					const shuffled = await open();
					if (acceptFirst) await shuffled.accept(arrival);
					for (let start = 0; start < arrival.length; start += batch) {
						const some = arrival.slice(start, start + batch);
						await shuffled.record(some, start % 2 === 0 ? accountOptions : options);
						await shuffled.record(some, start % 2 === 0 ? options : accountOptions);
					}
					expect(await picture(shuffled)).toEqual(await picture(inOrder));
					await close();
				}),
				{ numRuns: runsOn(name, 25) },
			);
		}, 120_000);
	});
}
