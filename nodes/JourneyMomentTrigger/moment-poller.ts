import { stallThresholds, type StallThreshold } from '../../journey/moments/stall-threshold';
import type { MomentSettings } from '../../journey/moments/subscription';
import type { JourneyStore } from '../../store/journey-store';
import type { ClaimedMoment, MomentAttempt } from '../../store/moment-store';
import { atEdgeOf, type Clock } from '../shared/clock';
import { Misconfiguration } from '../shared/misconfiguration';
import { pauseAfter } from './look-plan';

const LEASE_MS = 2 * 60 * 1000;
const KEEP_MS = 60 * 60 * 1000;
/** How far back each look reaches; facts that come in with an older date are found by the full look every hour. */
const OVERLAP_MS = 60 * 60 * 1000;
const FOUND_AT_ONCE = 500;
/** So many executions at once, and no more, may be at work for one trigger. */
const MOST_RUNNING = 5;
const CLOSING_MS = 5_000;

/** What the poller does with the workflow and with news about itself. */
export interface Workflow<Prepared> {
	/** Gathers what the items of these moments need; null when there is nobody left to tell of. */
	prepare(moments: readonly ClaimedMoment[]): Promise<Prepared | null>;
	/** Starts the workflow and resolves when it has ended, with whether all went well. */
	run(prepared: Prepared): Promise<boolean>;
	/** Says what went wrong in one sentence without personal data. */
	warn(message: string): void;
}

export interface PollerOptions {
	/** The same for the same node of the same workflow, always. */
	readonly subscription: string;
	readonly settings: MomentSettings;
	/** How many moments go into one execution at most. */
	readonly batchSize: number;
}

/**
 * Brings due moments to a workflow: looks, claims by lease, runs, settles. A lease is renewed while its execution runs,
 * so only a process that died lets go of one. Nothing that fails here stops the trigger; it is said and tried again.
 */
export class MomentPoller<Prepared> {
	readonly #store: JourneyStore;
	readonly #workflow: Workflow<Prepared>;
	readonly #clock: Clock;
	readonly #options: PollerOptions;
	readonly #running = new Set<Promise<void>>();
	#thresholds: readonly StallThreshold[] = [];
	#after = 0;
	#since = 0;
	#keepAt = 0;
	#polling: Promise<void> = Promise.resolve();
	#cancelPoll: () => void = () => undefined;
	#stopped = false;

	constructor(
		store: JourneyStore,
		workflow: Workflow<Prepared>,
		clock: Clock,
		options: PollerOptions,
	) {
		this.#store = store;
		this.#workflow = workflow;
		this.#clock = clock;
		this.#options = options;
	}

	/** Begins; throws when the store cannot be used or does not know the journey. */
	async start(): Promise<void> {
		await this.#keep(this.#clock.now());
		this.#pollIn(0);
	}

