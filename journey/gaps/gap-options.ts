import { z } from 'zod/v4';

/**
 * What operations know about a place in the journey and statistics do not. An absent stage, segment or type stands
 * for all; where several plans speak of one gap, the one that names the place most closely wins, then the later.
 */
const gapPlanSchema = z.object({
	stage: z.string().optional(),
	segment: z.string().optional(),
	type: z.string().optional(),
	/** How much the place matters to the customer; 1 is usual. */
	importance: z.number().min(0).optional(),
	/** What closing the gap costs, in any unit kept the same over all plans; 1 is usual. */
	effort: z.number().positive().optional(),
	/** What would be changed: people, process, technology. */
	lever: z.string().min(1).max(200).optional(),
});

export const gapOptionsSchema = z.object({
	/** Fewer answers than this give figures without a verdict. */
	minimumSample: z.int().min(2).default(30),
	/** Fewer answers than this, and what would give them away, have no figures: they would tell what single customers said. */
	hideBelow: z.int().min(0).default(10),
	/** Of the intervals; the share of false findings is held at one minus this. */
	confidence: z.number().gt(0.5).lt(1).default(0.95),
	plans: z.array(gapPlanSchema).default([]),
});

export type GapPlan = Readonly<z.infer<typeof gapPlanSchema>>;
export type GapOptions = Readonly<z.input<typeof gapOptionsSchema>>;
export type ResolvedGapOptions = Readonly<z.output<typeof gapOptionsSchema>>;
