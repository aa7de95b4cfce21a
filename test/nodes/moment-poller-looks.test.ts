import type { MomentSettings } from '../../journey/moments/subscription';
import { MomentPoller } from '../../nodes/JourneyMomentTrigger/moment-poller';
import type { JourneyStore } from '../../store/journey-store';
import type { ClaimedMoment, FindRequest } from '../../store/moment-store';
import { TestClock } from '../support/test-clock';

const NOW = 1_800_000_000_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PUBLISHED = NOW - 10 * HOUR_MS;
const AT_ONCE = 500;

const expiring = { kind: 'offer_expiring', leadMs: HOUR_MS } as const satisfies MomentSettings;

const moment: ClaimedMoment = {
	...{ subject: 'code', attempt: 1, kind: 'offer_expiring', customerId: 'a', journeyId: null },
	...{ dueAt: NOW, body: {}, touchpoint: null },
};

/** A trigger on a store that says how many moments each look finds, or how many waits it ends. */
function setUp(settings: MomentSettings, counts: number[] = [], moments: ClaimedMoment[] = []) {
	const clock = new TestClock(NOW);
	const looks: { readonly at: number; readonly after: number | null }[] = [];
	const settled: string[] = [];
	const store = {
		subscribe: async () => ({ since: PUBLISHED }),
		findMoments: async ({ after }: FindRequest) => {
			looks.push({ at: clock.now(), after });
			const count = counts.shift() ?? 0;
			return { count, lastDueAt: count > 0 ? NOW - 2 * HOUR_MS : null };
		},
		timeOutWaits: async () => {
			looks.push({ at: clock.now(), after: null });
			return counts.shift() ?? 0;
		},
		claimMoments: jest.fn(async () => ({
			...{ moments: moments.splice(0), cancelled: 0, poisoned: 0, nextDueAt: null },
		})),
		fireMoments: async () => void settled.push('fired'),
		releaseMoments: async () => void settled.push('released'),
	};
	const ended: (() => void)[] = [];
	const begun: string[] = [];
	let prepared: () => void = () => undefined;
	const workflow = {
		prepare: async () => {
			if (moment.kind === settings.kind) await new Promise<void>((done) => (prepared = done));
			return [];
		},
		run: async () => {
			begun.push('begun');
			await new Promise<void>((done) => ended.push(done));
			return true;
		},
		warn: () => undefined,
	};
	const poller = new MomentPoller(store as unknown as JourneyStore, workflow, clock, {
		...{ subscription: 'workflow-1/under-test', settings, batchSize: 50 },
	});
	const prepare = () => prepared();
	return { clock, poller, store, looks, settled, begun, ended, prepare };
}

describe('the looks of a trigger', () => {
	it('reach back to its publication at first and every hour, and an hour between', async () => {
		const { clock, poller, looks } = setUp(expiring);
		await poller.start();
		await clock.advance(HOUR_MS + MINUTE_MS);
		const [first, ...others] = looks;
		expect(first).toEqual({ at: NOW, after: PUBLISHED });
		const whole = others.filter(({ after }) => after === PUBLISHED);
		expect(whole).toHaveLength(1);
		expect(whole[0]?.at).toBeGreaterThanOrEqual(NOW + HOUR_MS);
		for (const { at, after } of others.filter((look) => !whole.includes(look))) {
			// The look is made at the end of a poll for the next one, seconds later.
			expect(at - (after ?? 0)).toBeGreaterThanOrEqual(HOUR_MS);
			expect(at - (after ?? 0)).toBeLessThan(HOUR_MS + MINUTE_MS);
		}
		await poller.stop();
	});

	it('go on at once where there is more than one takes, with others that were due at the same moment', async () => {
		const { clock, poller, looks } = setUp(expiring, [AT_ONCE, 3]);
		await poller.start();
		await clock.advance(1);
		expect(looks).toEqual([
			{ at: NOW, after: PUBLISHED },
			{ at: NOW, after: NOW - 2 * HOUR_MS - 1 },
		]);
		await poller.stop();
	});

	it('pause where what they found cannot be claimed, however much more there is', async () => {
		const { clock, poller, store, looks } = setUp(expiring, [AT_ONCE, AT_ONCE]);
		store.claimMoments.mockRejectedValue(new Error('the disk is full'));
		await poller.start();
		await clock.advance(2_999);
		expect(looks).toHaveLength(1);
		await clock.advance(1);
		expect(looks).toHaveLength(2);
		await poller.stop();
	});

	it('go on at once where more waits are overdue than one takes', async () => {
		const settings = { kind: 'wait_resolved', wait: '', outcomes: [] } as const;
		const { clock, poller, looks } = setUp(settings, [AT_ONCE, AT_ONCE, AT_ONCE - 1]);
		await poller.start();
		await clock.advance(1);
		expect(looks).toHaveLength(3);
		await poller.stop();
	});
});

describe('a trigger that is stopped', () => {
	it('gives back what it was about to tell', async () => {
		const { clock, poller, settled, begun, prepare } = setUp(expiring, [], [moment]);
		await poller.start();
		await clock.advance(1);
		const stopping = poller.stop();
		await clock.settle();
		prepare();
		await clock.settle();
		await stopping;
		expect([begun, settled]).toEqual([[], ['released']]);
	});

	it('waits five seconds for what is at work, and no longer', async () => {
		const { clock, poller, settled, begun, ended, prepare } = setUp(expiring, [], [moment]);
		await poller.start();
		await clock.advance(1);
		prepare();
		await clock.settle();
		expect(begun).toEqual(['begun']);
		let isStopped = false;
		const stopping = poller.stop().then(() => (isStopped = true));
		await clock.advance(4_999);
		expect(isStopped).toBe(false);
		await clock.advance(1);
		expect(isStopped).toBe(true);
		ended.forEach((end) => end());
		await clock.settle();
		await stopping;
		expect(settled).toEqual(['fired']);
	});
});
