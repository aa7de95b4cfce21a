import { MomentPoller } from '../../nodes/JourneyMomentTrigger/moment-poller';
import type { ClaimedMoment } from '../../store/moment-store';
import type { JourneyStore } from '../../store/journey-store';
import { TestClock } from '../support/test-clock';

const NOW = 1_800_000_000_000;
const SECOND_MS = 1_000;

const moment: ClaimedMoment = {
	subject: 'left-1',
	attempt: 1,
	kind: 'touchpoint_not_applied',
	customerId: null,
	journeyId: null,
	dueAt: NOW,
	body: {},
	touchpoint: null,
};

/** A trigger on a store whose every look takes this long, and when it told of what became due at the given time. */
async function toldAfter(dueAt: number, lookTakesMs: number): Promise<number | undefined> {
	const clock = new TestClock(NOW);
	let toldAt: number | undefined;
	const store = {
		subscribe: async () => ({ since: NOW }),
		findMoments: async () => {
			await new Promise<void>((done) => clock.after(lookTakesMs, done));
			return { count: 0, lastDueAt: null };
		},
		claimMoments: async ({ now }: { readonly now: number }) => ({
			moments: now >= dueAt && toldAt === undefined ? [moment] : [],
			cancelled: 0,
			poisoned: 0,
			nextDueAt: null,
		}),
		fireMoments: async () => undefined,
	};
	const workflow = {
		prepare: async () => [],
		run: async () => {
			toldAt = clock.now();
			return true;
		},
		warn: () => undefined,
	};
	const poller = new MomentPoller(store as unknown as JourneyStore, workflow, clock, {
		subscription: 'workflow-1/under-test',
		settings: { kind: 'touchpoint_not_applied', afterMs: 60 * SECOND_MS },
		batchSize: 50,
	});
	await poller.start();
	await clock.advance(60 * SECOND_MS);
	const stopping = poller.stop();
	await clock.advance(10 * SECOND_MS);
	await stopping;
	return toldAt;
}

describe('a trigger on a store that answers slowly', () => {
	// The worst time is just after a look has begun, whose question it missed.
	it.each([0, 500, 1_000, 2_000])(
		'tells within five seconds of what nobody could know, when looks take %i ms',
		async (lookTakesMs) => {
			for (const dueAt of [1, 2_999, 3_001, 7_500, 9_001].map((ms) => NOW + ms)) {
				const toldAt = await toldAfter(dueAt, lookTakesMs);
				expect((toldAt ?? Infinity) - dueAt).toBeLessThanOrEqual(5 * SECOND_MS);
			}
		},
	);

	it('looks again soon when a look took longer than the time between looks', async () => {
		const toldAt = await toldAfter(NOW + 1, 4 * SECOND_MS);
		expect(toldAt).toBe(NOW + 4 * SECOND_MS + 250 + 4 * SECOND_MS);
	});
});