	/** Ends polling, and waits a few seconds for executions that are still at work. Those that take longer are settled later. */
	async stop(): Promise<void> {
		this.#stopped = true;
		this.#cancelPoll();
		await this.#polling;
		await atEdgeOf(this.#clock, CLOSING_MS, Promise.all(this.#running));
	}

	#pollIn(ms: number): void {
		this.#cancelPoll();
		if (this.#stopped) return;
		this.#cancelPoll = this.#clock.after(ms, () => {
			this.#polling = this.#polling.then(async () => await this.#poll());
		});
	}

	async #poll(): Promise<void> {
		const startedAt = this.#clock.now();
		let isMore = false;
		let nextDueAt: number | null = null;
		try {
			if (startedAt >= this.#keepAt) await this.#keep(startedAt);
			isMore = await this.#find(startedAt);
			nextDueAt = await this.#claimAll(startedAt);
		} catch (error) {
			isMore = false;
			this.#workflow.warn(`Moments could not be read and are tried again: ${messageOf(error)}`);
		}
		// An execution that ends goes on at once; until then there is no room for more.
		if (this.#running.size >= MOST_RUNNING) return;
		this.#pollIn(pauseAfter({ startedAt, endedAt: this.#clock.now(), isMore, nextDueAt }));
	}

	/** Says that the trigger is alive, and prepares for looking at all facts again. */
	async #keep(now: number): Promise<void> {
		const { subscription: id, settings } = this.#options;
		if (settings.kind === 'customer_stalled') this.#thresholds = await this.#learn(settings, now);
		const { since } = await this.#store.subscribe({ id, settings, now });
		// What was never applied is what a crash left, whether or not the trigger was there at the time.
		this.#since = settings.kind === 'touchpoint_not_applied' ? 0 : since;
		this.#after = this.#since;
		this.#keepAt = now + KEEP_MS;
	}

	async #learn(
		settings: Extract<MomentSettings, { kind: 'customer_stalled' }>,
		now: number,
	): Promise<readonly StallThreshold[]> {
		const definition = await this.#store.getDefinition(settings.journey);
		if (!definition) {
			throw new Misconfiguration(
				`There is no journey '${settings.journey}' in the store`,
				"Choose another one in 'Journey', or save it with Journey Stage first.",
			);
		}
		const isLearned = settings.threshold.from === 'learned';
		const stays = isLearned ? await this.#store.getStays(settings.journey, now) : [];
		return stallThresholds(definition, settings, stays);
	}

	/** Looks for moments that nothing raised; gives whether there are more than one look takes. */
	async #find(now: number): Promise<boolean> {
		const { subscription, settings } = this.#options;
		switch (settings.kind) {
			case 'stage_entered':
				return false;
			case 'wait_resolved':
				return (await this.#store.timeOutWaits(now, FOUND_AT_ONCE)) === FOUND_AT_ONCE;
			case 'customer_stalled':
			case 'offer_expiring':
			case 'touchpoint_not_applied': {
				const { count, lastDueAt } = await this.#store.findMoments({
					subscription,
					settings,
					thresholds: this.#thresholds,
					after: this.#after,
					now,
					limit: FOUND_AT_ONCE,
				});
				if (count === FOUND_AT_ONCE) {
					// Others may have become due at the very same time.
					if (lastDueAt !== null) this.#after = lastDueAt - 1;
					return true;
				}
				this.#after = Math.max(this.#since, now - OVERLAP_MS);
				return false;
			}
		}
	}

	/** Claims and runs until nothing is due or enough is at work; gives when the next moment is due, where that is known. */
	async #claimAll(now: number): Promise<number | null> {
		const { subscription, batchSize } = this.#options;
		while (this.#running.size < MOST_RUNNING && !this.#stopped) {
			const claim = await this.#store.claimMoments({
				subscription,
				now,
				leaseMs: LEASE_MS,
				limit: batchSize,
			});
			if (claim.poisoned > 0) this.#sayPoisoned(claim.poisoned);
			if (claim.moments.length > 0) this.#work(claim.moments);
			else if (claim.cancelled + claim.poisoned === 0) return claim.nextDueAt;
		}
		return null;
	}

	#work(moments: readonly ClaimedMoment[]): void {
		const work = this.#runAndSettle(moments)
			.catch((error: unknown) => {
				this.#workflow.warn(
					`What became of ${moments.length} moments could not be written down; they may come again: ${messageOf(error)}`,
				);
			})
			.finally(() => {
				this.#running.delete(work);
				this.#pollIn(0);
			});
		this.#running.add(work);
	}

	async #runAndSettle(moments: readonly ClaimedMoment[]): Promise<void> {
		const { subscription } = this.#options;
		const attempts = moments.map(({ subject, attempt }) => ({ subject, attempt }));
		const isDone = await this.#run(moments, attempts);
		if (isDone === null) return await this.#store.releaseMoments(subscription, attempts);
		const now = this.#clock.now();
		if (isDone) return await this.#store.fireMoments(subscription, attempts, now);
		const poisoned = await this.#store.failMoments(subscription, attempts, now);
		if (poisoned > 0) this.#sayPoisoned(poisoned);
	}

	/** Gives whether the workflow did its work; null when it was not asked to, because the trigger was stopped. */
	async #run(
		moments: readonly ClaimedMoment[],
		attempts: readonly MomentAttempt[],
	): Promise<boolean | null> {
		try {
			const prepared = await this.#workflow.prepare(moments);
			if (this.#stopped) return null;
			return prepared === null || (await this.#runHolding(prepared, attempts));
		} catch (error) {
			this.#workflow.warn(`${moments.length} moments could not be told: ${messageOf(error)}`);
			return false;
		}
	}

	/** Runs the workflow and renews the lease for as long as it takes, also after the trigger was stopped. */
	async #runHolding(prepared: Prepared, attempts: readonly MomentAttempt[]): Promise<boolean> {
		let cancel: () => void = () => undefined;
		const hold = () => {
			cancel = this.#clock.after(LEASE_MS / 2, () => {
				hold();
				const until = this.#clock.now() + LEASE_MS;
				void this.#store
					.renewMoments(this.#options.subscription, attempts, until)
					.catch((error: unknown) => {
						this.#workflow.warn(`A lease could not be renewed: ${messageOf(error)}`);
					});
			});
		};
		hold();
		try {
			return await this.#workflow.run(prepared);
		} finally {
			cancel();
		}
	}

	#sayPoisoned(count: number): void {
		this.#workflow.warn(
			`${count} of kind ${this.#options.settings.kind} failed too often and were set aside. See the failed executions of this workflow.`,
		);
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : 'unknown cause';
}
