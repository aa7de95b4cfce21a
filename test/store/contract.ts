import fc from 'fast-check';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { Touchpoint } from '../../journey/touchpoint';
import type { JourneyStore, RecordOptions } from '../../store/journey-store';
import { arrivalsOf, factsOf, peopleOf, picture } from '../support/arrivals';
import { runsOn } from '../support/databases';
import { freeDelivery } from '../support/offer';
import { email, external, MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';

const DAY_MS = 24 * 60 * MINUTE_MS;

const options: RecordOptions = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

const delivery = freeDelivery();

/**
 * What every journey store must do. A backend's test file calls this with a name and a function that opens a new,
 * empty store; everything opened is closed after each test.
 */
export function describeJourneyStore(name: string, openNew: () => Promise<JourneyStore>): void {
	describe(`journey store on ${name}`, () => {
		const opened: JourneyStore[] = [];
		const open = async (): Promise<JourneyStore> => {
			const store = await openNew();
			opened.push(store);
			return store;
		};
		afterEach(async () => {
			await Promise.all(opened.splice(0).map(async (store) => await store.close()));
		});

		describe('accept', () => {
			it('keeps a touchpoint once, also within one batch', async () => {
				const store = await open();
				const statuses = async (...touchpoints: Touchpoint[]) =>
					(await store.accept(touchpoints)).map(({ status }) => status);
				expect(await statuses(touchpoint('1'), touchpoint('2'), touchpoint('1'))).toEqual([
					'new',
					'new',
					'duplicate',
				]);
				expect(await statuses(touchpoint('2'), touchpoint('3'))).toEqual(['duplicate', 'new']);
				expect(await store.getTotals()).toMatchObject({
					touchpoints: 3,
					notApplied: 3,
					customers: 0,
				});
			});

			it('makes one row of a race', async () => {
				const store = await open();
				const results = await Promise.all(
					Array.from({ length: 20 }, async () => await store.accept([touchpoint('1')])),
				);
				expect(results.flat().filter(({ status }) => status === 'new')).toHaveLength(1);
			});
		});

		describe('record', () => {
			it('applies what was accepted, and only once', async () => {
				const store = await open();
				await store.accept([touchpoint('1')]);
				const [first] = await store.record([touchpoint('1')], options);
				expect(first).toMatchObject({
					outcome: 'moved',
					movement: 'entered',
					from: null,
					to: 'consideration',
					why: 'entry_rule',
					late: false,
					conflicts: [],
				});
				const [again] = await store.record([touchpoint('1')], options);
				expect(again).toMatchObject({
					outcome: 'not_applied',
					refusal: 'duplicate',
					customerId: null,
				});
				expect(await store.getTotals()).toMatchObject({
					touchpoints: 1,
					notApplied: 0,
					journeys: 1,
				});
			});

			it('tells one of two equal touchpoints in a batch that it is a duplicate', async () => {
				const store = await open();
				const outcomes = await store.record([touchpoint('1'), touchpoint('1')], options);
				expect(outcomes.map(({ outcome }) => outcome)).toEqual(['moved', 'not_applied']);
			});

			it('keeps the first word of a fact when an item comes back changed', async () => {
				const store = await open();
				await store.accept([touchpoint('1', { type: 'order_completed' })]);
				const [recorded] = await store.record(
					[touchpoint('1', { type: 'product_viewed' })],
					options,
				);
				expect(recorded).toMatchObject({ to: 'purchase' });
			});

			it('follows one customer in two definitions', async () => {
				const store = await open();
				await store.record([touchpoint('1')], options);
				const [second] = await store.record([touchpoint('1')], {
					...options,
					definition: BUILT_IN_DEFINITIONS.aida,
				});
				expect(second).toMatchObject({ outcome: 'moved', to: 'interest' });
				expect(await store.getTotals()).toMatchObject({
					touchpoints: 1,
					customers: 1,
					journeys: 2,
				});
			});

			it('keeps one journey a key', async () => {
				const store = await open();
				await store.record(
					[touchpoint('1', { keys: { order: 'A' } }), touchpoint('2', { keys: { order: 'B' } })],
					{
						...options,
						definition: { ...options.definition, name: 'by_order', keyKind: 'order' },
					},
				);
				const context = await store.getContext(email('charlotte@example.com'), 10, NOON);
				expect(context?.journeys.map(({ key }) => key)).toEqual(['A', 'B']);
			});

			it('keeps a touchpoint that names nobody, without a customer', async () => {
				const store = await open();
				const [recorded] = await store.record([touchpoint('1', { identities: [] })], options);
				expect(recorded).toMatchObject({ outcome: 'not_applied', refusal: 'no_identity' });
				expect(await store.getTotals()).toMatchObject({
					touchpoints: 1,
					notApplied: 0,
					customers: 0,
				});
			});

			it('never counts a test touchpoint', async () => {
				const store = await open();
				const [recorded] = await store.record(
					[touchpoint('1', { test: true, score: 10 })],
					options,
				);
				expect(recorded).toMatchObject({ outcome: 'not_applied', refusal: 'test' });
				expect(await store.getTotals()).toMatchObject({
					touchpoints: 0,
					customers: 0,
					journeys: 0,
				});
				expect(await store.getExperience('five_stage')).toEqual([]);
			});

			it('folds a late touchpoint into history, moves the figures and sends nothing', async () => {
				const store = await open();
				await store.record(
					[touchpoint('view', { occurredAt: NOON, type: 'product_viewed' })],
					options,
				);
				await store.record(
					[touchpoint('survey', { occurredAt: NOON + 20, type: 'survey_answered', score: 30 })],
					options,
				);
				expect(await store.getExperience('five_stage')).toMatchObject([
					{ stage: 'consideration', score: 30, count: 1 },
				]);
				const [late] = await store.record(
					[touchpoint('order', { occurredAt: NOON + 10, type: 'order_completed' })],
					options,
				);
				expect(late).toMatchObject({
					outcome: 'not_applied',
					refusal: 'late',
					late: true,
					movement: 'advanced',
					to: 'purchase',
				});
				const context = await store.getContext(email('charlotte@example.com'), 10, NOON);
				expect(context?.journeys).toMatchObject([
					{ stage: 'retention', visits: 3, touchpoints: 3 },
				]);
				expect(await store.getExperience('five_stage')).toMatchObject([
					{ stage: 'retention', score: 30, count: 1 },
				]);
			});

			it('takes what is older than 72 hours on arrival as history only', async () => {
				const store = await open();
				const old = touchpoint('1', {
					occurredAt: NOON,
					receivedAt: NOON + 72 * 60 * MINUTE_MS + 1,
				});
				expect(await store.record([old], options)).toMatchObject([
					{ refusal: 'late', late: true, to: 'consideration' },
				]);
			});

			it('joins two customers whom one touchpoint shows to be one', async () => {
				const store = await open();
				await store.record(
					[touchpoint('1', { identities: [external('7')], type: 'order_completed' })],
					options,
				);
				await store.record(
					[touchpoint('2', { occurredAt: NOON + 5, identities: [email('a@example.com')] })],
					options,
				);
				const before = await store.getContext(email('a@example.com'), 10, NOON);
				await store.record(
					[
						touchpoint('3', {
							occurredAt: NOON + 9,
							identities: [external('7'), email('a@example.com')],
							type: 'order_fulfilled',
						}),
					],
					options,
				);
				const context = await store.getContext(email('a@example.com'), 10, NOON);
				expect(context).toMatchObject({
					identities: [{ kind: 'email' }, { kind: 'external' }],
					journeys: [{ stage: 'retention', visits: 3, touchpoints: 3 }],
				});
				expect(context?.touchpoints).toHaveLength(3);
				expect(await store.getTotals()).toMatchObject({ customers: 1, journeys: 1 });
				const alias = await store.getContext({ customerId: before!.customerId }, 10, NOON);
				expect(alias?.customerId).toBe(context?.customerId);
			});

			it('reports identities that would join two different people and joins nobody', async () => {
				const store = await open();
				await store.record(
					[touchpoint('1', { identities: [external('7'), email('shared@example.com')] })],
					options,
				);
				const [conflict] = await store.record(
					[
						touchpoint('2', {
							occurredAt: NOON + 1,
							identities: [external('8'), email('shared@example.com')],
						}),
					],
					options,
				);
				expect(conflict?.conflicts).toEqual([
					{ identity: 'email:shared@example.com', why: 'other_customer' },
				]);
				expect(await store.getTotals()).toMatchObject({ customers: 2 });
			});

			it('gives the same customers, visits, stages and figures for every order, repetition and batching', async () => {
				const people = peopleOf(3);
				const arrivals = arrivalsOf(factsOf({ people: 3, minFacts: 1, maxFacts: 14, minutes: 7 }));
				await fc.assert(
					fc.asyncProperty(arrivals, async ({ events, arrival, batch, acceptFirst }) => {
						const inOrder = await open();
						await inOrder.record(events, options);
						const shuffled = await open();
						if (acceptFirst) await shuffled.accept(arrival);
						for (let start = 0; start < arrival.length; start += batch) {
							await shuffled.record(arrival.slice(start, start + batch), options);
						}
						expect(await picture(shuffled, people)).toEqual(await picture(inOrder, people));
						await Promise.all(opened.splice(0).map(async (store) => await store.close()));
					}),
					{ numRuns: runsOn(name, 60) },
				);
			}, 240_000);
		});

		describe('definitions', () => {
			it('gives the newest version, and refuses another content for a version it has', async () => {
				const store = await open();
				const own = { ...BUILT_IN_DEFINITIONS.aida, name: 'own' };
				await store.saveDefinition(own);
				await store.saveDefinition({ ...own, version: 2, displayName: 'Own, second' });
				expect(await store.getDefinition('own')).toMatchObject({ version: 2 });
				expect(await store.getDefinition('own', 1)).toMatchObject({ displayName: 'AIDA' });
				expect(await store.getDefinition('missing')).toBeNull();
				expect(await store.getDefinition('lifecycle')).toMatchObject({ version: 1 });
				await store.saveDefinition(own);
				await expect(
					store.saveDefinition({ ...own, displayName: 'Changed' }),
				).rejects.toMatchObject({
					code: 'definition_conflict',
				});
			});
		});

		describe('offers', () => {
			const issueTo = async (
				store: JourneyStore,
				code: string,
				customerId: string,
				offer = delivery,
			) =>
				await store.issue({ code, offer, customerId, channel: 'email', decision: {}, now: NOON });
			const customer = async (store: JourneyStore, address: string): Promise<string> => {
				const [recorded] = await store.record(
					[touchpoint(address, { identities: [email(address)] })],
					options,
				);
				return recorded!.customerId!;
			};

			it('issues a code that ends with its life or its offer, and shows it in the context', async () => {
				const store = await open();
				await store.saveOffer(delivery, NOON);
				expect(await store.getOffers()).toEqual([delivery]);
				const who = await customer(store, 'a@example.com');
				expect(await issueTo(store, 'CODE1', who)).toMatchObject({
					ok: true,
					issued: { state: 'issued', issuedAt: NOON, expiresAt: NOON + 7 * DAY_MS },
				});
				const context = await store.getContext(email('a@example.com'), 10, NOON);
				expect(context?.offers).toMatchObject([{ code: 'CODE1', offerId: 'free-delivery' }]);
				expect(
					(await store.getContext(email('a@example.com'), 10, NOON + 7 * DAY_MS))?.offers,
				).toEqual([]);
			});

			it('holds both caps under parallel load', async () => {
				const store = await open();
				const offer = { ...delivery, caps: { perCustomer: 2, total: 5 } };
				await store.saveOffer(offer, NOON);
				const customers = await Promise.all(
					['a', 'b', 'c', 'd'].map(async (name) => await customer(store, `${name}@example.com`)),
				);
				const issuances = await Promise.all(
					Array.from(
						{ length: 40 },
						async (_, n) => await issueTo(store, `CODE${n}`, customers[n % 4]!, offer),
					),
				);
				expect(issuances.filter(({ ok }) => ok)).toHaveLength(5);
				for (const who of customers) {
					const usage = await store.getOfferUsage(who, NOON);
					expect(usage[0]?.total).toBe(5);
					expect(usage[0]?.byCustomer).toBeLessThanOrEqual(2);
				}
			});

			it('says which cap was reached, and takes no code twice', async () => {
				const store = await open();
				await store.saveOffer(delivery, NOON);
				const who = await customer(store, 'a@example.com');
				await issueTo(store, 'CODE1', who);
				expect(await issueTo(store, 'CODE2', who)).toEqual({ ok: false, why: 'customer_cap' });
				expect(await issueTo(store, 'CODE1', await customer(store, 'b@example.com'))).toEqual({
					ok: false,
					why: 'code_taken',
				});
				expect(await issueTo(store, 'CODE3', 'nobody')).toEqual({
					ok: false,
					why: 'unknown_customer',
				});
			});

			it('redeems a code once and tells every other caller when and where', async () => {
				const store = await open();
				await store.saveOffer(delivery, NOON);
				await issueTo(store, 'CODE1', await customer(store, 'a@example.com'));
				const redemptions = await Promise.all(
					Array.from(
						{ length: 10 },
						async (_, n) =>
							await store.redeem({
								code: 'CODE1',
								where: `till ${n}`,
								orderId: null,
								now: NOON + n,
							}),
					),
				);
				const won = redemptions.filter(({ ok }) => ok);
				expect(won).toHaveLength(1);
				const lost = redemptions.find(({ ok }) => !ok);
				expect(lost).toMatchObject({
					why: 'already_redeemed',
					issued: {
						redeemedAt: won[0]!.issued!.redeemedAt,
						redeemedWhere: won[0]!.issued!.redeemedWhere,
					},
				});
			});

			it('repeats the answer for the same order, and refuses what is expired or unknown', async () => {
				const store = await open();
				await store.saveOffer({ ...delivery, caps: { perCustomer: 3 } }, NOON);
				const who = await customer(store, 'a@example.com');
				await issueTo(store, 'CODE1', who);
				const order = { code: 'CODE1', where: 'web', orderId: 'order-1', now: NOON };
				expect(await store.redeem(order)).toMatchObject({ ok: true, repeated: false });
				expect(await store.redeem(order)).toMatchObject({ ok: true, repeated: true });
				expect(await store.redeem({ ...order, orderId: 'order-2' })).toMatchObject({
					ok: false,
					why: 'already_redeemed',
				});
				expect(await store.redeem({ ...order, code: 'NONE' })).toEqual({
					ok: false,
					why: 'unknown_code',
					issued: null,
				});
				await issueTo(store, 'CODE2', who, { ...delivery, caps: { perCustomer: 3 } });
				expect(
					await store.redeem({ ...order, code: 'CODE2', now: NOON + 7 * DAY_MS }),
				).toMatchObject({
					ok: false,
					why: 'expired',
				});
			});
		});

		describe('backlog', () => {
			it('counts what was accepted and not applied, tests left out, and stops where it is told to', async () => {
				const store = await open();
				expect(await store.getBacklog(10)).toBe(0);
				const accepted = ['1', '2', '3', '4'].map((id) => touchpoint(id));
				await store.accept([...accepted, touchpoint('5', { test: true })]);
				expect(await store.getBacklog(10)).toBe(4);
				expect(await store.getBacklog(3)).toBe(3);
				await store.record(accepted.slice(0, 2), options);
				expect(await store.getBacklog(10)).toBe(2);
			});
		});
	});
}
