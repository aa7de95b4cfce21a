import type { IDataObject } from 'n8n-workflow';
import type { Condition } from '../../journey/conditions/condition';
import { eventTypeSchema } from '../../journey/touchpoint';
import { choiceOf, objectOf, textOf } from '../shared/fields';
import { Misconfiguration } from '../shared/misconfiguration';
import { CONDITION_CHOICES, NAMED_FIELDS } from './condition-fields';

/** Gives the chosen types and those that were typed in, each once. */
export function typesOf(chosen: unknown, typed: unknown): readonly string[] {
	const listed = [chosen, typed].flatMap((value) => (Array.isArray(value) ? value : [value ?? '']));
	const types = listed.map((type) => textOf(type, 'Wait For')).filter((type) => type !== '');
	for (const type of types) {
		if (eventTypeSchema.safeParse(type).success) continue;
		throw new Misconfiguration(
			`'${type}' is not a type of touchpoint`,
			'Types are in snake case, like order_completed.',
		);
	}
	return [...new Set(types)];
}

/** Gives the condition that the rows of `conditionFields` make; undefined without one. */
export function conditionOf(collection: IDataObject): Condition | undefined {
	const rows = Array.isArray(collection.condition) ? collection.condition : [];
	const all = rows.map((row): Condition => {
		const { field: group, name, operator, value } = objectOf(row);
		const isNamed = (NAMED_FIELDS as readonly unknown[]).includes(group);
		const own = textOf(name, 'Name');
		if (isNamed && own === '') {
			throw new Misconfiguration(
				"'Name' is empty in a condition",
				'Enter which key, property or attribute is meant, like order.',
			);
		}
		const field = isNamed ? `${textOf(group, 'Field')}.${own}` : textOf(group, 'Field');
		const op = choiceOf(operator ?? 'eq', 'Operator', CONDITION_CHOICES);
		if (op === 'exists') return { field, op };
		const text = typeof value === 'boolean' ? String(value) : textOf(value, 'Value');
		if (text === '') {
			throw new Misconfiguration(
				`The condition on '${field}' has no value`,
				"Enter one, or choose 'Is Known'. An expression in it may have found nothing.",
			);
		}
		return { field, op, value: op === 'in' ? text.split(',').map((part) => part.trim()) : text };
	});
	return all.length === 0 ? undefined : { all };
}
