import fc from 'fast-check';
import { timesOutAt } from '../../../journey/waits/grace';
import { resolveWait, timeOut, type JourneyEnd } from '../../../journey/waits/resolve';
import type { WaitExits } from '../../../journey/waits/wait';
import { MINUTE_MS, NOON, touchpoint } from '../../support/touchpoint';
import { wait } from '../../support/wait';

const HOUR_MS = 60 * MINUTE_MS;

const order = (eventId: string, occurredAt: number) =>
	touchpoint(eventId, { type: 'order_completed', occurredAt });

const endedBy = (eventId: string, movement: JourneyEnd['movement'], key = ''): JourneyEnd => ({
	touchpointId: `test:${eventId}`,
	definition: 'aida',
	key,
	movement,
});

describe('resolveWait', () => {
	it('gives nothing while nothing has happened that it waits for', () => {
		expect(resolveWait(wait(), [touchpoint('view')], [])).toBeNull();
	});

	it('says which touchpoint it was, when and why', () => {
		expect(resolveWait(wait(), [order('a', NOON + 5)], [])).toMatchObject({
			status: 'touchpoint',
			why: 'touchpoint',
			at: NOON + 5,
			touchpoint: { id: 'test:a', type: 'order_completed', channel: 'web', source: 'test' },
		});
	});

	it.each([
		['at the moment it looks back to', NOON, 'touchpoint'],
		['before that', NOON - 1, undefined],
		['at the deadline', NOON + HOUR_MS, 'touchpoint'],
		['after the deadline', NOON + HOUR_MS + 1, undefined],
	])('minds when a touchpoint happened: %s', (_when, at, status) => {
		expect(resolveWait(wait(), [order('a', at)], [])?.status).toBe(status);
	});

	it('passes over tests, what opened it, and what came more than 72 hours late', () => {
		const late = order('late', NOON + 1);
		const touchpoints = [
			{ ...order('test', NOON + 1), test: true },
			order('opener', NOON + 1),
			{ ...late, receivedAt: late.occurredAt + 72 * HOUR_MS + 1 },
		];
		expect(resolveWait(wait({ openedBy: 'test:opener' }), touchpoints, [])).toBeNull();
		expect(
			resolveWait(wait(), [{ ...late, receivedAt: late.occurredAt + 72 * HOUR_MS }], []),
		).not.toBeNull();
	});

	it('passes over what a program did, such as a scanner that opens mail', () => {
		const opened = touchpoint('open', {
			type: 'campaign_opened',
			occurredAt: NOON + 1,
			properties: { machine: true },
		});
		expect(resolveWait(wait({ rule: { types: ['campaign_opened'] } }), [opened], [])).toBeNull();
	});

	it('asks for the conditions of its rule', () => {
		const rule = {
			types: ['order_completed'],
			when: { field: 'keys.order', op: 'eq' as const, value: '5001' },
		};
		const orders = ['5000', '5001'].map((key) => ({
			...order(key, NOON + Number(key)),
			keys: { order: key },
		}));
		expect(resolveWait(wait({ rule }), orders, [])?.touchpoint?.id).toBe('test:5001');
	});

	describe('of one touchpoint that ends it in several ways', () => {
		const exits: WaitExits = {
			types: ['order_completed', 'ticket_opened'],
			journey: { definition: 'aida' },
			consent: 'email',
		};
		const ticket = touchpoint('ticket', {
			type: 'ticket_opened',
			occurredAt: NOON + 1,
			consent: [{ channel: 'all', purpose: 'marketing', status: 'denied' }],
		});

		it.each([
			['being waited for', order('a', NOON + 1), [endedBy('a', 'completed')], 'touchpoint'],
			[
				'the goal',
				ticket,
				[endedBy('ticket', 'exited'), endedBy('ticket', 'completed', 'order-1')],
				'goal_reached',
			],
			['the end of the journey', ticket, [endedBy('ticket', 'exited')], 'journey_exited'],
			['its own exit', ticket, [], 'exit_touchpoint'],
		])('takes %s first', (_what, happened, ends, why) => {
			expect(resolveWait(wait({ exits }), [happened], ends)?.why).toBe(why);
		});

		it('takes withdrawn consent last, for the channel or for all', () => {
			const ofConsent = wait({ exits: { consent: 'email' } });
			expect(resolveWait(ofConsent, [ticket], [])?.why).toBe('consent_withdrawn');
			expect(
				resolveWait(
					ofConsent,
					[
						{
							...ticket,
							consent: [
								{ channel: 'sms', purpose: 'marketing', status: 'denied' },
								{ channel: 'email', purpose: 'transactional', status: 'denied' },
								{ channel: 'email', purpose: 'marketing', status: 'granted' },
							],
						},
					],
					[],
				),
			).toBeNull();
		});
	});

	it.each([
		['an unsubscribing on the channel', 'email_unsubscribed', 'email', 'consent_withdrawn'],
		['a complaint on the channel', 'email_marked_as_spam', 'email', 'consent_withdrawn'],
		['an unsubscribing from everything, on a web page', 'unsubscribed', 'web', 'consent_withdrawn'],
		['a refusal on another channel', 'sms_unsubscribed', 'sms', undefined],
	] as const)('takes %s for withdrawn consent or not', (_what, type, channel, why) => {
		const refusal = touchpoint('refusal', { type, channel, occurredAt: NOON + 1 });
		expect(resolveWait(wait({ exits: { consent: 'email' } }), [refusal], [])?.why).toBe(why);
	});

	it('minds which journey ended', () => {
		const exits = { journey: { definition: 'aida', key: 'order-1' } };
		const happened = [touchpoint('end', { occurredAt: NOON + 1 })];
		const why = (ends: readonly JourneyEnd[]) => resolveWait(wait({ exits }), happened, ends)?.why;
		expect(why([endedBy('end', 'completed', 'order-1')])).toBe('goal_reached');
		expect(why([endedBy('end', 'completed', 'order-2')])).toBeUndefined();
		expect(why([{ ...endedBy('end', 'completed', 'order-1'), definition: 'lifecycle' }])).toBe(
			undefined,
		);
	});

	it('gives the same end whatever the order of the touchpoints, and that of the first', () => {
		const exits = { types: ['ticket_opened'] };
		const happening = fc.record({
			type: fc.constantFrom('order_completed', 'ticket_opened', 'product_viewed'),
			minute: fc.integer({ min: -5, max: 70 }),
			sequence: fc.integer({ min: 0, max: 2 }),
		});
		fc.assert(
			fc.property(
				fc
					.array(happening, { maxLength: 12 })
					.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list.map((_, i) => i)))),
				([list, order]) => {
					const all = list.map(({ type, minute, sequence }, index) =>
						touchpoint(String(index), { type, sequence, occurredAt: NOON + minute * MINUTE_MS }),
					);
					const rest = all.map((_, index) => index).filter((index) => !order.includes(index));
					const shuffled = [...order, ...rest].map((index) => all[index]!);
					const end = resolveWait(wait({ exits }), all, []);
					expect(resolveWait(wait({ exits }), shuffled, [])).toEqual(end);
					const inTime = all.filter(
						({ type, occurredAt }) =>
							type !== 'product_viewed' && occurredAt >= NOON && occurredAt <= NOON + HOUR_MS,
					);
					const first = Math.min(...inTime.map(({ occurredAt }) => occurredAt));
					expect(end?.at ?? Infinity).toBe(first);
				},
			),
		);
	});
});

describe('the time of a wait', () => {
	it.each([
		['an hour', 60 * MINUTE_MS, MINUTE_MS],
		['ten minutes', 10 * MINUTE_MS, MINUTE_MS],
		['a minute', MINUTE_MS, 6_000],
		['three seconds', 3_000, 300],
		['nothing, its deadline being past', -MINUTE_MS, 0],
	])('is over a tenth of it after the deadline, 60 seconds at most: %s', (_what, length, grace) => {
		const deadlineAt = NOON + length;
		expect(timesOutAt(wait({ deadlineAt }))).toBe(deadlineAt + grace);
	});

	it('is over from then on, by its deadline', () => {
		const over = NOON + HOUR_MS + MINUTE_MS;
		expect(timeOut(wait(), over - 1)).toBeNull();
		expect(timeOut(wait(), over)).toEqual({
			status: 'timed_out',
			why: 'deadline',
			at: NOON + HOUR_MS,
			touchpoint: null,
		});
	});
});
