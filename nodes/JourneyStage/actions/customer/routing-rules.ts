import type { IDataObject } from 'n8n-workflow';
import {
	routingRulesSchema,
	type RoutingRules,
	type RoutingRulesInput,
} from '../../../../journey/routing/rules';
import type { Weekday } from '../../../../journey/time/wall-time';
import { numberOf, objectOf, textOf } from '../../../shared/fields';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { listOf, textsOf } from '../journey/field-values';

/** What people call the fields that each rule is read from. */
const FIELD_NAMES: Readonly<Record<keyof RoutingRulesInput, string>> = {
	highValueSpent: "'High Value From' with its 'Currency'",
	highValueOrders: "'High Value Orders'",
	highValueSegments: "'High Value Segments'",
	lowMoodBelow: "'Low Mood Below'",
	lateOrderDays: "'Late Order After (Days)'",
	urgentTopics: "'Urgent Topics'",
	selfServiceTopics: "'Self-Service Topics'",
	skills: "'Skills'",
	businessHours: "'Business Hours'",
};

/**
 * Gives the rules that the fields of `routingOptions` say; what is not added has its usual value. `workspaceZone` is that
 * of a business that names none. Throws `Misconfiguration` naming the field that is not as expected.
 */
export function routingRulesOf(options: IDataObject, workspaceZone: string): RoutingRules {
	const number = (name: string, displayName: string) =>
		options[name] === undefined ? undefined : numberOf(options[name], displayName);
	const texts = (name: string, displayName: string) =>
		options[name] === undefined ? undefined : textsOf(options[name], displayName);
	const rules: Partial<Record<keyof RoutingRulesInput, unknown>> = {
		highValueSpent: spentOf(options),
		highValueOrders: number('highValueOrders', 'High Value Orders'),
		highValueSegments: texts('highValueSegments', 'High Value Segments'),
		lowMoodBelow: number('lowMoodBelow', 'Low Mood Below'),
		lateOrderDays: number('lateOrderDays', 'Late Order After (Days)'),
		urgentTopics: texts('urgentTopics', 'Urgent Topics'),
		selfServiceTopics: texts('selfServiceTopics', 'Self-Service Topics'),
		skills: listOf(objectOf(options.skills).skill).map((rule) => skillOf(objectOf(rule))),
		businessHours: hoursOf(objectOf(objectOf(options.businessHours).hours), workspaceZone),
	};
	const read = routingRulesSchema.safeParse(rules);
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	const field = FIELD_NAMES[issue?.path[0] as keyof RoutingRulesInput];
	throw new Misconfiguration(
		`${field} is not as expected: ${issue?.message}`,
		'Check that field and the expressions in it.',
	);
}

function spentOf({ highValueSpent, currency }: IDataObject): unknown {
	if (highValueSpent === undefined) return undefined;
	const amount = String(numberOf(highValueSpent, 'High Value From'));
	return { amount, currency: textOf(currency, 'Currency').toUpperCase() };
}

function skillOf(rule: IDataObject): unknown {
	const read = (name: string, displayName: string) => textOf(rule[name], displayName) || undefined;
	return {
		topic: read('topic', 'Topic'),
		stage: read('stage', 'Stage'),
		segment: read('segment', 'Segment'),
		language: read('language', 'Language'),
		skill: textOf(rule.skill, 'Skill'),
	};
}

function hoursOf(hours: IDataObject, workspaceZone: string): unknown {
	if (Object.keys(hours).length === 0) return undefined;
	return {
		start: textOf(hours.start ?? '09:00', 'From'),
		end: textOf(hours.end ?? '18:00', 'Until'),
		weekdays:
			hours.weekdays ??
			(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] satisfies Weekday[]),
		zone: textOf(hours.zone, 'Time Zone') || workspaceZone,
	};
}
