import { z } from 'zod/v4';
import { asksRfm, segmentRuleSchema, unknownSegmentFields } from './segment-rule';
import { touchpointRuleSchema, unknownFields } from './touchpoint-rule';

const stageName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'use snake case, like first_purchase');

/** When a touchpoint takes a customer into a stage. Every condition that is present must hold. */
export const entryRuleSchema = touchpointRuleSchema.extend({
	/** Only from one of these stages; `none` stands for a journey that has not begun. */
	from: z.array(z.union([stageName, z.literal('none')])).optional(),
	/** Only after this stage was visited. */
	visited: stageName.optional(),
});

/** What to show a customer next in a stage; in one language and for one segment where these are given. */
export const stageContentSchema = z.object({
	title: z.string().min(1),
	url: z.url({ protocol: /^https?$/ }).optional(),
	/** A language tag, like `el`. */
	language: z.string().min(2).optional(),
	segment: z.string().min(1).optional(),
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
	/** What a customer needs here above all, in the organisation's own words. */
	criticalNeeds: z.array(z.string().min(1)).optional(),
	/** What to show next, the first that suits the customer first. */
	content: z.array(stageContentSchema).optional(),
});

/** What ends a journey: a touchpoint type, or a rule with conditions. */
const endSchema = z.array(z.union([z.string(), touchpointRuleSchema]));

export const RE_ENTRY_MODES = ['after_exit', 'never'] as const;

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
		/** What ends the journey without its goal. */
		exits: endSchema,
		/** What ends the journey with its goal reached; what is also an exit is a goal. */
		goals: endSchema,
		/** How long after an exit or a goal the next entry is refused, in milliseconds; five minutes is usual. */
		coolDownMs: z.int().min(0),
		/** Whether an ended journey may begin anew, after the cool-down; left out: after an exit. */
		reEntry: z.enum(RE_ENTRY_MODES).optional(),
		/**
		 * The kind of touchpoint key (`order`, `cart`, `ticket`, `account`) by which one customer has several journeys at
		 * once; left out: one journey a customer. A touchpoint without such a key belongs to the journey without key.
		 */
		keyKind: z
			.string()
			.regex(/^[a-z][a-zA-Z0-9_]*$/, 'use the kind of a key, like order')
			.optional(),
		/** The first segment whose condition holds is stamped on a touchpoint at its time. */
		segments: z.array(segmentRuleSchema).optional(),
	})
	.superRefine((definition, context) => {
		const names = definition.stages.map((stage) => stage.name);
		const report = (path: (string | number)[], message: string): void => {
			context.addIssue({ code: 'custom', path, message });
		};
		reportRepeated(names, (index, name) =>
			report(['stages', index, 'name'], `stage '${name}' stands twice`),
		);
		definition.stages.forEach((stage, index) => {
			stage.entry.forEach((rule, ruleIndex) => {
				const path = ['stages', index, 'entry', ruleIndex];
				for (const name of [...(rule.from ?? []), ...(rule.visited ? [rule.visited] : [])]) {
					if (name !== 'none' && !names.includes(name)) {
						report(
							path,
							`stage '${name}' is not in journey '${definition.name}' (stages: ${names.join(', ')})`,
						);
					}
				}
				reportFields(unknownFields(rule), (message) => report([...path, 'when'], message));
			});
		});
		for (const end of ['goals', 'exits'] as const) {
			definition[end].forEach((rule, index) => {
				if (typeof rule === 'string') return;
				reportFields(unknownFields(rule), (message) => report([end, index, 'when'], message));
			});
		}
		const segments = definition.segments ?? [];
		reportRepeated(
			segments.map(({ name }) => name),
			(index, name) => report(['segments', index, 'name'], `segment '${name}' stands twice`),
		);
		segments.forEach((rule, index) => {
			reportFields(unknownSegmentFields(rule), (message) =>
				report(['segments', index, 'when'], message),
			);
			if (definition.keyKind !== undefined && asksRfm(rule)) {
				report(
					['segments', index, 'when'],
					`rfm compares whole customers, and this journey is one per ${definition.keyKind}`,
				);
			}
		});
	});

function reportRepeated(
	names: readonly string[],
	report: (index: number, name: string) => void,
): void {
	names.forEach((name, index) => {
		if (names.indexOf(name) !== index) report(index, name);
	});
}

function reportFields(fields: readonly string[], report: (message: string) => void): void {
	for (const field of fields) report(`field '${field}' is none that can be asked for here`);
}

export type EntryRule = z.infer<typeof entryRuleSchema>;
export type StageContent = z.infer<typeof stageContentSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type JourneyDefinition = z.infer<typeof journeyDefinitionSchema>;
/** A definition before it has a version: what people write, and what two versions are compared by. */
export type JourneyDraft = Omit<JourneyDefinition, 'version'>;
