import { BUILT_IN_DEFINITIONS } from '../../../journey/stages/built-in';
import type { Touchpoint } from '../../../journey/touchpoint';
import type { JourneyStore, RecordOptions } from '../../../store/journey-store';
import { PARKED_WITHIN_MS } from '../../../store/waits/end';
import type { KeptWait, WaitRequest } from '../../../store/wait-store';
import { email, external, MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';
import { continuedByMoment, parkedFor } from '../../support/wait';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const INSTANCE = 'n8n-1';

const options = (now: number = NOON): RecordOptions => ({
	definition: BUILT_IN_DEFINITIONS.five_stage,
	now,
});

const order = (eventId: string, facts: Partial<Touchpoint> = {}): Touchpoint =>
	touchpoint(eventId, { type: 'order_completed', occurredAt: NOON + MINUTE_MS, ...facts });

/** Of so many waits, the later opened are due the earlier: each an hour before the one opened before. */
function dueInReverse(customerId: string, n: number, count: number): WaitRequest {
	const deadlineAt = NOON + (count - n) * HOUR_MS - 2 * MINUTE_MS;
	return parkedFor(customerId, String(n), { deadlineAt, rule: { types: ['review_posted'] } });
}

/** What every store must do with waits; called like `describeJourneyStore`. */
export function describeWaits(name: string, openNew: () => Promise<JourneyStore>): void {
	describe(`waits on ${name}`, () => {
		let store: JourneyStore;
		let customerId: string;
		beforeEach(async () => {
			store = await openNew();
			const [recorded] = await store.record([touchpoint('opener')], options());
			customerId = recorded?.customerId ?? '';
		});
		afterEach(async () => await store.close());

		const openOne = async (request: WaitRequest, now = NOON): Promise<KeptWait> => {
			const [opened] = await store.openWaits([request], now);
			if (!opened) throw new Error('The store does not know the customer of the test');
			return opened;
		};
		const claim = async (now: number, limit = 10) =>
			await store.claimResumes(INSTANCE, now, MINUTE_MS, limit);

		describe('a touchpoint', () => {
			it('ends the wait of its customer in the transaction that records it', async () => {
				const opened = await openOne(parkedFor(customerId, '1'));
				expect(opened).toMatchObject({ status: 'waiting', resolution: null, delivery: 'parked' });
				expect(await store.countWaiting()).toBe(1);
				const [recorded] = await store.record([order('order')], options(NOON + 2 * MINUTE_MS));
				expect(recorded?.endedWaits).toEqual([opened.id]);
				expect(await store.getWait(opened.id)).toMatchObject({
					status: 'touchpoint',
					resolvedAt: NOON + 2 * MINUTE_MS,
					resolution: {
						why: 'touchpoint',
						at: NOON + MINUTE_MS,
						touchpoint: { id: 'test:order', type: 'order_completed' },
					},
					delivery: 'pending',
				});
				expect(await store.countWaiting()).toBe(0);
			});

			it('of another type or of another customer ends nothing', async () => {
				const opened = await openOne(parkedFor(customerId, '1'));
				await store.record(
					[
						touchpoint('view', { occurredAt: NOON + 1 }),
						order('other', { identities: [email('nathan@example.com')] }),
					],
					options(),
				);
				expect(await store.getWait(opened.id)).toMatchObject({ status: 'waiting' });
			});

			it('that comes after later ones ends the wait all the same, as it would have in order', async () => {
				const opened = await openOne(parkedFor(customerId, '1'));
				await store.record([touchpoint('later', { occurredAt: NOON + 5 * MINUTE_MS })], options());
				const [recorded] = await store.record([order('order')], options());
				expect(recorded).toMatchObject({ late: true, endedWaits: [opened.id] });
			});

			it('more than 72 hours old on arrival ends nothing', async () => {
				const opened = await openOne(
					parkedFor(customerId, '1', { deadlineAt: NOON + 100 * HOUR_MS }),
				);
				const receivedAt = NOON + 74 * HOUR_MS;
				await store.record([order('order', { receivedAt })], options(receivedAt));
				expect(await store.getWait(opened.id)).toMatchObject({ status: 'waiting' });
			});

			it('ends several waits of its customer, each by itself', async () => {
				const opened = await store.openWaits(
					[parkedFor(customerId, '1'), parkedFor(customerId, '2'), parkedFor(customerId, '3')],
					NOON,
				);
				const [recorded] = await store.record([order('order')], options());
				expect([...(recorded?.endedWaits ?? [])].sort()).toEqual(
					opened.map((wait) => wait?.id).sort(),
				);
			});

			it('that was accepted and not recorded ends the wait when it is recorded', async () => {
				await store.accept([order('order')]);
				const opened = await openOne(parkedFor(customerId, '1'), NOON + 2 * MINUTE_MS);
				expect(opened.status).toBe('waiting');
				await store.record([order('order')], options());
				expect(await store.getWait(opened.id)).toMatchObject({ status: 'touchpoint' });
			});
		});

		describe('opening', () => {
			it('looks back: what has happened since the touchpoint that opened it ends it at once', async () => {
				await store.record([order('order')], options());
				const opened = await openOne(parkedFor(customerId, '1'), NOON + 2 * MINUTE_MS);
				expect(opened).toMatchObject({ status: 'touchpoint', delivery: 'done' });
				expect(await claim(NOON + HOUR_MS)).toEqual([]);
			});

			it('does not look further back than it is asked to', async () => {
				await store.record([order('order')], options());
				const lookBackFrom = NOON + MINUTE_MS + 1;
				const opened = await openOne(parkedFor(customerId, '1', { lookBackFrom }));
				expect(opened.status).toBe('waiting');
			});

			it('is not ended by the touchpoint that opened it', async () => {
				const opened = await openOne(
					parkedFor(customerId, '1', {
						rule: { types: ['product_viewed'] },
						openedBy: 'test:opener',
					}),
				);
				expect(opened.status).toBe('waiting');
			});

			it('of one whose deadline has passed ends it at once', async () => {
				const opened = await openOne(
					parkedFor(customerId, '1', {
						deadlineAt: NOON - MINUTE_MS,
						lookBackFrom: NOON - HOUR_MS,
					}),
				);
				expect(opened).toMatchObject({ status: 'timed_out', resolution: { why: 'deadline' } });
			});

			it('twice at once by the same execution is one wait, the first that was asked for', async () => {
				const [first, second] = await store.openWaits(
					[parkedFor(customerId, '1'), parkedFor(customerId, '1', { name: 'another' })],
					NOON,
				);
				expect(first?.wait.name).toBe('order after the offer');
				expect(second).toEqual(first);
				expect(await store.countWaiting()).toBe(1);
			});

			it('again by the same execution gives the same wait, also when it has ended since', async () => {
				const first = await openOne(parkedFor(customerId, '1'));
				expect((await openOne(parkedFor(customerId, '1'))).id).toBe(first.id);
				expect(await store.countWaiting()).toBe(1);
				await store.record([order('order')], options());
				expect(await openOne(parkedFor(customerId, '1'))).toMatchObject({
					id: first.id,
					status: 'touchpoint',
				});
				expect(await claim(NOON + HOUR_MS)).toEqual([]);
			});

			it('the next wait of an execution leaves the one before, which n8n must have continued', async () => {
				const first = await openOne(parkedFor(customerId, '1'));
				const request = parkedFor(customerId, '1');
				if (request.continuation.by !== 'execution') throw new Error('The test parks');
				const execution = { ...request.continuation.execution, runIndex: 1 };
				const second = await openOne({ ...request, continuation: { by: 'execution', execution } });
				expect(second.id).not.toBe(first.id);
				expect(await store.getWait(first.id)).toMatchObject({
					status: 'timed_out',
					delivery: 'gone',
				});
			});

			it('leaves what the execution before was to be told of, too, and nothing of another n8n', async () => {
				const first = await openOne(parkedFor(customerId, '1'));
				const request = parkedFor(customerId, '1');
				if (request.continuation.by !== 'execution') throw new Error('The test parks');
				const { execution } = request.continuation;
				const elsewhere = await openOne({
					...request,
					continuation: { by: 'execution', execution: { ...execution, instanceId: 'n8n-2' } },
				});
				await store.record([order('order')], options());
				const next = { ...execution, runIndex: 1 };
				const lookBackFrom = NOON + 2 * MINUTE_MS;
				await openOne({
					customerId,
					wait: { ...request.wait, lookBackFrom },
					continuation: { by: 'execution', execution: next },
				});
				expect(await store.getWait(first.id)).toMatchObject({
					status: 'touchpoint',
					resolvedAt: NOON,
					resolution: { why: 'touchpoint' },
					delivery: 'gone',
				});
				expect(await store.getWait(elsewhere.id)).toMatchObject({ delivery: 'pending' });
			});

			it('for somebody the store does not know gives nothing', async () => {
				expect(await store.openWaits([parkedFor('nobody', '1')], NOON)).toEqual([null]);
			});

			it('of many at once gives each its own place, also where one is asked for twice', async () => {
				const opened = await store.openWaits(
					[
						parkedFor(customerId, '1'),
						parkedFor('nobody', '2'),
						continuedByMoment(customerId, '3'),
						parkedFor(customerId, '1'),
					],
					NOON,
				);
				expect(opened.map((wait) => wait?.delivery ?? null)).toEqual([
					'parked',
					null,
					'none',
					'parked',
				]);
				expect(opened[3]?.id).toBe(opened[0]?.id);
				expect(await store.countWaiting()).toBe(2);
				expect(await store.openWaits([], NOON)).toEqual([]);
			});

			it('of many at once looks back for each by its own customer, time and journey', async () => {
				const nathan = { identities: [email('nathan@example.com')] };
				const aida = { ...options(), definition: BUILT_IN_DEFINITIONS.aida };
				const [, other] = await store.record(
					[
						order('early', { occurredAt: NOON + MINUTE_MS }),
						touchpoint('nathan', { ...nathan, occurredAt: NOON + MINUTE_MS }),
						order('late', { ...nathan, occurredAt: NOON + 5 * MINUTE_MS }),
					],
					aida,
				);
				const now = NOON + 6 * MINUTE_MS;
				const nathanId = other?.customerId ?? '';
				const review = { rule: { types: ['review_posted'] } };
				const leaving = { ...review, exits: { journey: { definition: 'aida' } } };
				const opened = await store.openWaits(
					[
						continuedByMoment(customerId, '1'),
						continuedByMoment(nathanId, '2'),
						continuedByMoment(customerId, '3', { lookBackFrom: NOON + MINUTE_MS + 1 }),
						continuedByMoment(nathanId, '4', { deadlineAt: NOON + 5 * MINUTE_MS - 1 }),
						continuedByMoment(nathanId, '5', leaving),
						continuedByMoment(nathanId, '6', {
							...leaving,
							lookBackFrom: NOON + 5 * MINUTE_MS + 1,
						}),
						continuedByMoment(nathanId, '7', {
							...review,
							exits: { journey: { definition: 'five_stage' } },
						}),
					],
					now,
				);
				const ends = opened.map((wait) => wait?.resolution?.touchpoint?.id ?? wait?.status);
				expect(ends).toEqual([
					'test:early',
					'test:late',
					'waiting',
					'timed_out',
					'test:late',
					'waiting',
					'waiting',
				]);
				expect(opened[4]?.resolution?.why).toBe('goal_reached');
			});
		});

		describe('time', () => {
			it('ends a wait after its deadline and the grace for what is still on its way', async () => {
				const opened = await openOne(parkedFor(customerId, '1'));
				const due = NOON + HOUR_MS + MINUTE_MS;
				expect(await store.nextWaitTime(INSTANCE)).toBe(due);
				expect(await store.timeOutWaits(due - 1, 10)).toBe(0);
				const [recorded] = await store.record(
					[order('too-late', { occurredAt: NOON + HOUR_MS + 1 })],
					options(due - 1),
				);
				expect(recorded?.endedWaits).toEqual([]);
				expect(await store.timeOutWaits(due, 10)).toBe(1);
				expect(await store.getWait(opened.id)).toMatchObject({
					status: 'timed_out',
					resolution: { why: 'deadline', at: NOON + HOUR_MS },
				});
			});

			it('lets a touchpoint of before the deadline win within the grace', async () => {
				const opened = await openOne(parkedFor(customerId, '1'));
				await store.record(
					[order('order', { occurredAt: NOON + HOUR_MS })],
					options(NOON + HOUR_MS + MINUTE_MS - 1),
				);
				expect(await store.getWait(opened.id)).toMatchObject({ status: 'touchpoint' });
			});

			it('ends overdue waits oldest first, as many as asked for', async () => {
				const requests = [3, 1, 2].map((hours) =>
					parkedFor(customerId, String(hours), { deadlineAt: NOON + hours * HOUR_MS }),
				);
				const opened = await store.openWaits(requests, NOON);
				const statuses = async () =>
					await Promise.all(
						opened.map(async (wait) => (await store.getWait(wait?.id ?? ''))?.status),
					);
				expect(await store.timeOutWaits(NOON + 10 * HOUR_MS, 2)).toBe(2);
				expect(await statuses()).toEqual(['waiting', 'timed_out', 'timed_out']);
				expect(await store.timeOutWaits(NOON + 10 * HOUR_MS, 2)).toBe(1);
				expect(await store.timeOutWaits(NOON + 10 * HOUR_MS, 2)).toBe(0);
			});
		});

		describe('leaving', () => {
			const fiveStage = { definition: 'five_stage' };

			it('happens when the journey ends, inside the wait', async () => {
				const aida = { ...options(), definition: BUILT_IN_DEFINITIONS.aida };
				await store.record([touchpoint('opener')], aida);
				const opened = await openOne(
					parkedFor(customerId, '1', {
						rule: { types: ['review_posted'] },
						exits: { journey: { definition: 'aida' } },
					}),
				);
				await store.record([order('order')], options());
				expect(await store.getWait(opened.id)).toMatchObject({ status: 'waiting' });
				const [recorded] = await store.record([order('order')], aida);
				expect(recorded).toMatchObject({ movement: 'completed', endedWaits: [opened.id] });
				expect(await store.getWait(opened.id)).toMatchObject({
					status: 'exited',
					resolution: { why: 'goal_reached', touchpoint: { id: 'test:order' } },
				});
			});

			describe("when a colleague ends their account's journey", () => {
				const buying = {
					...options(),
					definition: {
						...BUILT_IN_DEFINITIONS.aida,
						name: 'buying_group',
						keyKind: 'account' as const,
					},
				};
				const ofAcme = { keys: { account: 'acme' } };
				const exits = { journey: { definition: 'buying_group', key: 'acme' } };
				const rule = { types: ['order_completed'] };
				const bought = order('bought', { ...ofAcme, identities: [email('boss@acme.example')] });

				it('happens inside the wait, without telling who did it', async () => {
					await store.record([touchpoint('member', ofAcme)], buying);
					const [ended, personal, otherKey] = await store.openWaits(
						[
							parkedFor(customerId, '1', { rule, exits }),
							parkedFor(customerId, '2', { rule }),
							parkedFor(customerId, '3', {
								exits: { journey: { definition: 'buying_group', key: 'other' } },
							}),
						],
						NOON,
					);
					const [recorded] = await store.record([bought], buying);
					expect(recorded).toMatchObject({ movement: 'completed', endedWaits: [ended?.id] });
					expect(await store.getWait(ended?.id ?? '')).toMatchObject({
						status: 'exited',
						resolution: { why: 'goal_reached', at: NOON + MINUTE_MS, touchpoint: null },
					});
					for (const wait of [personal, otherKey])
						expect((await store.getWait(wait?.id ?? ''))?.status).toBe('waiting');
				});

				it('goes by the end of the own account, where those of several come in together', async () => {
					await store.record([touchpoint('member', ofAcme)], buying);
					const anyOfThem = { journey: { definition: 'buying_group' } };
					const opened = await openOne(parkedFor(customerId, '1', { rule, exits: anyOfThem }));
					const others = order('others', {
						keys: { account: 'other' },
						identities: [email('boss@other.example')],
						occurredAt: NOON + 1,
					});
					await store.record([others, bought], buying);
					expect(await store.getWait(opened.id)).toMatchObject({
						status: 'exited',
						resolution: { at: bought.occurredAt },
					});
				});

				it('is found by looking back', async () => {
					await store.record([touchpoint('member', ofAcme), bought], buying);
					const parked = parkedFor(customerId, '1', { rule, exits });
					expect(await openOne(parked)).toMatchObject({
						status: 'exited',
						resolution: { why: 'goal_reached', touchpoint: null },
					});
				});

				it('leaves those alone who do not belong to the account', async () => {
					const opened = await openOne(parkedFor(customerId, '1', { rule, exits }));
					await store.record([bought], buying);
					expect((await store.getWait(opened.id))?.status).toBe('waiting');
					const parked = parkedFor(customerId, '2', { rule, exits });
					expect(await openOne(parked)).toMatchObject({ status: 'waiting' });
				});
			});

			it('looks back to an end of the journey too', async () => {
				const aida = { ...options(), definition: BUILT_IN_DEFINITIONS.aida };
				await store.record([touchpoint('opener'), order('order')], aida);
				const facts = {
					rule: { types: ['review_posted'] },
					exits: { journey: { definition: 'aida' } },
				};
				expect(await openOne(parkedFor(customerId, '1', facts))).toMatchObject({
					status: 'exited',
					resolution: { why: 'goal_reached' },
				});
				const other = { ...facts, exits: { journey: { definition: 'aida', key: 'order-1' } } };
				expect(await openOne(parkedFor(customerId, '2', other))).toMatchObject({
					status: 'waiting',
				});
			});

			it('happens by touchpoints of its own and by withdrawn consent', async () => {
				const [byType, byConsent, neither] = await store.openWaits(
					[
						parkedFor(customerId, '1', { exits: { types: ['ticket_opened'] } }),
						parkedFor(customerId, '2', { exits: { consent: 'email' } }),
						parkedFor(customerId, '3', { exits: { consent: 'sms', journey: fiveStage } }),
					],
					NOON,
				);
				await store.record(
					[
						touchpoint('ticket', { type: 'ticket_opened', occurredAt: NOON + 1 }),
						touchpoint('opt-out', {
							type: 'consent_updated',
							occurredAt: NOON + 2,
							consent: [{ channel: 'email', purpose: 'marketing', status: 'denied' }],
						}),
					],
					options(),
				);
				const ofIds = await Promise.all(
					[byType, byConsent, neither].map(async (wait) => await store.getWait(wait?.id ?? '')),
				);
				expect(ofIds.map((wait) => wait?.resolution?.why)).toEqual([
					'exit_touchpoint',
					'consent_withdrawn',
					undefined,
				]);
			});
		});

		describe('two customers found to be one', () => {
			const visitor = external('visitor-1', 'web');

			it('keep their waits, which end by what either does next', async () => {
				const [other] = await store.record(
					[touchpoint('visit', { identities: [visitor] })],
					options(),
				);
				const opened = await openOne(parkedFor(other?.customerId ?? '', '1'));
				await store.record(
					[
						touchpoint('log-in', {
							identities: [visitor, email('charlotte@example.com')],
							occurredAt: NOON + 1,
						}),
					],
					options(),
				);
				expect((await store.getWait(opened.id))?.status).toBe('waiting');
				await store.record([order('order')], options());
				expect(await store.getWait(opened.id)).toMatchObject({ status: 'touchpoint' });
			});

			it('end each other’s waits by what they did before they were found to be one', async () => {
				const opened = await openOne(parkedFor(customerId, '1'));
				await store.record([order('order', { identities: [visitor] })], options());
				expect((await store.getWait(opened.id))?.status).toBe('waiting');
				const [merging] = await store.record(
					[
						touchpoint('log-in', {
							identities: [visitor, email('charlotte@example.com')],
							occurredAt: NOON + 2 * MINUTE_MS,
						}),
					],
					options(),
				);
				expect(merging?.conflicts).toEqual([]);
				expect(await store.getWait(opened.id)).toMatchObject({
					status: 'touchpoint',
					resolution: { touchpoint: { id: 'test:order' } },
				});
			});

			it('may still be asked for by the id that was given up', async () => {
				const [other] = await store.record(
					[touchpoint('visit', { identities: [visitor] })],
					options(),
				);
				const [merged] = await store.record(
					[touchpoint('log-in', { identities: [visitor, email('charlotte@example.com')] })],
					options(),
				);
				const ids = [customerId, other?.customerId ?? ''];
				const lost = ids.find((id) => id !== merged?.customerId) ?? '';
				expect(await openOne(parkedFor(lost, '1'))).toMatchObject({
					customerId: merged?.customerId,
				});
			});
		});

		describe('executions to resume', () => {
			it('are given out once, oldest first, and again when the lease is over', async () => {
				const opened = await store.openWaits(
					[
						parkedFor(customerId, '1'),
						parkedFor(customerId, '2', { rule: { types: ['review_posted'] } }),
					],
					NOON,
				);
				expect(await claim(NOON)).toEqual([]);
				const then = NOON + 3 * MINUTE_MS;
				await store.record([order('order')], options(then));
				await store.record(
					[touchpoint('review', { type: 'review_posted', occurredAt: NOON + 2 * MINUTE_MS })],
					options(then + 1),
				);
				expect(await store.nextWaitTime(INSTANCE)).toBe(then);
				const first = await claim(then + 2);
				expect(first.map(({ waitId, attempt }) => [waitId, attempt])).toEqual(
					opened.map((wait) => [wait?.id, 1]),
				);
				expect(first[0]?.resumeUrl).toContain('/webhook-waiting/1');
				expect(await claim(then + 2)).toEqual([]);
				const again = await claim(then + 2 + MINUTE_MS);
				expect(again.map(({ attempt }) => attempt)).toEqual([2, 2]);
			});

			it('are not given out before n8n can have written down that they are parked', async () => {
				await openOne(parkedFor(customerId, '1'));
				await store.record([order('order')], options(NOON + 1));
				const then = NOON + PARKED_WITHIN_MS;
				expect(await store.nextWaitTime(INSTANCE)).toBe(then);
				expect(await claim(then - 1)).toEqual([]);
				expect(await claim(then)).toHaveLength(1);
			});

			it('are given out soon also where the clock that opened them is ahead', async () => {
				await openOne(parkedFor(customerId, '1', { openedAt: NOON + HOUR_MS }));
				await store.record([order('order')], options(NOON));
				expect(await claim(NOON + PARKED_WITHIN_MS)).toHaveLength(1);
			});

			it('belong to the n8n that parked them', async () => {
				await openOne(parkedFor(customerId, '1'));
				await store.record([order('order')], options());
				expect(await store.claimResumes('n8n-2', NOON + HOUR_MS, MINUTE_MS, 10)).toEqual([]);
				expect(await claim(NOON + HOUR_MS)).toHaveLength(1);
			});

			it('are forgotten when they are settled, and put off when they are postponed', async () => {
				const opened = await openOne(parkedFor(customerId, '1'));
				await store.record([order('order')], options());
				const then = NOON + PARKED_WITHIN_MS;
				expect(await claim(then)).toHaveLength(1);
				await store.postponeResume(opened.id, then + 10);
				expect(await claim(then + 9)).toEqual([]);
				expect(await claim(then + 10)).toHaveLength(1);
				await store.settleResume(opened.id, 'done');
				expect(await claim(NOON + HOUR_MS)).toEqual([]);
				expect(await store.nextWaitTime(INSTANCE)).toBeNull();
				expect(await store.getWait(opened.id)).toMatchObject({ delivery: 'done' });
			});

			it('are given out in the order in which they are due, whatever their ids', async () => {
				const count = 8;
				const requests = Array.from({ length: count }, (_, n) =>
					dueInReverse(customerId, n, count),
				);
				const opened = await store.openWaits(requests, NOON);
				for (let n = 1; n <= count; n++) await store.timeOutWaits(NOON + n * HOUR_MS, 10);
				const claimed = await claim(NOON + DAY_MS);
				expect(claimed.map(({ waitId }) => waitId)).toEqual(
					opened.map((wait) => wait?.id).reverse(),
				);
			});

			it('are settled once, and not before their wait has ended', async () => {
				const opened = await openOne(parkedFor(customerId, '1'));
				await store.settleResume(opened.id, 'gone');
				expect(await store.getWait(opened.id)).toMatchObject({ delivery: 'parked' });
				await store.record([order('order')], options());
				await store.settleResume(opened.id, 'done');
				await store.settleResume(opened.id, 'gone');
				expect(await store.getWait(opened.id)).toMatchObject({ delivery: 'done' });
			});

			it('are looked for when the first of them or of the deadlines is due', async () => {
				const ended = await openOne(parkedFor(customerId, '1'));
				await store.record([order('order')], options(NOON + MINUTE_MS));
				const review = { rule: { types: ['review_posted'] } };
				await openOne(parkedFor(customerId, '2', review));
				expect(await store.nextWaitTime(INSTANCE)).toBe(NOON + MINUTE_MS);
				await store.postponeResume(ended.id, NOON + DAY_MS);
				expect(await store.nextWaitTime(INSTANCE)).toBe(NOON + HOUR_MS + MINUTE_MS);
				expect(await store.nextWaitTime('n8n-2')).toBe(NOON + HOUR_MS + MINUTE_MS);
			});

			it('go to one of two who ask at the same moment', async () => {
				await store.openWaits(
					Array.from({ length: 20 }, (_, index) => parkedFor(customerId, String(index))),
					NOON,
				);
				await store.record([order('order')], options());
				const claimed = await Promise.all(
					Array.from({ length: 4 }, async () => await claim(NOON + MINUTE_MS, 10)),
				);
				const ids = claimed.flat().map(({ waitId }) => waitId);
				expect(ids).toHaveLength(20);
				expect(new Set(ids).size).toBe(20);
			});

			it('do not include waits that go on as a moment', async () => {
				const opened = await openOne(continuedByMoment(customerId, 'batch-1'));
				await store.record([order('order')], options());
				expect(await store.getWait(opened.id)).toMatchObject({
					status: 'touchpoint',
					delivery: 'none',
				});
				expect(await claim(NOON + HOUR_MS)).toEqual([]);
			});
		});

		it('go on as a moment only where no execution is parked, also when they end at once', async () => {
			const settings = { kind: 'wait_resolved', wait: '', outcomes: [] } as const;
			await store.subscribe({ id: 'workflow/node', settings, now: NOON });
			const [, later] = await store.openWaits(
				[parkedFor(customerId, '1'), continuedByMoment(customerId, '1')],
				NOON,
			);
			await store.record([order('order')], options());
			const [, atOnce] = await store.openWaits(
				[parkedFor(customerId, '2'), continuedByMoment(customerId, '2')],
				NOON + 2 * MINUTE_MS,
			);
			const request = { subscription: 'workflow/node', now: NOON + HOUR_MS, leaseMs: 1, limit: 10 };
			const { moments } = await store.claimMoments(request);
			expect(moments.map(({ subject, body }) => [subject, body.status])).toEqual([
				[later?.id, 'touchpoint'],
				[atOnce?.id, 'touchpoint'],
			]);
		});

		describe('when they are over', () => {
			const ended = NOON + 2 * MINUTE_MS;
			const kept = ended + 30 * DAY_MS;
			const there = async (ids: readonly (string | undefined)[]) =>
				await Promise.all(ids.map(async (id) => (await store.getWait(id ?? '')) !== null));

			it('are kept for 30 days, in which the same execution finds them again, and then removed', async () => {
				const request = parkedFor(customerId, '1');
				const opened = await openOne(request);
				await store.record([order('order')], options(ended));
				await store.settleResume(opened.id, 'done');
				await store.timeOutWaits(kept, 10);
				expect(await openOne(request, kept)).toMatchObject({ id: opened.id, status: 'touchpoint' });
				await store.timeOutWaits(kept + 1, 10);
				expect(await store.getWait(opened.id)).toBeNull();
			});

			it('stay while they wait or their execution is still to be resumed, however long', async () => {
				const opened = await store.openWaits(
					[
						parkedFor(customerId, 'waits', {
							deadlineAt: kept + DAY_MS,
							rule: { types: ['none'] },
						}),
						parkedFor(customerId, 'untold'),
						continuedByMoment(customerId, 'told'),
					],
					NOON,
				);
				await store.record([order('order')], options(ended));
				await store.timeOutWaits(kept + 1, 10);
				const ids = opened.map((wait) => wait?.id);
				expect(await there(ids)).toEqual([true, true, false]);
				expect(await claim(kept + 1)).toMatchObject([{ waitId: ids[1] }]);
				await store.settleResume(ids[1] ?? '', 'gone');
				await store.timeOutWaits(kept + 1, 10);
				expect(await there(ids)).toEqual([true, false, false]);
			});

			it('are removed those that ended first, first, and no more at once than asked for', async () => {
				const requests = [3, 1, 2].map((hours) =>
					continuedByMoment(customerId, String(hours), { deadlineAt: NOON + hours * HOUR_MS }),
				);
				const opened = await store.openWaits(requests, NOON);
				for (const hours of [2, 3, 4]) await store.timeOutWaits(NOON + hours * HOUR_MS, 10);
				const ids = opened.map((wait) => wait?.id);
				const later = NOON + 60 * DAY_MS;
				expect(await store.timeOutWaits(later, 2)).toBe(0);
				expect(await there(ids)).toEqual([true, false, false]);
				await store.timeOutWaits(later, 2);
				expect(await there(ids)).toEqual([false, false, false]);
			});
		});

		describe('an execution that is parked', () => {
			it('is told of an erasure by a wait that names nobody, also when it was merged before', async () => {
				const visitor = external('visitor-1', 'web');
				const [other] = await store.record(
					[touchpoint('visit', { identities: [visitor] })],
					options(),
				);
				const waits = await store.openWaits(
					[
						parkedFor(other?.customerId ?? '', 'merged', { openedBy: 'test:visit' }),
						parkedFor(customerId, 'own', { openedBy: 'test:opener' }),
					],
					NOON,
				);
				await store.record(
					[touchpoint('log-in', { identities: [visitor, email('charlotte@example.com')] })],
					options(),
				);
				const erasure = await store.eraseCustomer(
					{ customerId: other?.customerId ?? '' },
					NOON + 1,
				);
				expect(erasure?.endedWaits).toBe(2);
				for (const wait of waits) {
					expect(await store.getWait(wait?.id ?? '')).toMatchObject({
						customerId: null,
						status: 'exited',
						resolution: { why: 'erased', touchpoint: null },
						delivery: 'pending',
					});
					expect((await store.getWait(wait?.id ?? ''))?.wait.openedBy).toBeUndefined();
				}
				expect(await claim(NOON + MINUTE_MS)).toHaveLength(2);
			});

			it('goes on once, for the survivor, when its customer is merged by hand', async () => {
				const [other] = await store.record(
					[order('bought', { identities: [external('visitor-1', 'web')] })],
					options(),
				);
				const opened = await openOne(parkedFor(customerId, '1'));
				const merge = await store.mergeCustomers(
					{ customerId },
					{ customerId: other?.customerId ?? '' },
					NOON + 2 * MINUTE_MS,
				);
				expect(await store.getWait(opened.id)).toMatchObject({
					customerId: merge.ok ? merge.customerId : null,
					status: 'touchpoint',
					resolution: { touchpoint: { id: 'test:bought' } },
				});
				expect(await claim(NOON + HOUR_MS)).toHaveLength(1);
				expect(await claim(NOON + HOUR_MS)).toEqual([]);
			});

			it('comes by again after an erasure and finds the end of its wait, not a new one', async () => {
				const request = parkedFor(customerId, '1');
				const opened = await openOne(request);
				await store.eraseCustomer({ customerId }, NOON + 1);
				expect(await openOne(request, NOON + 2)).toMatchObject({
					id: opened.id,
					status: 'exited',
					resolution: { why: 'erased' },
					delivery: 'done',
				});
				expect(await claim(NOON + MINUTE_MS)).toEqual([]);
			});
		});

		it('of 50 callers who end one wait at the same moment, exactly one does', async () => {
			const opened = await openOne(parkedFor(customerId, '1'));
			const now = NOON + HOUR_MS + MINUTE_MS;
			const endings = await Promise.all([
				...Array.from({ length: 25 }, async (_, index) => {
					const [recorded] = await store.record([order(`order-${index}`)], options(now));
					return recorded?.endedWaits.length ?? 0;
				}),
				...Array.from({ length: 25 }, async () => await store.timeOutWaits(now, 10)),
			]);
			expect(endings.reduce((sum, ended) => sum + ended, 0)).toBe(1);
			expect((await store.getWait(opened.id))?.delivery).toBe('pending');
			expect(await claim(now)).toHaveLength(1);
		}, 120_000);
	});
}
