import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import { closeStores, openStore } from '../../store/open-store';
import { email, MINUTE_MS, NOON, touchpoint } from '../support/touchpoint';
import { parkedFor } from '../support/wait';
import { startChild } from './child';
import type { ResolverOrder, ResolverWord } from './resolver';
import { onBothDatabases, progress } from './stores';

const WAITS = 20;
const PROCESSES = 2;
/** In each process: 25, so that 50 callers resolve one wait. */
const BY_TOUCHPOINT = 15;
const BY_DEADLINE = 10;
const HOUR_MS = 60 * MINUTE_MS;
/** The deadlines are hours apart, so that callers who find time over find it for one wait only. */
const deadlineOf = (n: number): number => NOON + (n + 1) * 3 * HOUR_MS;

describe('a wait that 50 callers in two processes resolve at once', () => {
	onBothDatabases((stores) => {
		it('ends once, and its execution is resumed once', async () => {
			const place = await stores.newPlace();
			const store = await openStore(place);
			const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now: NOON };
			const who = Array.from({ length: WAITS }, (_, n) => email(`waiting-${n}@example.com`));
			const customers = await store.record(
				who.map((identity, n) => touchpoint(`first-${n}`, { identities: [identity] })),
				options,
			);
			const opened = await store.openWaits(
				customers.map(({ customerId }, n) =>
					parkedFor(String(customerId), `execution-${n}`, { deadlineAt: deadlineOf(n) }),
				),
				NOON,
			);
			await closeStores();

			let timedOut = 0;
			const resumes: string[] = [];
			const children = await Promise.all(
				Array.from(
					{ length: PROCESSES },
					async (_, own) =>
						await startChild<ResolverOrder, ResolverWord>(
							'resolver',
							{
								store: place,
								instanceId: 'n8n-1',
								waits: who.map((identity, n) => ({
									timeouts: BY_DEADLINE,
									now: deadlineOf(n) + HOUR_MS,
									touchpoints: Array.from({ length: BY_TOUCHPOINT }, (__, caller) =>
										touchpoint(`order-${n}-${own}-${caller}`, {
											type: 'order_completed',
											occurredAt: NOON + MINUTE_MS,
											identities: [identity],
										}),
									),
								})),
							},
							(word) => {
								if ('timedOut' in word) timedOut += word.timedOut;
								else resumes.push(...word.resumes);
							},
						),
				),
			);
			for (const child of children) child.begin();
			await Promise.all(children.map(async ({ ended }) => await ended));

			const after = await openStore(place);
			const ends = await Promise.all(opened.map(async (wait) => await after.getWait(wait!.id)));
			expect(await after.countWaiting()).toBe(0);
			await closeStores();
			const byTouchpoint = ends.filter((end) => end?.status === 'touchpoint').length;
			progress(
				`waits on ${stores.name}: ${byTouchpoint} by a touchpoint, ${timedOut} by the deadline`,
			);
			expect(byTouchpoint + timedOut).toBe(WAITS);
			expect([...resumes].sort()).toEqual(ends.map((end) => end!.id).sort());
		});
	});
});
