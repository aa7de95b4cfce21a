import { z } from 'zod/v4';

/** One figure of experience: how many answers gave one score in one cell. Several figures of a cell simply add up. */
export const experienceCountSchema = z.object({
	segment: z.string(),
	stage: z.string(),
	type: z.string(),
	channel: z.string(),
	/** Scores of different metrics are never added to one another. */
	metric: z.string().min(1),
	/** 0 to 100, in hundredths. */
	score: z.number().min(0).max(100),
	count: z.int().positive(),
});

export type ExperienceCount = Readonly<z.infer<typeof experienceCountSchema>>;
