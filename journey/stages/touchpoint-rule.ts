import { z } from 'zod/v4';
import { CHANNELS } from '../channel';
import { checkCondition, type FailedCondition } from '../conditions/check-condition';
import { conditionSchema, fieldsOf } from '../conditions/condition';
import { TOUCHPOINT_VOCABULARY, touchpointView } from '../conditions/touchpoint-view';
import type { Touchpoint } from '../touchpoint';
import type { MovementReason } from './movement';

/** Which touchpoints count for something. Every condition that is present must hold. */
export const touchpointRuleSchema = z.object({
	types: z.array(z.string().min(1)).min(1),
	channels: z.array(z.enum(CHANNELS)).min(1).optional(),
	sources: z.array(z.string().min(1)).min(1).optional(),
	/** Only when it was worth at least this, in units of the currency. */
	minValue: z.number().optional(),
	/** The ISO 4217 currency that `minValue` is in; without it any amount is compared as it stands. */
	currency: z
		.string()
		.regex(/^[A-Z]{3}$/, 'use a three-letter ISO 4217 code, like EUR')
		.optional(),
	/** Only with an experience score in this range, 0 to 100, both ends included. */
	minScore: z.number().min(0).max(100).optional(),
	maxScore: z.number().min(0).max(100).optional(),
	/** A condition on the touchpoint itself, such as `properties.plan`. */
	when: conditionSchema.optional(),
	/** Whether what a program did (a scanner's open or click) counts too; left out, only people count. */
	byMachines: z.boolean().optional(),
});

export type TouchpointRule = z.infer<typeof touchpointRuleSchema>;

/** What a rule is put to. The whole of it is there wherever a rule asks for more than type and score. */
export interface RuledTouchpoint {
	readonly type: string;
	/** Experience, 0 to 100. */
	readonly score?: number;
	readonly whole?: Touchpoint;
}

/** Why a rule does not take a touchpoint; `failed` has the details of a condition. */
export interface RuleRefusal {
	readonly why: MovementReason;
	readonly failed?: FailedCondition;
}

/**
 * Gives the first condition of a rule that a touchpoint does not meet, or null when it meets all. The type is not
 * looked at: rules are found by it. Throws where the rule asks for the whole touchpoint and it was not handed in.
 */
export function refusalOf(rule: TouchpointRule, touchpoint: RuledTouchpoint): RuleRefusal | null {
	const { whole } = touchpoint;
	if (whole?.properties.machine === true && rule.byMachines !== true) {
		return { why: 'made_by_machine' };
	}
	if (asksWhole(rule)) {
		if (!whole) throw new TypeError('a rule with conditions needs the whole touchpoint');
		const refusal = refusalOfWhole(rule, whole);
		if (refusal) return refusal;
	}
	return refusalOfScore(rule, touchpoint.score);
}

/** Whether a rule asks for more of a touchpoint than its type and its score. */
export function asksWhole(rule: TouchpointRule): boolean {
	return (
		rule.when !== undefined ||
		rule.minValue !== undefined ||
		rule.channels !== undefined ||
		rule.sources !== undefined
	);
}

/** Gives the field paths that a rule asks for and no touchpoint can have. */
export function unknownFields({ when }: TouchpointRule): readonly string[] {
	return when ? fieldsOf(when).filter((field) => !TOUCHPOINT_VOCABULARY.has(field)) : [];
}

function refusalOfWhole(rule: TouchpointRule, whole: Touchpoint): RuleRefusal | null {
	if (rule.channels && !rule.channels.includes(whole.channel)) return { why: 'channel_not_listed' };
	if (rule.sources && !rule.sources.includes(whole.source)) return { why: 'source_not_listed' };
	const value = rule.minValue === undefined ? null : refusalOfValue(rule, whole, rule.minValue);
	if (value || !rule.when) return value;
	const result = checkCondition(rule.when, touchpointView(whole), TOUCHPOINT_VOCABULARY);
	return result.ok ? null : { why: 'condition_failed', failed: result };
}

function refusalOfValue(
	{ currency }: TouchpointRule,
	{ value }: Touchpoint,
	least: number,
): RuleRefusal | null {
	if (!value) return { why: 'value_missing' };
	if (currency !== undefined && value.currency !== currency) return { why: 'other_currency' };
	return Number(value.amount) >= least ? null : { why: 'value_too_low' };
}

function refusalOfScore(
	{ minScore, maxScore }: TouchpointRule,
	score: number | undefined,
): RuleRefusal | null {
	if (minScore === undefined && maxScore === undefined) return null;
	if (score === undefined) return { why: 'score_missing' };
	const inRange = score >= (minScore ?? 0) && score <= (maxScore ?? 100);
	return inRange ? null : { why: 'score_out_of_range' };
}
