import type { CustomerContext } from '../customer-context';
import type { Stage } from '../stages/definition';
import type { RoutingReason } from './routing';
import { topicKey, type RoutingRules } from './rules';

export interface Skill {
	readonly skill: string | null;
	readonly why: readonly RoutingReason[];
}

/** Gives the skill of the first rule that fits the contact; without one, the role that owns the customer's stage. */
export function skillFor(
	customer: Pick<CustomerContext, 'segment' | 'language'> | null,
	topic: string | null,
	stage: Stage | null,
	{ skills }: RoutingRules,
): Skill {
	const index = skills.findIndex(
		(rule) =>
			(rule.topic === undefined || (topic !== null && topicKey(rule.topic) === topicKey(topic))) &&
			(rule.stage === undefined || rule.stage === stage?.name) &&
			(rule.segment === undefined || rule.segment === customer?.segment) &&
			(rule.language === undefined || speaks(customer?.language ?? null, rule.language)),
	);
	const rule = skills[index];
	if (rule) return { skill: rule.skill, why: [{ code: 'skill_rule', rule: index + 1 }] };
	if (!stage) return { skill: null, why: [] };
	const { name, owner } = stage;
	return { skill: owner, why: [{ code: 'stage_owner', stage: name, owner }] };
}

/** A rule for `pt` fits `pt-BR`; one for `pt-BR` fits no other Portuguese. */
function speaks(language: string | null, asked: string): boolean {
	const [own, wanted] = [language?.toLowerCase(), asked.toLowerCase()];
	return own === wanted || own?.startsWith(`${wanted}-`) === true;
}
