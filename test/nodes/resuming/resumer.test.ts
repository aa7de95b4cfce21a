import { postResume, type ResumeAnswer } from '../../../nodes/shared/resuming/post-resume';
import { Resumer } from '../../../nodes/shared/resuming/resumer';
import type { Resume } from '../../../store/wait-store';

/** A clock that stands until it is moved; what is due is then called in order. */
class StandingClock {
	#now = 0;
	#calls: { readonly at: number; readonly call: () => void }[] = [];

	now(): number {
		return this.#now;
	}

	after(pauseMs: number, call: () => void): () => void {
		const entry = { at: this.#now + pauseMs, call };
		this.#calls.push(entry);
		return () => {
			this.#calls = this.#calls.filter((other) => other !== entry);
		};
	}

	/** When it calls next; null when it does not. */
	get next(): number | null {
		return this.#calls.length === 0 ? null : Math.min(...this.#calls.map(({ at }) => at));
	}

	/** Moves to the next call and makes it. */
	step(): void {
		this.#calls.sort((a, b) => a.at - b.at);
		const entry = this.#calls.shift();
		this.#now = entry?.at ?? this.#now;
		entry?.call();
	}

	set(now: number): void {
		this.#now = now;
	}
}

/** Waits that time out and executions to resume, kept as a list. */
class ListedWaits {
	isClosed = false;
	isBroken = false;
	dueAt: number[] = [];
	pending: { waitId: string; at: number; attempt: number }[] = [];
	readonly settled: string[] = [];
	readonly leases: number[] = [];

	async nextWaitTime(): Promise<number | null> {
		if (this.isBroken) throw new Error('the disk is full');
		const times = [...this.dueAt, ...this.pending.map(({ at }) => at)];
		return times.length === 0 ? null : Math.min(...times);
	}

	async timeOutWaits(now: number, limit: number): Promise<number> {
		const due = this.dueAt.filter((at) => at <= now).slice(0, limit);
		this.dueAt = this.dueAt.filter((at) => !due.includes(at));
		this.pending.push(...due.map((at) => ({ waitId: `due-${at}`, at: now, attempt: 0 })));
		return due.length;
	}

	async claimResumes(_: string, now: number, leaseMs: number, limit: number): Promise<Resume[]> {
		this.leases.push(leaseMs);
		const claimed = this.pending.filter(({ at }) => at <= now).slice(0, limit);
		return claimed.map((entry) => {
			entry.at = now + leaseMs;
			entry.attempt++;
			const { waitId, attempt } = entry;
			return { waitId, attempt, name: 'an order', resumeUrl: `http://x/${waitId}`, resolvedAt: 0 };
		});
	}

	async settleResume(waitId: string, delivery: string): Promise<void> {
		this.pending = this.pending.filter((entry) => entry.waitId !== waitId);
		this.settled.push(`${waitId} ${delivery}`);
	}

