import type { MomentKind } from '../journey/moments/moment';
import type { Stay, StallThreshold } from '../journey/moments/stall-threshold';
import type { MomentSettings } from '../journey/moments/subscription';
import type { Touchpoint } from '../journey/touchpoint';

/** One trigger on the canvas that wants moments. All times of this file are epoch milliseconds. */
export interface SubscribeRequest {
	/** The same for the same node of the same workflow, always. */
	readonly id: string;
	readonly settings: MomentSettings;
	readonly now: number;
}

export interface Subscription {
	/** When it began: what was due before is not told, except touchpoints that were never applied. */
	readonly since: number;
}

/** Which moments to look for among the facts. */
export interface FindRequest {
	readonly subscription: string;
	readonly settings: MomentSettings;
	/** For stalls; what is not listed is no stall. */
	readonly thresholds: readonly StallThreshold[];
	/** Only what became due after this. */
	readonly after: number;
	readonly now: number;
	readonly limit: number;
}

export interface Found {
	readonly count: number;
	/** When the last of them became due; all that were due before are written down. Null when nothing was found. */
	readonly lastDueAt: number | null;
}

export interface ClaimRequest {
	readonly subscription: string;
	readonly now: number;
	readonly leaseMs: number;
	readonly limit: number;
}

/** Names one attempt at a moment; whoever claims it later holds another attempt. */
export interface MomentAttempt {
	readonly subject: string;
	/** 1 for the first. */
	readonly attempt: number;
}

export interface ClaimedMoment extends MomentAttempt {
	readonly kind: MomentKind;
	readonly customerId: string | null;
	readonly journeyId: string | null;
	readonly dueAt: number;
	readonly body: Readonly<Record<string, unknown>>;
	/** What was never applied; null for other kinds. */
	readonly touchpoint: Touchpoint | null;
}

export interface Claim {
	readonly moments: readonly ClaimedMoment[];
	/** How many no longer hold and were dropped: the customer moved on, the code was redeemed, … */
	readonly cancelled: number;
	/** How many were tried too often and set aside. */
	readonly poisoned: number;
	/** When the next moment that nobody holds is due; null when none is known. */
	readonly nextDueAt: number | null;
}

/** How many moments of a subscription there are, by what became of them; `waiting` are still to be told. */
export type MomentCounts = Readonly<Record<'waiting' | 'fired' | 'cancelled' | 'poisoned', number>>;

/**
 * Moments and who wants them. A moment is claimed by lease, handed to a workflow, and settled; a process that dies
 * between leaves a lease that ends, and the moment comes again with the next attempt.
 */
export interface MomentStore {
	/**
	 * Begins or goes on with a subscription, and forgets those that no process has asked for in 30 days. Call it again
	 * every hour or so while the trigger is active. Settings other than before begin anew.
	 */
	subscribe(request: SubscribeRequest): Promise<Subscription>;
	/** Writes down the moments of a subscription that nothing raised: stalls, expiring codes, touchpoints not applied. */
	findMoments(request: FindRequest): Promise<Found>;
	/**
	 * Takes due moments, oldest first, so that nobody else does until the lease ends. What was tried before comes alone.
	 */
	claimMoments(request: ClaimRequest): Promise<Claim>;
	/** Holds on to attempts until `leaseUntil`. */
	renewMoments(
		subscription: string,
		attempts: readonly MomentAttempt[],
		leaseUntil: number,
	): Promise<void>;
	/** Settles attempts whose workflow has done its work. */
	fireMoments(subscription: string, attempts: readonly MomentAttempt[], now: number): Promise<void>;
	/** Lets attempts that failed rest for a while; gives how many were set aside because it was the last time. */
	failMoments(
		subscription: string,
		attempts: readonly MomentAttempt[],
		now: number,
	): Promise<number>;
	/** Gives attempts back as if they had not been claimed. */
	releaseMoments(subscription: string, attempts: readonly MomentAttempt[]): Promise<void>;
	countMoments(subscription: string): Promise<MomentCounts>;
	/** Stays of many customers in the stages of a definition, to learn from. */
	getStays(definition: string, now: number): Promise<readonly Stay[]>;
	/** Something that these settings would tell of, for trying out a workflow; null when there is nothing yet. Changes nothing. */
	sampleMoment(settings: MomentSettings, now: number): Promise<ClaimedMoment | null>;
}
