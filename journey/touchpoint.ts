import { z } from 'zod/v4';
import { CHANNELS } from './channel';
import { experienceSchema } from './experience';
import { identitySchema } from './identity';

/**
 * An event type in snake case: the Segment e-commerce names (`order_completed`), ours where Segment has none
 * (`survey_answered`), or `other:<name>` for what a source sends and nobody has mapped.
 */
export const eventTypeSchema = z
	.string()
	.max(200)
	.regex(
		/^(?:[a-z][a-z0-9_]*|other:.+)$/s,
		'use snake case, like order_completed, or other:<name>',
	);

/** An amount as the sender wrote it, in units of the currency (never in cents), with its ISO 4217 code. */
export const moneySchema = z.object({
	amount: z
		.string()
		.regex(/^-?\d+(\.\d+)?$/, 'use digits with an optional decimal point, like 12.50'),
	currency: z.string().regex(/^[A-Z]{3}$/, 'use a three-letter ISO 4217 code, like EUR'),
});

export const productSchema = z.object({
	id: z.string().max(200),
	name: z.string().max(500).optional(),
	quantity: z.number().positive().optional(),
	price: z.string().optional(),
});

/** What a touchpoint says about permission: one channel (or all) and one purpose. */
export const consentChangeSchema = z.object({
	channel: z.enum([...CHANNELS, 'all']),
	purpose: z.enum(['marketing', 'transactional']),
	status: z.enum(['granted', 'denied']),
});

/** How the sender's event is told apart from its repetition. */
export const DEDUPE_KINDS = ['event_id', 'content_hash', 'none'] as const;

/**
 * One contact of one customer with the brand on one channel at one moment: a fact, never changed.
 * Times are epoch milliseconds. `id` is `<source>:<the sender's event id>`, so the same fact always has the same id.
 */
export const touchpointSchema = z.object({
	id: z.string().min(3).max(700),
	source: z.string().regex(/^[a-z][a-z0-9_]*$/),
	/** The HTTP request that brought it, or the execution that recorded it by hand. */
	delivery: z.string().max(200),
	dedupe: z.enum(DEDUPE_KINDS),
	type: eventTypeSchema,
	channel: z.enum(CHANNELS),
	occurredAt: z.int(),
	receivedAt: z.int(),
	/** The sender's own order among touchpoints of one instant; 0 where it gives none. */
	sequence: z.int(),
	/** What was done to the sender's time before it became `occurredAt`. */
	timeMark: z.enum(['as_sent', 'skew_corrected', 'clamped', 'receipt_time']),
	identities: z.array(identitySchema).max(50),
	/** What the touchpoint says about the customer: name, language, timeZone, segment, … */
	attributes: z.record(z.string(), z.unknown()),
	value: moneySchema.optional(),
	products: z.array(productSchema).max(1000).optional(),
	/** Keys of the things it belongs to, by kind: order, cart, ticket. */
	keys: z.record(z.string(), z.string()),
	consent: z.array(consentChangeSchema).max(50).optional(),
	experience: experienceSchema.optional(),
	/** The rest of what the sender said, for conditions and texts. */
	properties: z.record(z.string(), z.unknown()),
	/** A test delivery: kept, shown, never counted. */
	test: z.boolean(),
});

export type Money = z.infer<typeof moneySchema>;
export type Product = z.infer<typeof productSchema>;
export type ConsentChange = z.infer<typeof consentChangeSchema>;
export type DedupeKind = (typeof DEDUPE_KINDS)[number];
export type Touchpoint = z.infer<typeof touchpointSchema>;
