import type { Resolution, Wait, WaitStatus } from '../journey/waits/wait';

/** The parked n8n execution that a wait continues when it ends. */
export interface ParkedExecution {
	/** The n8n it belongs to: execution ids are unique only within one. */
	readonly instanceId: string;
	readonly executionId: string;
	readonly nodeId: string;
	/** Which run of the node in its execution: a loop comes by several times. */
	readonly runIndex: number;
	/** Where to post to. It carries a token: it is never logged, and forgotten when the wait is over. */
	readonly resumeUrl: string;
}

/** What goes on when a wait ends: the execution that is parked for it, or a moment for the triggers that listen. */
export type Continuation =
	| { readonly by: 'execution'; readonly execution: ParkedExecution }
	| {
			readonly by: 'moment';
			/** What makes this wait the same one when it is opened again. */
			readonly key: string;
	  };

export interface WaitRequest {
	/** A merged customer stands for the one it was merged into. */
	readonly customerId: string;
	readonly wait: Wait;
	readonly continuation: Continuation;
}

/** A wait as the store keeps it. */
export interface KeptWait {
	readonly id: string;
	/** Null after an erasure. */
	readonly customerId: string | null;
	readonly wait: Wait;
	readonly status: WaitStatus;
	/** Null while it waits. */
	readonly resolution: Resolution | null;
	/** When the end was written down; null while it waits. Epoch milliseconds. */
	readonly resolvedAt: number | null;
	/** The execution that is parked for it; null where a moment continues it. */
	readonly executionId: string | null;
	/** Whether the execution is still to be resumed, has been, or is no longer there. */
	readonly delivery: 'none' | 'parked' | 'pending' | 'done' | 'gone';
}

/** One execution to resume. */
export interface Resume {
	readonly waitId: string;
	readonly name: string;
	readonly resumeUrl: string;
	/** From 1. */
	readonly attempt: number;
	/** When the wait was resolved, epoch milliseconds. */
	readonly resolvedAt: number;
}

/**
 * Waits of customers. Recording a touchpoint ends the waits it ends, in the same transaction; every end is written by
 * compare-and-set, so that a wait ends once.
 */
export interface WaitStore {
	/**
	 * Opens waits, in order. One that was opened before, and did not end more than 30 days ago, is given as it is by now. What is already true, by the touchpoints
	 * recorded since `lookBackFrom` or by a deadline that has passed, ends the wait at once. A customer that the store does not know gives null.
	 */
	openWaits(requests: readonly WaitRequest[], now: number): Promise<readonly (KeptWait | null)[]>;
	/** Gives a wait; null for one that never was or has been removed. */
	getWait(id: string): Promise<KeptWait | null>;
	/**
	 * Ends at most `limit` waits whose time is over, the most overdue first, and gives how many. Removes as many that ended
	 * more than 30 days ago and whose executions have gone on: the same wait asked for after that would be opened anew.
	 */
	timeOutWaits(now: number, limit: number): Promise<number>;
	/**
	 * Takes at most `limit` executions of this n8n that are to be resumed now, the one resolved first, first. Nobody else
	 * gets them for `leaseMs` milliseconds.
	 */
	claimResumes(
		instanceId: string,
		now: number,
		leaseMs: number,
		limit: number,
	): Promise<readonly Resume[]>;
	/** Writes down that the execution goes on (`done`) or that there is none to go on (`gone`). */
	settleResume(waitId: string, delivery: 'done' | 'gone'): Promise<void>;
	/** Puts a resume off to `at`, epoch milliseconds. */
	postponeResume(waitId: string, at: number): Promise<void>;
	/** When the next wait times out or the next execution of this n8n is to be resumed, epoch milliseconds; null when there is none. */
	nextWaitTime(instanceId: string): Promise<number | null>;
	/** Whether a published Journey Moment Trigger works on this store, which n8n runs as soon as it starts. */
	hasMomentTrigger(now: number): Promise<boolean>;
	countWaiting(): Promise<number>;
}
