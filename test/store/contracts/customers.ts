import fc from 'fast-check';
import { holdoutOf } from '../../../journey/experiments/holdout';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { ConsentChange } from '../../../journey/touchpoint';
import type { Identity } from '../../../journey/identity';
import type { CustomerTable } from '../../../store/customers/tables';
import { CUSTOMER_TABLES } from '../../../store/customers/tables';
import { keepConsentOfEarlierTouchpoints } from '../../../store/customers/consent-backfill';
import { run, type Database } from '../../../store/database';
import type { JourneyStore, RecordOptions } from '../../../store/journey-store';
import { runsOn } from '../../support/databases';
import { continuedByMoment, parkedFor } from '../../support/wait';
import { freeDelivery } from '../../support/offer';
import { email, external, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

/** A store, and the database behind it, to look whether nothing is left there. */
export interface OpenedStore {
	readonly store: JourneyStore;
	readonly database: Database;
	/** The tables of the schema, with their columns. */
	columns(): Promise<ReadonlyMap<string, readonly string[]>>;
}

const DAY_MS = 24 * 60 * MINUTE_MS;
const options: RecordOptions = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };

const cookie = (value: string): Identity => ({ kind: 'anonymous', namespace: 'web', value });
const phone = (value: string): Identity => ({ kind: 'phone', value });

const says = (
	status: ConsentChange['status'],
	channel: ConsentChange['channel'] = 'email',
): { consent: ConsentChange[] } => ({ consent: [{ purpose: 'marketing', channel, status }] });

const offer = freeDelivery({ caps: { perCustomer: 5, total: 2 } });

const stageEntered = {
	kind: 'stage_entered' as const,
	journey: 'five_stage',
	stages: [],
	movements: [],
};
const notApplied = { kind: 'touchpoint_not_applied' as const, afterMs: MINUTE_MS };
const waitResolved = { kind: 'wait_resolved' as const, wait: '', outcomes: [] };

/** Columns by which a row says whose it is. */
const PERSONAL = /(^|_)(customer_id|journey_id|touchpoint_id|identity_key|loser_id|winner_id)$/;

/** Tables that have such a column, and hold nothing of a person who was erased for another reason than that rows were deleted. */
const NOT_OF_ONE_CUSTOMER: readonly string[] = [];

