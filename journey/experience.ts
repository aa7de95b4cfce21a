import { z } from 'zod/v4';

export const EXPERIENCE_METRICS = ['nps', 'csat', 'ces', 'rating', 'sentiment'] as const;

export type ExperienceMetric = (typeof EXPERIENCE_METRICS)[number];

/** The lowest and the highest answer of each metric where the sender names no other scale. */
const DEFAULT_SCALES: Readonly<Record<ExperienceMetric, readonly [low: number, high: number]>> = {
	nps: [0, 10],
	csat: [1, 5],
	ces: [1, 7],
	rating: [1, 5],
	sentiment: [-1, 1],
};

/** An answer with what it was measured on: figures of different metrics or scales are never mixed. */
export const experienceSchema = z.object({
	metric: z.enum(EXPERIENCE_METRICS),
	scale: z.tuple([z.number(), z.number()]),
	raw: z.number(),
	/** 0 (worst) to 100 (best), in steps of 0.01. */
	score: z.number().min(0).max(100),
});

export type Experience = z.infer<typeof experienceSchema>;

/**
 * Gives the experience for a raw answer, or null when the answer lies outside its scale or the scale is empty.
 * The score is the answer's place on its scale, 0 to 100, rounded to hundredths; a scale whose first number is the
 * larger one (1 = best) is read the other way round.
 */
export function experienceOf(
	metric: ExperienceMetric,
	raw: number,
	scale: readonly [number, number] = DEFAULT_SCALES[metric],
): Experience | null {
	const [worst, best] = scale;
	const place = (raw - worst) / (best - worst);
	if (!Number.isFinite(place) || place < 0 || place > 1) return null;
	return { metric, scale: [worst, best], raw, score: Math.round(place * 10_000) / 100 };
}