	async postponeResume(waitId: string, at: number): Promise<void> {
		for (const entry of this.pending) if (entry.waitId === waitId) entry.at = at;
	}
}

function setUp(answer: (resume: Resume) => ResumeAnswer = () => ({ kind: 'resumed' })) {
	const clock = new StandingClock();
	const store = new ListedWaits();
	const posted: string[] = [];
	const warnings: string[] = [];
	const resumer = new Resumer({
		store,
		instanceId: 'n8n-1',
		post: async (resume) => {
			posted.push(resume.waitId);
			return answer(resume);
		},
		warn: (message) => void warnings.push(message),
		clock,
	});
	/** Lets the clock call as often as given, each time until the resumer sleeps again. */
	const steps = async (count: number): Promise<void> => {
		for (let step = 0; step < count; step++) {
			clock.step();
			await resumer.wake();
		}
	};
	return { clock, store, posted, warnings, resumer, steps };
}

describe('a resumer', () => {
	it('resumes what has ended, and settles it', async () => {
		const { store, posted, resumer } = setUp();
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		await resumer.wake();
		expect(posted).toEqual(['a']);
		expect(store.settled).toEqual(['a done']);
	});

	it('ends what is due and resumes it in the same breath', async () => {
		const { clock, store, resumer } = setUp();
		store.dueAt = [900];
		clock.set(1_000);
		await resumer.wake();
		expect(store.settled).toEqual(['due-900 done']);
	});

	it('sleeps until something is due, and five seconds at most', async () => {
		const { clock, store, resumer } = setUp();
		await resumer.wake();
		expect(clock.next).toBe(5_000);
		store.dueAt = [1_200];
		await resumer.wake();
		expect(clock.next).toBe(1_200);
		store.dueAt = [60_000];
		await resumer.wake();
		expect(clock.next).toBe(5_000);
	});

	it('takes ten at a time with a pause between, after downtime', async () => {
		const { clock, store, posted, resumer, steps } = setUp();
		store.dueAt = Array.from({ length: 25 }, (_, index) => index);
		clock.set(1_000_000);
		await resumer.wake();
		expect(posted).toHaveLength(10);
		expect(posted).toEqual(Array.from({ length: 10 }, (_, index) => `due-${index}`));
		expect(clock.next).toBe(1_000_250);
		await resumer.wake();
		expect(posted).toHaveLength(10);
		expect(clock.next).toBe(1_000_250);
		await steps(1);
		expect(posted).toHaveLength(20);
		await steps(1);
		expect(posted).toHaveLength(25);
		expect(new Set(posted).size).toBe(25);
	});

	it('holds an execution for longer than both of its posts may take, so that nobody else posts the same', async () => {
		const { store, resumer } = setUp();
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		await resumer.wake();
		const answersWithin = jest.spyOn(AbortSignal, 'timeout');
		jest.spyOn(global, 'fetch').mockRejectedValue(new TypeError('no network in this test'));
		await postResume({ waitId: 'a', resumeUrl: 'http://n8n.example/webhook-waiting/1' }, {});
		const postsMs = answersWithin.mock.calls.reduce((sum, [ms]) => sum + ms, 0);
		jest.restoreAllMocks();
		expect(answersWithin.mock.calls).toHaveLength(2);
		expect(Math.min(...store.leases)).toBeGreaterThan(postsMs);
	});

	it('goes on when the clock was put back in a pause', async () => {
		const { clock, store, posted, resumer } = setUp();
		store.dueAt = Array.from({ length: 15 }, (_, index) => index);
		clock.set(1_000_000);
		await resumer.wake();
		clock.set(500_000);
		store.pending.forEach((entry) => (entry.at = 0));
		await resumer.wake();
		expect(posted).toHaveLength(15);
	});

	it('settles what is no longer there', async () => {
		const { store, resumer } = setUp(() => ({ kind: 'gone' }));
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		await resumer.wake();
		expect(store.settled).toEqual(['a gone']);
	});

	it('asks a busy execution again soon, then less and less often', async () => {
		const { clock, store, posted, warnings, resumer } = setUp(() => ({ kind: 'busy' }));
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		const pauses: number[] = [];
		for (let attempt = 0; attempt < 10; attempt++) {
			const [entry] = store.pending;
			clock.set(entry?.at ?? 0);
			await resumer.wake();
			pauses.push((store.pending[0]?.at ?? 0) - clock.now());
		}
		expect(pauses).toEqual([
			1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000,
		]);
		expect(posted).toHaveLength(10);
		expect(warnings).toEqual([]);
	});

	it('warns of what it cannot reach, seldom and without the address', async () => {
		const { clock, store, warnings, resumer } = setUp(() => ({
			kind: 'unreachable',
			reason: 'ENOTFOUND',
		}));
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		for (let attempt = 0; attempt < 16; attempt++) {
			clock.set(store.pending[0]?.at ?? 0);
			await resumer.wake();
		}
		expect(warnings.map((warning) => /attempt (\d+)/.exec(warning)?.[1])).toEqual(['3', '7', '15']);
		expect(warnings[0]).toContain('ENOTFOUND');
		expect(warnings[0]).toContain('WEBHOOK_URL');
		expect(warnings.join()).not.toContain('http://');
		expect((store.pending[0]?.at ?? 0) - clock.now()).toBe(300_000);
	});

	it('leaves resumes to other processes for a while, ever longer, when it reaches nobody', async () => {
		let isReachable = false;
		const { clock, store, posted, resumer } = setUp(() =>
			isReachable ? { kind: 'resumed' } : { kind: 'unreachable', reason: 'ECONNREFUSED' },
		);
		const claimedAt: number[] = [];
		for (let now = 0; now <= 200_000; now += 500) {
			clock.set(now);
			const before = posted.length;
			// Another one ends at every moment.
			store.pending = [{ waitId: `at-${now}`, at: now, attempt: 0 }];
			await resumer.wake();
			if (posted.length > before) claimedAt.push(now);
		}
		expect(claimedAt).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 63_000, 123_000, 183_000]);
		store.dueAt = [190_000];
		await resumer.wake();
		expect(store.dueAt).toEqual([]);
		isReachable = true;
		clock.set(300_000);
		await resumer.wake();
		store.pending = [{ waitId: 'b', at: 300_000, attempt: 0 }];
		await resumer.wake();
		expect(store.settled).toContain('b done');
	});

