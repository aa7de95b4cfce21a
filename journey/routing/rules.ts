import { z } from 'zod/v4';
import { isTimeZone } from '../time/time-zone';
import { WEEKDAYS, wallTimeSchema } from '../time/wall-time';
import { moneySchema } from '../touchpoint';

/** When people answer, by the clock of their own place: from `start` on and before `end`. */
export const businessHoursSchema = z
	.object({
		start: wallTimeSchema,
		end: wallTimeSchema,
		weekdays: z.array(z.enum(WEEKDAYS)).min(1),
		zone: z.string().refine(isTimeZone, 'use an IANA time zone, like Europe/Athens'),
	})
	.refine(({ start, end }) => start < end, 'the end must come after the start on the same day');

/** Which skill a contact needs. Every condition that is present must hold; the first rule that fits counts. */
export const skillRuleSchema = z.object({
	topic: z.string().min(1).optional(),
	stage: z.string().min(1).optional(),
	segment: z.string().min(1).optional(),
	language: z.string().min(1).optional(),
	skill: z.string().min(1),
});

export const routingRulesSchema = z.object({
	/** From so much money spent, in its currency, a customer is of high value; without it, the best fifth of buyers is. */
	highValueSpent: moneySchema.optional(),
	/** From so many orders on a customer is of high value. */
	highValueOrders: z.int().positive().default(5),
	highValueSegments: z.array(z.string()).default([]),
	/** A score below this in the last 90 days is a low mood, 0 to 100. */
	lowMoodBelow: z.number().min(0).max(100).default(40),
	/** An order that is not on its way after so many days is late. */
	lateOrderDays: z.number().positive().default(7),
	urgentTopics: z
		.array(z.string())
		.default(['cancellation', 'complaint', 'damaged', 'fraud', 'safety', 'wrong_item']),
	/** What the status of an order answers; a contact without a topic is one of these. */
	selfServiceTopics: z
		.array(z.string())
		.default(['delivery', 'order', 'order_status', 'shipping', 'tracking']),
	skills: z.array(skillRuleSchema).default([]),
	/** Left out, agents are always there, and call-backs are made on working days from 9 to 18 at the customer's place. */
	businessHours: businessHoursSchema.optional(),
});

export type BusinessHours = Readonly<z.infer<typeof businessHoursSchema>>;
export type RoutingRules = Readonly<z.output<typeof routingRulesSchema>>;
export type RoutingRulesInput = Readonly<z.input<typeof routingRulesSchema>>;

/** Gives a topic as it is compared: however people write it, `Order status` is `order_status`. */
export function topicKey(topic: string): string {
	return topic
		.trim()
		.toLowerCase()
		.replace(/[\s-]+/gu, '_');
}

/** Tells whether a topic is one of these, however they are written. */
export function isTopic(topic: string | null, topics: readonly string[]): boolean {
	return topic !== null && topics.some((one) => topicKey(one) === topicKey(topic));
}