/** What every store must do for customers as people. `openNew` gives a new, empty store. */
export function describeCustomerStore(name: string, openNew: () => Promise<OpenedStore>): void {
	describe(`customers on ${name}`, () => {
		const opened: OpenedStore[] = [];
		const openBoth = async (): Promise<OpenedStore> => {
			const one = await openNew();
			opened.push(one);
			return one;
		};
		const open = async (): Promise<JourneyStore> => (await openBoth()).store;
		const closeAll = async (): Promise<void> => {
			await Promise.all(opened.splice(0).map(async ({ store }) => await store.close()));
		};
		afterEach(closeAll);

		const consentOf = async (store: JourneyStore, who: Identity) =>
			(await store.getContext(who, 0, NOON))?.consent;
		const customerOf = async (store: JourneyStore, who: Identity) =>
			(await store.getContext(who, 0, NOON))?.customerId;

		describe('consent', () => {
			it('counts from the moment a refusal is accepted, before it is recorded', async () => {
				const store = await open();
				await store.record([touchpoint('1', says('granted'))], options);
				const refusal = touchpoint('2', { occurredAt: NOON + 1, ...says('denied') });
				await store.accept([refusal]);
				const who = email('charlotte@example.com');
				expect(await consentOf(store, who)).toEqual({ 'marketing.email': 'denied' });
				await store.record([refusal], options);
				expect(await consentOf(store, who)).toEqual({ 'marketing.email': 'denied' });
			});

			it('counts a complaint that its source did not translate', async () => {
				const store = await open();
				const complaint = touchpoint('1', { type: 'email_marked_as_spam', channel: 'email' });
				await store.record([complaint], options);
				expect(await consentOf(store, email('charlotte@example.com'))).toEqual({
					'marketing.email': 'denied',
				});
			});

			it('never counts what a test says', async () => {
				const store = await open();
				await store.record([touchpoint('1')], options);
				await store.accept([touchpoint('2', { test: true, ...says('denied') })]);
				expect(await consentOf(store, email('charlotte@example.com'))).toEqual({});
			});

			it('keeps the refusal under one identity when its customer is merged with one who permits', async () => {
				const store = await open();
				await store.record(
					[
						touchpoint('1', { identities: [email('a@example.com')], ...says('denied') }),
						touchpoint('2', {
							identities: [email('b@example.com'), cookie('b')],
							occurredAt: NOON + MINUTE_MS,
							...says('granted'),
						}),
					],
					options,
				);
				expect(await consentOf(store, cookie('b'))).toEqual({ 'marketing.email': 'granted' });
				await store.mergeCustomers(email('a@example.com'), cookie('b'), NOON);
				expect(await consentOf(store, cookie('b'))).toEqual({ 'marketing.email': 'denied' });
				const again = touchpoint('3', {
					identities: [email('a@example.com')],
					occurredAt: NOON + 2 * MINUTE_MS,
					...says('granted'),
				});
				await store.record([again], options);
				expect(await consentOf(store, cookie('b'))).toEqual({ 'marketing.email': 'granted' });
			});

			it('lets the latest word count on a channel, of those on it and those on all', async () => {
				const store = await open();
				const people = [external('7'), email('a@example.com'), phone('+302101234567')];
				const said = [
					touchpoint('1', { identities: people, ...says('denied', 'all') }),
					touchpoint('2', {
						identities: people.slice(0, 2),
						occurredAt: NOON + 1,
						...says('granted'),
					}),
				];
				await store.record(said, options);
				expect(await consentOf(store, external('7'))).toMatchObject({
					'marketing.all': 'denied',
					'marketing.email': 'granted',
					'marketing.sms': 'denied',
				});
				const last = { identities: [external('7')], occurredAt: NOON + 2 };
				await store.record([touchpoint('3', { ...last, ...says('denied', 'all') })], options);
				expect(await consentOf(store, external('7'))).toMatchObject({
					'marketing.all': 'denied',
					'marketing.email': 'denied',
				});
			});

			it('lets somebody subscribe again who was refused by hand', async () => {
				const store = await open();
				const identities = [external('7'), email('a@example.com'), cookie('b')];
				await store.record([touchpoint('1', { identities })], options);
				const byHand = { identities, source: 'manual', occurredAt: NOON + 1 };
				await store.noteForCustomer(touchpoint('2', { ...byHand, ...says('denied') }), NOON + 1);
				expect(await consentOf(store, cookie('b'))).toEqual({ 'marketing.email': 'denied' });
				const form = { identities: [email('a@example.com')], occurredAt: NOON + 2 };
				await store.record([touchpoint('3', { ...form, ...says('granted') })], options);
				expect(await consentOf(store, cookie('b'))).toEqual({ 'marketing.email': 'granted' });
			});

			it('is filled from the facts when a store is older than the words', async () => {
				const { store, database } = await openBoth();
				const facts = Array.from({ length: 1100 }, (_, n) =>
					touchpoint(String(n), {
						identities: [email(`${n}@example.com`)],
						...(n % 2 === 0 ? says('denied') : { type: 'unsubscribed', channel: 'sms' as const }),
					}),
				);
				await store.record(
					[...facts, touchpoint('silent'), touchpoint('t', { test: true })],
					options,
				);
				const read = async () =>
					await database.read(
						async (transaction) =>
							await transaction.all(
								'SELECT * FROM consent_word ORDER BY identity_key, purpose, channel, touchpoint_id',
								[],
							),
					);
				const kept = await read();
				expect(kept).toHaveLength(1100);
				await database.write(async (transaction) => {
					await run(transaction, 'DELETE FROM consent_word', []);
					await keepConsentOfEarlierTouchpoints(transaction);
				});
				expect(await read()).toEqual(kept);
			});

			it('is the same for every order of words and merges', async () => {
				const store = await open();
				let plays = 0;
				const words = fc.array(
					fc.record({
						who: fc.integer({ min: 0, max: 2 }),
						which: fc.constantFrom([0], [1], [0, 1]),
						minute: fc.integer({ min: 0, max: 3 }),
						channel: fc.constantFrom('email' as const, 'sms' as const, 'all' as const),
						status: fc.constantFrom('granted' as const, 'denied' as const),
						id: fc.uuid(),
					}),
					{ minLength: 1, maxLength: 8 },
				);
				const acts = words.chain((all) => {
					const inOrder = [...all, { merge: [0, 1] as const }, { merge: [1, 2] as const }];
					const count = { minLength: inOrder.length, maxLength: inOrder.length };
					return fc.tuple(fc.constant(inOrder), fc.shuffledSubarray(inOrder, count));
				});
				type Act = (typeof acts extends fc.Arbitrary<infer Pair extends readonly unknown[][]>
					? Pair
					: never)[0][number];
				/** Each play has people of its own, so that one store does for all. */
				const play = async (order: readonly Act[]) => {
					const run = ++plays;
					const people = [
						[email(`0-${run}@example.com`), cookie(`0-${run}`)],
						[email(`1-${run}@example.com`), external(`1-${run}`)],
						[phone(`+30210${1_000_000 + run}`), cookie(`2-${run}`)],
					];
					const hello = people.map((identities, who) =>
						touchpoint(`${run}-hello-${who}`, { identities, occurredAt: NOON - DAY_MS }),
					);
					await store.record(hello, options);
					for (const act of order) {
						if ('merge' in act) {
							const [first, second] = act.merge;
							await store.mergeCustomers(people[first]![0]!, people[second]![0]!, NOON);
							continue;
						}
						const { who, which, minute, channel, status, id } = act;
						const word = touchpoint(`${run}-${id}`, {
							identities: which.map((place) => people[who]![place]!),
							occurredAt: NOON + minute * MINUTE_MS,
							...says(status, channel),
						});
						await store.record([word], options);
					}
					return await consentOf(store, cookie(`0-${run}`));
				};
				await fc.assert(
					fc.asyncProperty(acts, async ([inOrder, shuffled]) => {
						expect(await play(shuffled)).toEqual(await play(inOrder));
					}),
					{ numRuns: runsOn(name, 25) },
				);
			});
		});

		describe('identities', () => {
			it('joins nobody by the mailbox of a role, and keeps it as an address to write to', async () => {
				const store = await open();
				const shared = email('info@example.com');
				const [first, second] = await store.record(
					[
						touchpoint('1', { identities: [external('7', 'shop'), shared] }),
						touchpoint('2', { identities: [external('x', 'crm'), shared] }),
					],
					options,
				);
				expect(first?.customerId).not.toBe(second?.customerId);
				expect(second?.conflicts).toEqual([
					{ identity: 'email:info@example.com', why: 'shared_address' },
				]);
				const context = await store.getContext(external('7', 'shop'), 1, NOON);
				expect(context?.attributes).toEqual({ sharedEmail: 'info@example.com' });
			});

			it('counts a refusal from the shared address for all who use it', async () => {
				const store = await open();
				const shared = email('info@example.com');
				await store.record(
					[
						touchpoint('1', { identities: [external('7'), shared] }),
						touchpoint('2', { identities: [shared], occurredAt: NOON + 1, ...says('denied') }),
					],
					options,
				);
				expect(await consentOf(store, external('7'))).toEqual({ 'marketing.email': 'denied' });
			});

			it('does not know anybody by what ops have blocked, and says so', async () => {
				const store = await open();
				const own = phone('+302101234567');
				await store.record(
					[
						touchpoint('1', {
							identities: [email('a@example.com'), own],
							...says('denied', 'all'),
						}),
					],
					options,
				);
				const customerId = await customerOf(store, own);
				expect(await store.setIdentityRule(own, 'blocked', NOON)).toEqual({
					formerCustomerId: customerId,
				});
				expect(await customerOf(store, own)).toBeUndefined();
				const [alone, beside] = await store.record(
					[
						touchpoint('2', { identities: [own], occurredAt: NOON + 1 }),
						touchpoint('3', { identities: [own, email('b@example.com')], occurredAt: NOON + 2 }),
					],
					options,
				);
				const conflicts = [{ identity: 'phone:+302101234567', why: 'blocked' }];
				expect(alone).toMatchObject({ refusal: 'no_identity', customerId: null, conflicts });
				expect(beside).toMatchObject({ outcome: 'moved', conflicts });
				expect(beside?.customerId).not.toBe(customerId);
				await store.setIdentityRule(own, 'personal', NOON);
				const [again] = await store.record(
					[touchpoint('4', { identities: [own], occurredAt: NOON + 3 })],
					options,
				);
				expect(again?.customerId).toEqual(expect.any(String));
			});

			it('keeps a refusal that stood under an identity when it is blocked', async () => {
				const store = await open();
				const own = phone('+302101234567');
				await store.record(
					[
						touchpoint('1', { identities: [email('a@example.com'), own] }),
						touchpoint('2', { identities: [own], occurredAt: NOON + 1, ...says('denied', 'all') }),
						touchpoint('3', { identities: [own], occurredAt: NOON + 2, ...says('denied', 'sms') }),
					],
					options,
				);
				await store.setIdentityRule(own, 'blocked', NOON);
				expect(await consentOf(store, email('a@example.com'))).toMatchObject({
					'marketing.all': 'denied',
					'marketing.email': 'denied',
				});
			});

			it('gives no customer more identities of a kind than a person has', async () => {
				const store = await open();
				const visits = Array.from({ length: 12 }, (_, n) =>
					touchpoint(`visit-${n}`, {
						identities: [external('7'), email(`${n}@example.com`)],
						occurredAt: NOON + n,
					}),
				);
				const recorded: string[] = [];
				for (const visit of visits) {
					const [result] = await store.record([visit], options);
					recorded.push(
						...(result?.conflicts ?? []).map(({ identity, why }) => `${identity} ${why}`),
					);
				}
				expect(recorded).toEqual([
					'email:10@example.com too_many',
					'email:11@example.com too_many',
				]);
			});

			it('makes no one of two known people who have different ids, whatever names both', async () => {
				const store = await open();
				await store.record(
					['1', '2'].map((id) =>
						touchpoint(id, { identities: [external(id), email(`${id}@example.com`)] }),
					),
					options,
				);
				const both = touchpoint('both', {
					identities: [email('1@example.com'), email('2@example.com')],
					occurredAt: NOON + MINUTE_MS,
				});
				const [result] = await store.record([both], options);
				expect(result?.conflicts).toEqual([
					{ identity: 'email:2@example.com', why: 'other_customer' },
				]);
				expect(await customerOf(store, email('2@example.com'))).not.toBe(
					await customerOf(store, email('1@example.com')),
				);
			});

			it('makes no one of two known people who together have more identities than a person has', async () => {
				const store = await open();
				const addresses = (who: string) =>
					Array.from({ length: 6 }, (_, n) => email(`${who}-${n}@example.com`));
				await store.record(
					['1', '2'].map((who) => touchpoint(who, { identities: addresses(who) })),
					options,
				);
				const both = touchpoint('both', {
					identities: [email('1-0@example.com'), email('2-0@example.com')],
					occurredAt: NOON + MINUTE_MS,
				});
				const [result] = await store.record([both], options);
				expect(result?.conflicts).toEqual([{ identity: 'email:2-0@example.com', why: 'too_many' }]);
			});
		});

		describe('merge', () => {
			it('makes one of two customers by hand, keeps the alias and writes down what moved', async () => {
				const store = await open();
				await store.saveOffer(offer, NOON);
				await store.record(
					[
						touchpoint('1', { identities: [email('a@example.com')], type: 'order_completed' }),
						touchpoint('2', {
							identities: [email('b@example.com')],
							type: 'order_fulfilled',
							occurredAt: NOON + MINUTE_MS,
						}),
					],
					options,
				);
				const winner = await customerOf(store, email('a@example.com'));
				const loser = await customerOf(store, email('b@example.com'));
				await store.issue({
					code: 'CODE1',
					offer,
					customerId: loser!,
					channel: 'email',
					decision: {},
					now: NOON,
				});
				expect(
					await store.mergeCustomers(email('b@example.com'), email('a@example.com'), NOON + 5),
				).toEqual({ ok: true, customerId: winner, mergedId: loser });
				expect(await store.getContext({ customerId: loser! }, 10, NOON)).toMatchObject({
					customerId: winner,
					journeys: [{ stage: 'retention', touchpoints: 2 }],
					offers: [{ code: 'CODE1' }],
				});
				const kept = await store.exportCustomer({ customerId: winner! });
				expect(kept?.aliases).toEqual([loser]);
				expect(kept?.records.merges).toEqual([
					expect.objectContaining({
						loserId: loser,
						winnerId: winner,
						mergedAt: NOON + 5,
						touchpointId: null,
						moved: expect.objectContaining({
							identities: ['email:b@example.com'],
							issuedOffers: 1,
							touchpoints: 1,
						}),
					}),
				]);
				expect(
					await store.mergeCustomers(email('a@example.com'), { customerId: loser! }, NOON),
				).toEqual({ ok: true, customerId: winner, mergedId: null });
			});

			it('writes down which touchpoint merged two customers', async () => {
				const store = await open();
				const both = [email('a@example.com'), cookie('1')];
				for (const [id, identities] of [both.slice(0, 1), both.slice(1), both].entries()) {
					await store.record(
						[touchpoint(String(id), { identities, occurredAt: NOON + id })],
						options,
					);
				}
				const kept = await store.exportCustomer(cookie('1'));
				expect(kept?.records.merges).toMatchObject([{ touchpointId: 'test:2' }]);
			});

			it('refuses two people with different ids in one namespace, and whom it does not know', async () => {
				const store = await open();
				await store.record(
					[
						touchpoint('1', { identities: [external('7')] }),
						touchpoint('2', { identities: [external('8')] }),
					],
					options,
				);
				expect(await store.mergeCustomers(external('7'), external('8'), NOON)).toEqual({
					ok: false,
					why: 'different_people',
					namespaces: ['shop'],
				});
				expect(await store.mergeCustomers(external('9'), external('8'), NOON)).toEqual({
					ok: false,
					why: 'first_unknown',
				});
				expect(await store.mergeCustomers(external('7'), external('9'), NOON)).toEqual({
					ok: false,
					why: 'second_unknown',
				});
				expect(await store.getTotals()).toMatchObject({ customers: 2 });
			});

			it('lets one of many parallel merges of the same two happen', async () => {
				const store = await open();
				await store.record(
					[
						touchpoint('1', { identities: [email('a@example.com')] }),
						touchpoint('2', { identities: [email('b@example.com')] }),
					],
					options,
				);
				const outcomes = await Promise.all(
					Array.from(
						{ length: 8 },
						async () =>
							await store.mergeCustomers(email('a@example.com'), email('b@example.com'), NOON),
					),
				);
				expect(outcomes.filter((outcome) => outcome.ok && outcome.mergedId !== null)).toHaveLength(
					1,
				);
				expect(await store.getTotals()).toMatchObject({ customers: 1, journeys: 1 });
			});
		});

		describe('noteForCustomer', () => {
			it('keeps a fact that moves no journey, once', async () => {
				const store = await open();
				const word = touchpoint('1', {
					source: 'manual',
					type: 'consent_updated',
					...says('denied'),
				});
				const noted = await store.noteForCustomer(word, NOON);
				expect(noted).toEqual({ customerId: expect.any(String), isNew: true });
				expect(await store.noteForCustomer(word, NOON)).toEqual({ ...noted, isNew: false });
				expect(await store.getTotals()).toMatchObject({
					touchpoints: 1,
					notApplied: 0,
					customers: 1,
					journeys: 0,
				});
				const context = await store.getContext(email('charlotte@example.com'), 10, NOON);
				expect(context).toMatchObject({
					consent: { 'marketing.email': 'denied' },
					touchpoints: [{ type: 'consent_updated' }],
				});
			});
		});

		/** A customer of whom every table has something, merged of two, and somebody else. */
		const livedWith = async (): Promise<OpenedStore & { customerId: string }> => {
			const one = await openBoth();
			const { store } = one;
			await store.saveOffer(offer, NOON);
			for (const settings of [stageEntered, waitResolved, notApplied]) {
				await store.subscribe({ id: settings.kind, settings, now: NOON });
			}
			const facts = [
				touchpoint('1', {
					identities: [email('a@example.com')],
					attributes: { city: 'Athens' },
					keys: { account: 'example-ltd', order: 'A-1' },
					type: 'order_completed',
					value: { amount: '20.00', currency: 'EUR' },
					score: 90,
					...says('granted'),
				}),
				touchpoint('2', { identities: [cookie('secret-cookie')], occurredAt: NOON + 1 }),
				touchpoint('3', {
					identities: [email('a@example.com'), cookie('secret-cookie')],
					type: 'order_refunded',
					keys: { order: 'A-1' },
					value: { amount: '5.00', currency: 'EUR' },
					occurredAt: NOON + 2,
					...says('denied'),
				}),
				touchpoint('other', { identities: [external('9'), email('b@example.com')] }),
				touchpoint('contest', {
					identities: [external('7'), email('a@example.com'), email('b@example.com')],
					occurredAt: NOON + 3,
				}),
			];
			for (const fact of facts) await store.record([fact], options);
			const customerId = (await customerOf(store, email('a@example.com')))!;
			for (const code of ['LIVE', 'REDEEMED']) {
				await store.issue({
					code,
					offer,
					customerId,
					channel: 'email',
					decision: { name: 'a@example.com' },
					now: NOON,
				});
			}
			await store.redeem({ code: 'REDEEMED', where: 'web', orderId: 'secret-order', now: NOON });
			await store.assignArm(holdoutOf('offers', 5), customerId, NOON);
			await store.openWaits(
				[
					parkedFor(customerId, '1', {
						openedBy: 'test:1',
						rule: {
							types: ['order_delivered'],
							when: { field: 'keys.order', op: 'eq', value: 'secret-awaited-order' },
						},
						exits: { journey: { definition: 'five_stage', key: 'secret-journey-key' } },
					}),
					continuedByMoment(customerId, 'test:1', { openedBy: 'test:1' }),
				],
				NOON,
			);
			await store.accept([
				touchpoint('queued', { identities: [cookie('secret-cookie')], occurredAt: NOON + 9 }),
			]);
			await store.findMoments({
				subscription: notApplied.kind,
				settings: notApplied,
				thresholds: [],
				after: NOON - DAY_MS,
				now: NOON + DAY_MS,
				limit: 10,
			});
			return { ...one, customerId };
		};

		describe('export', () => {
			it('gives everything: attributes and consent with history, facts, journeys, codes, merges', async () => {
				const { store, customerId } = await livedWith();
				const kept = await store.exportCustomer(email('a@example.com'));
				expect(kept).toMatchObject({
					customerId,
					firstSeenAt: NOON,
					attributes: { city: 'Athens' },
					consent: { 'marketing.email': 'denied' },
					records: {
						identities: [{ value: 'secret-cookie' }, { value: 'a@example.com' }, { value: '7' }],
						issuedOffers: [{ code: 'LIVE' }, { code: 'REDEEMED', orderId: 'secret-order' }],
						journeys: [{ definition: 'five_stage' }],
					},
				});
				expect(kept?.attributeHistory.city).toEqual([
					{ value: 'Athens', occurredAt: NOON, source: 'test', touchpointId: 'test:1' },
				]);
				expect(kept?.records.consentHistory).toHaveLength(2);
				expect(kept?.records.merges).toHaveLength(1);
				const { identityRules, ...lived } = kept?.records ?? {};
				expect(identityRules).toEqual([]);
				for (const [table, rows] of Object.entries(lived))
					expect([table, rows.length]).not.toEqual([table, 0]);
				expect(kept?.touchpoints.map(({ id }) => id)).toEqual([
					'test:1',
					'test:2',
					'test:3',
					'test:contest',
					'test:queued',
				]);
			});

			it('knows every table that holds something of a customer', async () => {
				const { columns } = await openBoth();
				const known = new Map<string, CustomerTable>(
					CUSTOMER_TABLES.map((table) => [table.table, table]),
				);
				const personal = [...(await columns())].filter(([, names]) =>
					names.some((column) => PERSONAL.test(column)),
				);
				const missing = personal.filter(
					([table]) => !known.has(table) && !NOT_OF_ONE_CUSTOMER.includes(table),
				);
				expect(missing).toEqual([]);
				for (const [table, names] of await columns()) {
					const columnsOfIt = known.get(table);
					for (const column of columnsOfIt?.by ?? []) expect(names).toContain(column);
					for (const column of columnsOfIt?.json ?? []) expect(names).toContain(column);
					for (const column of columnsOfIt?.hidden ?? []) expect(names).toContain(column);
				}
			});

			it('says nothing of somebody it does not know', async () => {
				const store = await open();
				expect(await store.exportCustomer(email('a@example.com'))).toBeNull();
				expect(await store.eraseCustomer(email('a@example.com'), NOON)).toBeNull();
			});
		});

		describe('erase', () => {
			/** Every text in every table. */
			const everything = async ({ database, columns }: OpenedStore): Promise<string> => {
				const tables = [...(await columns()).keys()];
				const rows = await database.read(
					async (transaction) =>
						await Promise.all(
							tables.map(async (table) => await transaction.all(`SELECT * FROM ${table}`, [])),
						),
				);
				return JSON.stringify(rows);
			};

			it('leaves nothing of the person in any table, and a proof', async () => {
				const lived = await livedWith();
				const { store, customerId } = lived;
				const before = await everything(lived);
				const proof = await store.eraseCustomer(email('a@example.com'), NOON + DAY_MS);
				expect(proof).toMatchObject({
					erasedAt: NOON + DAY_MS,
					erased: { customers: 2, touchpoints: 5, identities: 3, issuedOffers: 1, waits: 1 },
					keptRedeemedCodes: 1,
				});
				const after = await everything(lived);
				for (const trace of [
					customerId,
					'a@example.com',
					'secret-cookie',
					'secret-order',
					'secret-awaited-order',
					'secret-journey-key',
					'test:1',
					'test:queued',
				]) {
					expect(before).toContain(trace);
					expect(after).not.toContain(trace);
					expect(JSON.stringify(proof)).not.toContain(trace);
				}
				expect(after).toContain('b@example.com');
				expect(await store.exportCustomer({ customerId })).toBeNull();
				expect(await store.exportCustomer({ customerId: 'erased' })).toBeNull();
				expect(await store.getTotals()).toMatchObject({ customers: 1, redeemed: 1 });
			});

			it('ends what waits for the person, and tells it so without naming anybody', async () => {
				const { store, customerId } = await livedWith();
				expect(await store.countWaiting()).toBe(2);
				expect(await store.eraseCustomer({ customerId }, NOON)).toMatchObject({ endedWaits: 2 });
				expect(await store.countWaiting()).toBe(0);
				const [resume] = await store.claimResumes('n8n-1', NOON + MINUTE_MS, MINUTE_MS, 10);
				expect(await store.getWait(resume!.waitId)).toMatchObject({
					customerId: null,
					status: 'exited',
					resolution: { why: 'erased', at: NOON, touchpoint: null },
				});
				for (const subscription of ['wait_resolved', 'stage_entered']) {
					const request = { subscription, now: NOON, leaseMs: MINUTE_MS, limit: 10 };
					const { moments } = await store.claimMoments(request);
					expect(moments.map((moment) => moment.customerId)).not.toContain(customerId);
				}
			});

			it('keeps a redeemed code used up and frees the cap of one that was not', async () => {
				const { store } = await livedWith();
				await store.eraseCustomer(email('a@example.com'), NOON);
				expect(
					await store.redeem({ code: 'REDEEMED', where: 'till', orderId: null, now: NOON }),
				).toMatchObject({ ok: false, why: 'already_redeemed' });
				expect(
					await store.redeem({ code: 'LIVE', where: 'till', orderId: null, now: NOON }),
				).toMatchObject({ ok: false, why: 'unknown_code' });
				const customerId = (await customerOf(store, email('b@example.com')))!;
				const issue = async (code: string) =>
					await store.issue({ code, offer, customerId, channel: 'email', decision: {}, now: NOON });
				expect(await issue('NEXT')).toMatchObject({ ok: true });
				expect(await issue('LAST')).toEqual({ ok: false, why: 'total_cap' });
			});

			it('does not bring the person back when a touchpoint is sent again', async () => {
				const { store } = await livedWith();
				await store.eraseCustomer(email('a@example.com'), NOON);
				const again = touchpoint('1', { identities: [email('a@example.com')], ...says('granted') });
				expect(await store.accept([again])).toMatchObject([{ status: 'duplicate' }]);
				expect(await store.record([again], options)).toMatchObject([
					{ outcome: 'not_applied', refusal: 'erased', customerId: null },
				]);
				expect(await store.noteForCustomer(again, NOON)).toEqual({
					customerId: null,
					isNew: false,
				});
				expect(await store.exportCustomer(email('a@example.com'))).toBeNull();
				expect(await store.getBacklog(10)).toBe(0);
			});

			it('knows the person as a new one by what happens later', async () => {
				const { store } = await livedWith();
				await store.eraseCustomer(email('a@example.com'), NOON);
				const later = touchpoint('new', { identities: [email('a@example.com')] });
				await store.record([later], options);
				expect(await store.getContext(email('a@example.com'), 10, NOON)).toMatchObject({
					consent: {},
					touchpoints: [{ id: 'test:new' }],
				});
			});

			it('leaves the experience figures, which name nobody', async () => {
				const { store } = await livedWith();
				const before = await store.getExperience('five_stage');
				expect(before).toHaveLength(1);
				await store.eraseCustomer(email('a@example.com'), NOON);
				expect(await store.getExperience('five_stage')).toEqual(before);
			});

			it("keeps a refusal that the person's touchpoint said about somebody else's address", async () => {
				const one = await openBoth();
				const { store } = one;
				await store.record(
					[
						touchpoint('1', { identities: [external('7'), email('shared@example.com')] }),
						touchpoint('secret', {
							identities: [external('8'), email('shared@example.com')],
							occurredAt: NOON + 1,
							...says('denied'),
						}),
					],
					options,
				);
				await store.eraseCustomer(external('8'), NOON);
				expect(await consentOf(store, external('7'))).toEqual({ 'marketing.email': 'denied' });
				expect(await everything(one)).not.toContain('test:secret');
			});
		});
	});
}