	it('looks again when its time to leave them is over, and leaves none where it was given none', async () => {
		let isReachable = false;
		const { clock, store, posted, resumer, steps } = setUp(() =>
			isReachable ? { kind: 'resumed' } : { kind: 'unreachable', reason: 'ECONNREFUSED' },
		);
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		await resumer.wake();
		store.pending = [{ waitId: 'b', at: 0, attempt: 0 }];
		isReachable = true;
		await resumer.wake();
		expect(clock.next).toBe(1_000);
		await steps(1);
		expect(posted).toEqual(['a', 'b']);
		// Another process has taken what was due.
		const claim = store.claimResumes.bind(store);
		store.claimResumes = async () => [];
		store.pending = [{ waitId: 'c', at: 0, attempt: 0 }];
		await resumer.wake();
		store.claimResumes = claim;
		await resumer.wake();
		expect(posted).toEqual(['a', 'b', 'c']);
	});

	it('goes on when one of several was reached', async () => {
		const { store, posted, resumer } = setUp(({ waitId }) =>
			waitId === 'a' ? { kind: 'unreachable', reason: 'ENOTFOUND' } : { kind: 'resumed' },
		);
		store.pending = ['a', 'b'].map((waitId) => ({ waitId, at: 0, attempt: 0 }));
		await resumer.wake();
		store.pending.push({ waitId: 'c', at: 0, attempt: 0 });
		await resumer.wake();
		expect(posted).toEqual(['a', 'b', 'c']);
	});

	it('goes on after the store has failed, and says so once', async () => {
		const { clock, store, posted, warnings, resumer, steps } = setUp();
		store.isBroken = true;
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		await resumer.wake();
		await resumer.wake();
		expect(warnings).toEqual(['Waits for touchpoints are not looked after: the disk is full']);
		expect(clock.next).toBe(5_000);
		store.isBroken = false;
		await steps(1);
		expect(posted).toEqual(['a']);
	});

	it('says that the store fails each time that it begins to, after a rest and after work', async () => {
		let breaksWhilePosting = false;
		const { store, warnings, resumer } = setUp(() => {
			store.isBroken = breaksWhilePosting;
			return { kind: 'resumed' };
		});
		const fail = async () => {
			store.isBroken = true;
			await resumer.wake();
			store.isBroken = false;
		};
		await fail();
		await resumer.wake();
		await fail();
		expect(warnings).toHaveLength(2);
		breaksWhilePosting = true;
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		await resumer.wake();
		await resumer.wake();
		expect(warnings).toHaveLength(3);
	});

	it('says nothing of a store that is closed while it looks', async () => {
		const { store, warnings, resumer } = setUp();
		store.nextWaitTime = async () => {
			store.isClosed = true;
			throw new Error('the database is closed');
		};
		await resumer.wake();
		expect(warnings).toEqual([]);
	});

	it('ends with its store', async () => {
		const { clock, store, warnings, resumer } = setUp();
		await resumer.wake();
		store.isClosed = true;
		store.isBroken = true;
		clock.step();
		await resumer.wake();
		expect(clock.next).toBeNull();
		expect(warnings).toEqual([]);
	});

	it('looks again when it is woken while it works', async () => {
		const { store, posted, resumer } = setUp();
		store.pending = [{ waitId: 'a', at: 0, attempt: 0 }];
		const first = resumer.wake();
		store.pending.push({ waitId: 'b', at: 0, attempt: 0 });
		await Promise.all([first, resumer.wake()]);
		expect([...posted].sort()).toEqual(['a', 'b']);
	});
});
