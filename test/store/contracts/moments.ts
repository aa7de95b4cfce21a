import type { MomentSettings } from '../../../journey/moments/subscription';
import type { Offer } from '../../../journey/offers/offer';
import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { JourneyStore, RecordOptions } from '../../../store/journey-store';
import type { Claim, FindRequest } from '../../../store/moment-store';
import { freeDelivery } from '../../support/offer';
import { email, external, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LEASE_MS = 2 * MINUTE_MS;
const TRIGGER = 'workflow/node';

const definition = BUILT_IN_DEFINITIONS.five_stage;
const options: RecordOptions = { definition, now: NOON };

const anyStage = {
	kind: 'stage_entered',
	journey: 'five_stage',
	stages: [],
	movements: [],
} as const satisfies MomentSettings;
const stalled = {
	kind: 'customer_stalled',
	journey: 'five_stage',
	stages: ['consideration'],
	threshold: { from: 'typed', ms: 3 * DAY_MS },
} as const satisfies MomentSettings;
const expiring = { kind: 'offer_expiring', leadMs: DAY_MS } as const satisfies MomentSettings;
const notApplied = {
	kind: 'touchpoint_not_applied',
	afterMs: 5 * MINUTE_MS,
} as const satisfies MomentSettings;

const delivery = freeDelivery({ endsAt: NOON + 60 * DAY_MS });

async function claim(store: JourneyStore, now: number, limit = 50): Promise<Claim> {
	return await store.claimMoments({ subscription: TRIGGER, now, leaseMs: LEASE_MS, limit });
}

async function subjects(store: JourneyStore, now: number, limit = 50): Promise<readonly string[]> {
	const { moments } = await claim(store, now, limit);
	return moments.map(({ subject }) => subject);
}

function findStalls(now: number, change: Partial<FindRequest> = {}): FindRequest {
	return {
		subscription: TRIGGER,
		settings: stalled,
		thresholds: [
			{
				stage: 'consideration',
				segment: null,
				exceptSegments: [],
				ms: 3 * DAY_MS,
				from: 'typed',
				basis: null,
			},
		],
		after: NOON - 30 * DAY_MS,
		now,
		limit: 100,
		...change,
	};
}

function find(settings: MomentSettings, now: number, after = 0): FindRequest {
	return { subscription: TRIGGER, settings, thresholds: [], after, now, limit: 100 };
}

async function found(store: JourneyStore, request: FindRequest): Promise<number> {
	const { count } = await store.findMoments(request);
	return count;
}

/** Gives `count` people who have just entered consideration, the first first. */
function newPeople(count: number) {
	return Array.from({ length: count }, (_, index) =>
		touchpoint(`person-${String(index).padStart(3, '0')}`, {
			identities: [email(`person-${index}@example.com`)],
		}),
	);
}

/** What every store must do with moments; called for each database with a function that opens a new, empty store. */
export function describeMomentStore(name: string, openNew: () => Promise<JourneyStore>): void {
	describe(`moments on ${name}`, () => {
		const opened: JourneyStore[] = [];
		const open = async (settings?: MomentSettings): Promise<JourneyStore> => {
			const store = await openNew();
			opened.push(store);
			if (settings) await store.subscribe({ id: TRIGGER, settings, now: NOON });
			return store;
		};
		afterEach(async () => {
			await Promise.all(opened.splice(0).map(async (store) => await store.close()));
		});

		describe('stage entered', () => {
			it('is told once, with what moved and when', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1', { type: 'page_viewed' })], options);
				const { moments } = await claim(store, NOON);
				expect(moments).toMatchObject([
					{
						kind: 'stage_entered',
						subject: 'five_stage/test:1',
						attempt: 1,
						dueAt: NOON,
						body: { journey: 'five_stage', stage: 'awareness', from: null, movement: 'entered' },
					},
				]);
				expect(moments[0]?.customerId).not.toBeNull();
				await store.fireMoments(TRIGGER, moments, NOON);
				expect(await subjects(store, NOON + DAY_MS)).toEqual([]);
				expect(await store.countMoments(TRIGGER)).toEqual({
					waiting: 0,
					fired: 1,
					cancelled: 0,
					poisoned: 0,
				});
			});

			it('is not told of a touchpoint that moves nothing, nor twice of the same', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1')], options);
				await store.record([touchpoint('1')], options);
				await store.record([touchpoint('2', { occurredAt: NOON + 1 })], options);
				expect(await subjects(store, NOON)).toEqual(['five_stage/test:1']);
			});

			it('is told only of the stages and movements that were chosen', async () => {
				const store = await open({
					...anyStage,
					stages: ['purchase', 'awareness'],
					movements: ['advanced'],
				});
				await store.record(
					[
						touchpoint('1', { type: 'page_viewed' }),
						touchpoint('2', { occurredAt: NOON + 1 }),
						touchpoint('3', { type: 'order_completed', occurredAt: NOON + 2 }),
					],
					options,
				);
				expect(await subjects(store, NOON)).toEqual(['five_stage/test:3']);
			});

			it('is not told of another journey', async () => {
				const store = await open({ ...anyStage, journey: 'aida' });
				await store.record([touchpoint('1')], options);
				expect(await subjects(store, NOON)).toEqual([]);
			});

			it('is not told of a late touchpoint, whether it moves history or is only old', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1', { type: 'order_completed' })], options);
				await store.record(
					[touchpoint('2', { type: 'page_viewed', occurredAt: NOON - HOUR_MS, receivedAt: NOON })],
					options,
				);
				await store.record(
					[
						touchpoint('3', {
							identities: [email('nathan@example.com')],
							occurredAt: NOON - 4 * DAY_MS,
							receivedAt: NOON,
						}),
					],
					options,
				);
				expect(await subjects(store, NOON)).toEqual(['five_stage/test:1']);
			});

			it('is written with the fact or not at all', async () => {
				const store = await open(anyStage);
				const broken = touchpoint('2', { channel: undefined as never });
				await expect(store.record([touchpoint('1'), broken], options)).rejects.toThrow();
				expect(await subjects(store, NOON)).toEqual([]);
			});

			it('costs nothing where no trigger asks, and is not told of what was before it asked', async () => {
				const store = await open();
				await store.record([touchpoint('1')], options);
				await store.subscribe({ id: TRIGGER, settings: anyStage, now: NOON + 1 });
				expect(await subjects(store, NOON + DAY_MS)).toEqual([]);
			});

			it('is told to each trigger that asks', async () => {
				const store = await open(anyStage);
				await store.subscribe({ id: 'other', settings: anyStage, now: NOON });
				await store.record([touchpoint('1')], options);
				await store.fireMoments(TRIGGER, (await claim(store, NOON)).moments, NOON);
				const other = { subscription: 'other', now: NOON, leaseMs: LEASE_MS, limit: 5 };
				expect((await store.claimMoments(other)).moments).toHaveLength(1);
			});

			it('goes to the survivor of a merge, once', async () => {
				const store = await open(anyStage);
				const anonymous = touchpoint('1', { identities: [external('cart-1')] });
				const known = touchpoint('2', { type: 'page_viewed', occurredAt: NOON + 1 });
				const both = touchpoint('3', {
					occurredAt: NOON + 2,
					identities: [external('cart-1'), email('charlotte@example.com')],
				});
				await store.record([anonymous], options);
				await store.record([known], options);
				await store.record([both], options);
				const context = await store.getContext(email('charlotte@example.com'), 0, NOON);
				const { moments } = await claim(store, NOON);
				expect(moments.map(({ subject }) => subject).sort()).toEqual([
					'five_stage/test:1',
					'five_stage/test:2',
				]);
				expect(new Set(moments.map(({ customerId }) => customerId))).toEqual(
					new Set([context?.customerId]),
				);
				expect(new Set(moments.map(({ journeyId }) => journeyId)).size).toBe(1);
			});
		});

		it('is gone with a customer who is erased, also out of the hands of a claimer', async () => {
			const store = await open(anyStage);
			await store.record(newPeople(2), options);
			const { moments } = await claim(store, NOON, 1);
			const [first] = moments;
			await store.eraseCustomer({ customerId: first?.customerId ?? '' }, NOON);
			await store.fireMoments(TRIGGER, moments, NOON);
			expect(await store.countMoments(TRIGGER)).toMatchObject({ waiting: 1, fired: 0 });
			expect(await subjects(store, NOON + DAY_MS)).toEqual(['five_stage/test:person-001']);
		});

		describe('customer stalled', () => {
			it('is told once of a stay that goes on for too long, with the threshold', async () => {
				const store = await open(stalled);
				await store.record([touchpoint('1')], options);
				const due = NOON + 3 * DAY_MS;
				expect(await found(store, findStalls(due - 1))).toBe(0);
				expect(await found(store, findStalls(due))).toBe(1);
				expect(await found(store, findStalls(due + 1))).toBe(0);
				const { moments } = await claim(store, due);
				expect(moments).toMatchObject([
					{
						kind: 'customer_stalled',
						dueAt: due,
						body: {
							stage: 'consideration',
							enteredAt: NOON,
							threshold: { ms: 3 * DAY_MS, from: 'typed', basis: null },
						},
					},
				]);
				await store.fireMoments(TRIGGER, moments, due);
				expect(await found(store, findStalls(due + DAY_MS))).toBe(0);
				expect(await subjects(store, due + 40 * DAY_MS)).toEqual([]);
			});

			it('is cancelled when the customer moves on before it is told', async () => {
				const store = await open(stalled);
				await store.record([touchpoint('1')], options);
				const due = NOON + 3 * DAY_MS;
				await store.findMoments(findStalls(due));
				await store.record(
					[touchpoint('2', { type: 'order_completed', occurredAt: due })],
					options,
				);
				expect(await claim(store, due)).toMatchObject({ moments: [], cancelled: 1 });
				expect(await store.countMoments(TRIGGER)).toMatchObject({ cancelled: 1, waiting: 0 });
			});

			it('is told of the survivor after a merge of the journeys', async () => {
				const store = await open(stalled);
				await store.record([touchpoint('1', { identities: [external('cart-1')] })], options);
				const due = NOON + 3 * DAY_MS;
				await store.findMoments(findStalls(due));
				const later = { occurredAt: due - HOUR_MS, receivedAt: due - HOUR_MS };
				await store.record([touchpoint('2', later)], options);
				const both = [external('cart-1'), email('charlotte@example.com')];
				await store.record([touchpoint('3', { ...later, identities: both })], options);
				const context = await store.getContext(email('charlotte@example.com'), 0, NOON);
				expect((await claim(store, due)).moments).toMatchObject([
					{ subject: 'five_stage/test:1', customerId: context?.customerId },
				]);
			});

			it('looks only at the segment, the stage and the time it is asked for', async () => {
				const store = await open(stalled);
				const inSegment = (id: string, segment: string) =>
					touchpoint(id, { identities: [email(`${id}@example.com`)], attributes: { segment } });
				await store.record([inSegment('a', 'gold'), inSegment('b', 'silver')], options);
				const due = NOON + 3 * DAY_MS;
				const [threshold] = findStalls(due).thresholds;
				if (!threshold) throw new Error('no threshold');
				const looking = async (change: Partial<FindRequest>) =>
					await found(store, findStalls(due, change));
				expect(await looking({ thresholds: [{ ...threshold, stage: 'purchase' }] })).toBe(0);
				expect(await looking({ after: due })).toBe(0);
				expect(await looking({ thresholds: [{ ...threshold, segment: 'gold' }] })).toBe(1);
				const others = { ...threshold, exceptSegments: ['silver'] };
				expect(await looking({ thresholds: [others] })).toBe(0);
				expect(await looking({ thresholds: [threshold] })).toBe(1);
			});

			it('looks only at the journey it is asked for, though another has a stage of that name', async () => {
				const store = await open(stalled);
				const other = { ...definition, name: 'other_journey' };
				await store.record([touchpoint('1')], { ...options, definition: other });
				const due = NOON + 3 * DAY_MS;
				expect(await found(store, findStalls(due))).toBe(0);
				const settings = { ...stalled, journey: 'other_journey' };
				expect(await found(store, findStalls(due, { settings }))).toBe(1);
			});

			it('finds the longest stays first, no more than it is asked for', async () => {
				const store = await open(stalled);
				const people = newPeople(5).map((one, index) => ({
					...one,
					occurredAt: NOON - index * MINUTE_MS,
				}));
				await store.record(people, options);
				const due = NOON + 3 * DAY_MS;
				expect(await store.findMoments(findStalls(due, { limit: 2 }))).toEqual({
					count: 2,
					lastDueAt: due - 3 * MINUTE_MS,
				});
				expect(await subjects(store, due)).toEqual([
					'five_stage/test:person-004',
					'five_stage/test:person-003',
				]);
				expect(await found(store, findStalls(due, { limit: 10 }))).toBe(3);
			});
		});

		describe('offer expiring', () => {
			const issued = async (store: JourneyStore, code: string, change: Partial<Offer> = {}) => {
				await store.record([touchpoint('1')], options);
				const context = await store.getContext(email('charlotte@example.com'), 0, NOON);
				const offer = { ...delivery, ...change };
				await store.saveOffer(offer, NOON);
				const customerId = context?.customerId ?? '';
				await store.issue({ code, offer, customerId, channel: 'email', decision: {}, now: NOON });
				return customerId;
			};

			it('is told once, a while before the end', async () => {
				const store = await open(expiring);
				const customerId = await issued(store, 'CODE-1');
				const due = NOON + 6 * DAY_MS;
				expect(await found(store, find(expiring, due - 1))).toBe(0);
				expect(await found(store, find(expiring, due))).toBe(1);
				const { moments } = await claim(store, due);
				expect(moments).toMatchObject([
					{
						customerId,
						dueAt: due,
						body: { code: 'CODE-1', offerId: 'free-delivery', expiresAt: NOON + 7 * DAY_MS },
					},
				]);
				await store.fireMoments(TRIGGER, moments, due);
				expect(await found(store, find(expiring, due + HOUR_MS))).toBe(0);
			});

			it('is cancelled when the code is redeemed or has ended before it is told', async () => {
				const store = await open(expiring);
				await issued(store, 'CODE-1');
				const due = NOON + 6 * DAY_MS;
				await store.findMoments(find(expiring, due));
				await store.redeem({ code: 'CODE-1', where: 'shop', orderId: null, now: due });
				expect(await claim(store, due)).toMatchObject({ moments: [], cancelled: 1 });
				expect(await found(store, find(expiring, due))).toBe(0);
			});

			it('is not told of a code that has ended, nor of one that lives no longer than the warning', async () => {
				const store = await open(expiring);
				await issued(store, 'CODE-1');
				expect(await found(store, find(expiring, NOON + 7 * DAY_MS))).toBe(0);
				await issued(store, 'CODE-2', { id: 'today', codeLifeMs: DAY_MS });
				expect(await found(store, find(expiring, NOON + HOUR_MS))).toBe(0);
			});

			it('is not told of what was due before the subscription began', async () => {
				const store = await open(expiring);
				await issued(store, 'CODE-1');
				const due = NOON + 6 * DAY_MS;
				expect(await found(store, find(expiring, due + HOUR_MS, due))).toBe(0);
				expect(await found(store, find(expiring, due + HOUR_MS, due - 1))).toBe(1);
			});
		});

		describe('touchpoint not applied', () => {
			it('brings back, once, what was accepted before the subscription and never applied', async () => {
				const store = await open();
				await store.accept([touchpoint('1'), touchpoint('2', { test: true })]);
				const due = NOON + 5 * MINUTE_MS;
				await store.subscribe({ id: TRIGGER, settings: notApplied, now: due });
				expect(await found(store, find(notApplied, due - 1))).toBe(0);
				expect(await found(store, find(notApplied, due))).toBe(1);
				const { moments } = await claim(store, due);
				expect(moments).toMatchObject([
					{ subject: 'test:1', customerId: null, touchpoint: touchpoint('1') },
				]);
				await store.fireMoments(TRIGGER, moments, due);
				expect(await found(store, find(notApplied, due + DAY_MS))).toBe(0);
			});

			it('is cancelled when the touchpoint is applied before it is told', async () => {
				const store = await open(notApplied);
				await store.accept([touchpoint('1')]);
				const due = NOON + 5 * MINUTE_MS;
				await store.findMoments(find(notApplied, due));
				await store.record([touchpoint('1')], options);
				expect(await claim(store, due)).toMatchObject({ moments: [], cancelled: 1 });
			});

			it('does not come again because somebody changed the minutes', async () => {
				const store = await open(notApplied);
				await store.accept([touchpoint('1')]);
				await store.findMoments(find(notApplied, NOON + HOUR_MS));
				const { moments } = await claim(store, NOON + HOUR_MS);
				await store.fireMoments(TRIGGER, moments, NOON + HOUR_MS);
				const sooner: MomentSettings = { ...notApplied, afterMs: MINUTE_MS };
				await store.subscribe({ id: TRIGGER, settings: sooner, now: NOON + HOUR_MS });
				expect(await found(store, find(sooner, NOON + DAY_MS))).toBe(0);
			});
		});

		describe('claiming', () => {
			it('gives the oldest first, no more than asked for, and says when the next is due', async () => {
				const store = await open(anyStage);
				const people = newPeople(5);
				for (const [index, person] of people.entries())
					await store.record([person], { ...options, now: NOON + 5 - index });
				expect(await claim(store, NOON)).toMatchObject({ moments: [], nextDueAt: NOON + 1 });
				expect(await subjects(store, NOON + 5, 2)).toEqual([
					'five_stage/test:person-004',
					'five_stage/test:person-003',
				]);
				expect(await subjects(store, NOON + 5, 50)).toHaveLength(3);
				expect(await claim(store, NOON + 5)).toMatchObject({ moments: [], nextDueAt: null });
			});

			it('shares among many claimers without overlap', async () => {
				const store = await open(anyStage);
				await store.record(newPeople(60), options);
				const claims = await Promise.all(
					Array.from({ length: 8 }, async () => await subjects(store, NOON, 10)),
				);
				const all = claims.flat();
				expect(new Set(all).size).toBe(all.length);
				expect(all).toHaveLength(60);
			});

			it('gives back with the next attempt, alone, what nobody settled before the lease ended', async () => {
				const store = await open(anyStage);
				await store.record(newPeople(3), options);
				expect(await subjects(store, NOON)).toHaveLength(3);
				expect(await subjects(store, NOON + LEASE_MS - 1)).toEqual([]);
				const { moments } = await claim(store, NOON + LEASE_MS);
				expect(moments).toMatchObject([{ subject: 'five_stage/test:person-000', attempt: 2 }]);
				expect(await subjects(store, NOON + LEASE_MS)).toEqual(['five_stage/test:person-001']);
			});

			it('lets nobody settle or hold what has gone to somebody else since', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1')], options);
				const first = (await claim(store, NOON)).moments;
				const second = (await claim(store, NOON + LEASE_MS)).moments;
				await store.fireMoments(TRIGGER, first, NOON + LEASE_MS);
				await store.renewMoments(TRIGGER, first, NOON + DAY_MS);
				await store.releaseMoments(TRIGGER, first);
				expect(await store.failMoments(TRIGGER, first, NOON + DAY_MS)).toBe(0);
				expect(await store.countMoments(TRIGGER)).toMatchObject({ waiting: 1, fired: 0 });
				expect((await claim(store, NOON + 2 * LEASE_MS)).moments).toMatchObject([{ attempt: 3 }]);
				expect(second).toMatchObject([{ attempt: 2 }]);
			});

			it('holds on for as long as the lease is renewed', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1')], options);
				const { moments } = await claim(store, NOON);
				await store.renewMoments(TRIGGER, moments, NOON + 2 * LEASE_MS);
				expect(await subjects(store, NOON + LEASE_MS)).toEqual([]);
				expect(await subjects(store, NOON + 2 * LEASE_MS)).toHaveLength(1);
			});

			it('gives released moments again at once, as if nothing had been', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1')], options);
				const { moments } = await claim(store, NOON);
				await store.releaseMoments(TRIGGER, moments);
				expect((await claim(store, NOON)).moments).toEqual(moments);
			});

			it('sets aside after five failures, with longer and longer pauses, and goes on with the others', async () => {
				const store = await open(anyStage);
				await store.record(newPeople(2), options);
				let now = NOON;
				const { moments } = await claim(store, now);
				await store.failMoments(TRIGGER, moments, now);
				const pauses: number[] = [];
				for (let attempt = 2; attempt <= 5; attempt++) {
					let waited = 0;
					let bad = await claim(store, now);
					for (; bad.moments.length === 0; bad = await claim(store, now)) {
						now += MINUTE_MS;
						waited++;
					}
					pauses.push(waited);
					expect(bad.moments).toMatchObject([{ subject: 'five_stage/test:person-000', attempt }]);
					const aside = await store.failMoments(TRIGGER, bad.moments, now);
					expect(aside).toBe(attempt === 5 ? 1 : 0);
					if (attempt > 2) continue;
					const good = await claim(store, now);
					expect(good.moments).toMatchObject([{ subject: 'five_stage/test:person-001' }]);
					await store.fireMoments(TRIGGER, good.moments, now);
				}
				expect(pauses).toEqual([2, 8, 32, 128]);
				expect(await subjects(store, now + 30 * DAY_MS)).toEqual([]);
				expect(await store.countMoments(TRIGGER)).toEqual({
					waiting: 0,
					fired: 1,
					cancelled: 0,
					poisoned: 1,
				});
			});

			it('sets aside what brought the process down five times', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1')], options);
				for (let attempt = 1; attempt <= 5; attempt++)
					expect(await subjects(store, NOON + (attempt - 1) * LEASE_MS)).toHaveLength(1);
				expect(await claim(store, NOON + 5 * LEASE_MS)).toMatchObject({
					moments: [],
					poisoned: 1,
				});
			});
		});

		describe('subscriptions', () => {
			it('go on over a restart, and begin anew with other settings', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1')], options);
				const again = { id: TRIGGER, settings: anyStage, now: NOON + DAY_MS };
				expect(await store.subscribe(again)).toEqual({ since: NOON });
				expect(await store.countMoments(TRIGGER)).toMatchObject({ waiting: 1 });
				const other: MomentSettings = { ...anyStage, stages: ['purchase'] };
				expect(await store.subscribe({ ...again, settings: other })).toEqual({
					since: NOON + DAY_MS,
				});
				expect(await store.countMoments(TRIGGER)).toMatchObject({ waiting: 0 });
			});

			it('are forgotten with their moments when nobody has asked for them in 30 days', async () => {
				const store = await open(anyStage);
				await store.record([touchpoint('1')], options);
				const other = { id: 'other', settings: anyStage };
				await store.subscribe({ ...other, now: NOON + 30 * DAY_MS });
				expect(await store.countMoments(TRIGGER)).toMatchObject({ waiting: 1 });
				await store.subscribe({ ...other, now: NOON + 30 * DAY_MS + 1 });
				expect(await store.countMoments(TRIGGER)).toMatchObject({ waiting: 0 });
			});

			it('stand for a published trigger for a day after the node was last there', async () => {
				const store = await open();
				expect(await store.hasMomentTrigger(NOON)).toBe(false);
				const trigger = { id: TRIGGER, settings: anyStage };
				await store.subscribe({ ...trigger, now: NOON });
				expect(await store.hasMomentTrigger(NOON + DAY_MS)).toBe(true);
				expect(await store.hasMomentTrigger(NOON + DAY_MS + 1)).toBe(false);
				await store.subscribe({ ...trigger, now: NOON + DAY_MS });
				expect(await store.hasMomentTrigger(NOON + DAY_MS + 1)).toBe(true);
			});

			it('forget settled moments after 30 days, but not those that would be found again', async () => {
				const store = await open(stalled);
				await store.record(newPeople(2), options);
				const due = NOON + 3 * DAY_MS;
				await store.findMoments(findStalls(due));
				await store.fireMoments(TRIGGER, (await claim(store, due)).moments, due);
				const bought = { type: 'order_completed', occurredAt: due, receivedAt: due };
				const [first] = newPeople(1);
				await store.record(
					[{ ...touchpoint('bought', bought), identities: first?.identities ?? [] }],
					{
						...options,
						now: due,
					},
				);
				const later = due + 30 * DAY_MS + 1;
				await store.subscribe({ id: TRIGGER, settings: stalled, now: later });
				expect(await store.countMoments(TRIGGER)).toMatchObject({ fired: 1 });
				expect(await found(store, findStalls(later))).toBe(0);
				const second = newPeople(2)[1]?.identities ?? [];
				const leaving = { ...bought, occurredAt: later, receivedAt: later };
				await store.record([{ ...touchpoint('left', leaving), identities: second }], {
					...options,
					now: later,
				});
				await store.subscribe({ id: TRIGGER, settings: stalled, now: later + 20 * DAY_MS });
				expect(await store.countMoments(TRIGGER)).toMatchObject({ fired: 1 });
				await store.subscribe({ id: TRIGGER, settings: stalled, now: later + 40 * DAY_MS });
				expect(await store.countMoments(TRIGGER)).toMatchObject({ fired: 0 });
			});

			it('forget that a touchpoint was not applied only once it is', async () => {
				const store = await open(notApplied);
				await store.accept([touchpoint('1')]);
				const due = NOON + 5 * MINUTE_MS;
				await found(store, find(notApplied, due));
				await store.fireMoments(TRIGGER, (await claim(store, due)).moments, due);
				const later = due + 31 * DAY_MS;
				await store.subscribe({ id: TRIGGER, settings: notApplied, now: later });
				expect(await found(store, find(notApplied, later))).toBe(0);
				await store.record([touchpoint('1')], { ...options, now: later });
				await store.subscribe({ id: TRIGGER, settings: notApplied, now: later + 31 * DAY_MS });
				expect(await store.countMoments(TRIGGER)).toMatchObject({ fired: 0 });
			});
		});

		it('gives the stays of all customers, finished or not, to learn from', async () => {
			const store = await open();
			await store.record(
				[
					touchpoint('1', { type: 'page_viewed', attributes: { segment: 'gold' } }),
					touchpoint('2', { occurredAt: NOON + HOUR_MS }),
				],
				options,
			);
			await store.record([touchpoint('3', { identities: [email('nathan@example.com')] })], {
				...options,
				definition: BUILT_IN_DEFINITIONS.aida,
			});
			expect(await store.getStays('five_stage', NOON + DAY_MS)).toEqual([
				{ stage: 'awareness', segment: 'gold', durationMs: HOUR_MS, ended: true },
				{ stage: 'consideration', segment: 'gold', durationMs: DAY_MS - HOUR_MS, ended: false },
			]);
		});

		describe('who moments are about', () => {
			it('is told of many at once as their whole contexts would tell it', async () => {
				const store = await open();
				const attributes = { segment: 'gold', language: 'el', timeZone: 'Europe/Athens' };
				const gold = touchpoint('1', {
					attributes,
					identities: [external('42'), email('charlotte@example.com')],
				});
				const [first, second] = await store.record([gold, ...newPeople(1)], options);
				const ids = [first?.customerId ?? '', second?.customerId ?? ''];
				const byAccount = { ...options.definition, name: 'by_account', keyKind: 'account' };
				const ofAcme = touchpoint('2', { keys: { account: 'acme' } });
				await store.record([ofAcme], { ...options, definition: byAccount });
				const people = await store.getPeople([...ids, 'nobody', ids[0] ?? '', 'account:acme']);
				expect([...people.keys()].sort()).toEqual([...ids].sort());
				for (const id of ids) {
					const context = await store.getContext({ customerId: id }, 0, NOON);
					expect(context).toMatchObject({ ...people.get(id) });
				}
				expect(people.get(ids[0] ?? '')).toEqual({
					customerId: ids[0],
					identities: [
						{ kind: 'email', namespace: null, value: 'charlotte@example.com' },
						{ kind: 'external', namespace: 'shop', value: '42' },
					],
					attributes,
					...attributes,
				});
				expect(await store.getPeople([])).toEqual(new Map());
			});

			it('is the survivor of a merge, by the id that was given up', async () => {
				const store = await open();
				const [lost] = await store.record(
					[touchpoint('1', { identities: [external('cart-1')], occurredAt: NOON + 1 })],
					options,
				);
				await store.record([touchpoint('2')], options);
				const both = [external('cart-1'), email('charlotte@example.com')];
				const [merged] = await store.record([touchpoint('3', { identities: both })], options);
				const survivor = merged?.customerId ?? '';
				const people = await store.getPeople([lost?.customerId ?? '', survivor]);
				expect([...people.values()].map(({ customerId }) => customerId)).toEqual(
					[...people.keys()].map(() => survivor),
				);
				expect(people.get(survivor)?.identities).toHaveLength(2);
			});
		});

		describe('a sample', () => {
			it('is taken from what is there and changes nothing', async () => {
				const store = await open();
				for (const settings of [anyStage, stalled, expiring, notApplied])
					expect(await store.sampleMoment(settings, NOON)).toBeNull();
				await store.record([touchpoint('1')], options);
				await store.accept([touchpoint('2')]);
				const context = await store.getContext(email('charlotte@example.com'), 0, NOON);
				const customerId = context?.customerId ?? '';
				await store.saveOffer(delivery, NOON);
				const given = { code: 'CODE-1', offer: delivery, customerId, channel: 'email' };
				await store.issue({ ...given, decision: {}, now: NOON });
				expect(await store.sampleMoment(anyStage, NOON)).toMatchObject({
					customerId,
					body: { stage: 'consideration', type: 'product_viewed', channel: 'web' },
				});
				expect(await store.sampleMoment({ ...anyStage, movements: ['advanced'] }, NOON)).toBeNull();
				expect(await store.sampleMoment(stalled, NOON)).toMatchObject({
					customerId,
					body: { stage: 'consideration', threshold: { from: 'typed' } },
				});
				expect(await store.sampleMoment(expiring, NOON)).toMatchObject({
					customerId,
					body: { code: 'CODE-1' },
				});
				expect(await store.sampleMoment(notApplied, NOON)).toMatchObject({
					touchpoint: touchpoint('2'),
				});
				expect(await store.countMoments(TRIGGER)).toMatchObject({ waiting: 0, fired: 0 });
			});
		});
	});
}
