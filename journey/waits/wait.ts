import { z } from 'zod/v4';
import { CHANNELS } from '../channel';
import type { TouchpointSummary } from '../customer-context';
import { touchpointRuleSchema } from '../stages/touchpoint-rule';

/** The journeys of a definition: the one with this key, or any of the customer's when the key is left out. */
const journeyReferenceSchema = z.object({ definition: z.string(), key: z.string().optional() });

/** What ends a wait before its touchpoint or its deadline. What is left out ends nothing. */
export const waitExitsSchema = z.object({
	/** Touchpoints of these types. */
	types: z.array(z.string()).optional(),
	/** The end of this journey, by its goal or by an exit; of an account's journey, whoever of its people ends it. */
	journey: journeyReferenceSchema.optional(),
	/** Marketing consent withdrawn for this channel or for all of them. */
	consent: z.enum(CHANNELS).optional(),
});

/**
 * A promise to react to a touchpoint of one customer or to a deadline, whichever comes first. Times are epoch
 * milliseconds. It looks at what happened from `lookBackFrom` to `deadlineAt`, both included, whenever it is told of.
 */
export const waitSchema = z.object({
	/** What it waits for, in the words of the people who set it up. */
	name: z.string().min(1).max(200),
	/** Which touchpoint it waits for. */
	rule: touchpointRuleSchema,
	lookBackFrom: z.int(),
	/** The touchpoint that opened the wait: it never ends it. */
	openedBy: z.string().optional(),
	openedAt: z.int(),
	deadlineAt: z.int(),
	exits: waitExitsSchema,
});

export type WaitExits = z.infer<typeof waitExitsSchema>;
export type Wait = z.infer<typeof waitSchema>;

/** Where a wait stands. All but the first are ends, and an end is never left. */
export const WAIT_STATUSES = ['waiting', 'touchpoint', 'timed_out', 'exited'] as const;

export type WaitStatus = (typeof WAIT_STATUSES)[number];

/** Why a wait ended. */
export const WAIT_REASONS = [
	'touchpoint',
	'deadline',
	'goal_reached',
	'journey_exited',
	'exit_touchpoint',
	'consent_withdrawn',
	'erased',
] as const;

export type WaitReason = (typeof WAIT_REASONS)[number];

/** The end of a wait. */
export interface Resolution {
	readonly status: Exclude<WaitStatus, 'waiting'>;
	readonly why: WaitReason;
	/** When what ended it happened: the touchpoint's time, the deadline. Epoch milliseconds. */
	readonly at: number;
	/** The customer's touchpoint that ended it; null for a deadline, an erasure and what a colleague did. */
	readonly touchpoint: TouchpointSummary | null;
}
