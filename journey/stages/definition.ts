import { z } from 'zod/v4';

const stageName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'use snake case, like first_purchase');

/** When a touchpoint takes a customer into a stage. Every condition that is present must hold. */
export const entryRuleSchema = z.object({
	types: z.array(z.string()).min(1),
	/** Only from one of these stages; `none` stands for a journey that has not begun. */
	from: z.array(z.union([stageName, z.literal('none')])).optional(),
	/** Only after this stage was visited. */
	visited: stageName.optional(),
	/** Only with an experience score in this range, 0 to 100, both ends included. */
	minScore: z.number().min(0).max(100).optional(),
	maxScore: z.number().min(0).max(100).optional(),
});

export const stageSchema = z.object({
	name: stageName,
	displayName: z.string().min(1),
	/** The role in the organisation that answers for this stage. */
	owner: z.string().min(1),
	entry: z.array(entryRuleSchema),
	/** How long a customer usually stays, in days; longer is a stall. */
	expectedDays: z.number().positive().optional(),
	/** The experience promised here, 0 to 100. */
	target: z.number().min(0).max(100).optional(),
});

/**
 * The named stages a business plans for, in their usual order. A definition is never changed: a change is a new version.
 */
export const journeyDefinitionSchema = z
	.object({
		name: stageName,
		version: z.int().positive(),
		displayName: z.string().min(1),
		stages: z.array(stageSchema).min(1),
		/** Whether the way from the last stage to the first is part of the plan (`looped`), not a step back. */
		loops: z.boolean(),
		/** `free`: the customer may return to earlier stages. `forward`: an earlier stage is never re-entered. */
		movement: z.enum(['free', 'forward']),
		/** Touchpoint types that end the journey without its goal. */
		exits: z.array(z.string()),
		/** Touchpoint types that end the journey with its goal reached. */
		goals: z.array(z.string()),
		/** How long after an exit or a goal the next entry is refused, in milliseconds; five minutes is usual. */
		coolDownMs: z.int().min(0),
	})
	.superRefine((definition, context) => {
		const names = definition.stages.map((stage) => stage.name);
		names.forEach((name, index) => {
			if (names.indexOf(name) !== index) {
				context.addIssue({
					code: 'custom',
					path: ['stages', index, 'name'],
					message: `stage '${name}' stands twice`,
				});
			}
		});
		definition.stages.forEach((stage, index) => {
			stage.entry.forEach((rule, ruleIndex) => {
				for (const name of [...(rule.from ?? []), ...(rule.visited ? [rule.visited] : [])]) {
					if (name !== 'none' && !names.includes(name)) {
						context.addIssue({
							code: 'custom',
							path: ['stages', index, 'entry', ruleIndex],
							message: `stage '${name}' is not in journey '${definition.name}' (stages: ${names.join(', ')})`,
						});
					}
				}
			});
		});
	});

export type EntryRule = z.infer<typeof entryRuleSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type JourneyDefinition = z.infer<typeof journeyDefinitionSchema>;
