import { z } from 'zod/v4';
import { CHANNELS } from '../channel';
import { conditionSchema } from '../conditions/condition';
import { moneySchema } from '../touchpoint';

/** What may be given. Times are epoch milliseconds. */
export const offerSchema = z
	.object({
		id: z
			.string()
			.regex(
				/^[a-z0-9][a-z0-9_-]*$/,
				'use lower-case letters, digits, - and _, like free-delivery',
			),
		/** The text a customer reads, by language tag; `en` is the fallback. */
		title: z
			.record(z.string(), z.string())
			.refine((title) => 'en' in title, 'give at least an English (en) title'),
		benefit: z.discriminatedUnion('kind', [
			z.object({ kind: z.literal('percentage'), percent: z.number().positive().max(100) }),
			z.object({ kind: z.literal('amount'), money: moneySchema }),
			z.object({ kind: z.literal('free_delivery') }),
			z.object({ kind: z.literal('gift'), product: z.string().min(1) }),
		]),
		startsAt: z.int(),
		endsAt: z.int(),
		/** How long a code lives after it was issued, in milliseconds; it never outlives `endsAt`. */
		codeLifeMs: z.int().positive(),
		channels: z.array(z.enum(CHANNELS)).min(1).optional(),
		eligibility: conditionSchema.optional(),
		/** The larger wins among offers of the same score. */
		priority: z.int(),
		/** Factors of the score: propensity x context x value x lever, each 1 when left out. */
		propensity: z.number().min(0).optional(),
		context: z.number().min(0).optional(),
		value: z.number().min(0).optional(),
		lever: z.number().min(0).optional(),
		/** How many codes may be live or redeemed, per customer and over all. */
		caps: z.object({ perCustomer: z.int().positive(), total: z.int().positive().optional() }),
		/** Made only when no other offer fits. */
		fallback: z.boolean(),
	})
	.refine((offer) => offer.startsAt < offer.endsAt, {
		path: ['endsAt'],
		message: 'must come after startsAt',
	});

export type Offer = z.infer<typeof offerSchema>;

/** The life of a code: issued, then redeemed, expired or revoked. Reserved while a decision is being committed. */
export const CODE_STATES = ['reserved', 'issued', 'redeemed', 'expired', 'revoked'] as const;

export type CodeState = (typeof CODE_STATES)[number];

/** A code in one customer's hands. Times are epoch milliseconds. */
export interface IssuedOffer {
	readonly code: string;
	readonly offerId: string;
	readonly customerId: string;
	readonly state: CodeState;
	readonly channel: string;
	readonly issuedAt: number;
	readonly expiresAt: number;
	readonly redeemedAt: number | null;
	readonly redeemedWhere: string | null;
	readonly orderId: string | null;
}
