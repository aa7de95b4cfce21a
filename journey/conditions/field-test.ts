import { equals, order } from './comparison';
import type { Condition } from './condition';
import type { FieldValue, Scalar, View, Vocabulary } from './view';

export type FieldCondition = Extract<Condition, { readonly field: string }>;

/** Why a test on a field could not be decided: `not` does not turn these round. */
const OPEN_FAILURES = ['field_missing', 'field_unknown', 'type_mismatch', 'value_unfit'] as const;

/** Why one test on a field did not hold. */
export const FIELD_FAILURES = [
	...OPEN_FAILURES,
	'field_present',
	'not_equal',
	'equal',
	'not_greater',
	'less',
	'not_less',
	'greater',
	'not_in_list',
	'in_list',
	'not_contained',
] as const;

export type FieldFailure = (typeof FIELD_FAILURES)[number];

/** Tells whether a failure leaves open what the test would have said. */
export function isOpen(code: FieldFailure): boolean {
	return (OPEN_FAILURES as readonly string[]).includes(code);
}

/** Gives the reason why one test on a field does not hold in a view, or null when it holds. */
export function testField(
	condition: FieldCondition,
	view: View,
	vocabulary: Vocabulary,
): FieldFailure | null {
	const { field, op, value } = condition;
	const known = view.get(field);
	if (known === undefined && !vocabulary.has(field)) return 'field_unknown';
	if (op === 'exists') return known === undefined ? 'field_missing' : null;
	if (op === 'missing') return known === undefined ? null : 'field_present';
	const actual = known ?? (vocabulary.isCount(field) ? 0 : undefined);
	if (actual === undefined) return 'field_missing';
	if (value === undefined) return 'value_unfit';
	if (op === 'in' || op === 'not_in') return testList(op, actual, value);
	if (isList(value)) return 'value_unfit';
	if (op === 'contains') return testContains(actual, value);
	if (isList(actual)) return 'type_mismatch';
	if (op === 'eq' || op === 'ne') return testEqual(op, actual, value);
	return testOrder(op, actual, value);
}

function testList(op: 'in' | 'not_in', actual: FieldValue, list: FieldValue): FieldFailure | null {
	if (!isList(list)) return 'value_unfit';
	if (isList(actual)) return 'type_mismatch';
	const found = list.some((value) => equals(actual, value) === true);
	if (op === 'in') return found ? null : 'not_in_list';
	return found ? 'in_list' : null;
}

function testContains(actual: FieldValue, value: Scalar): FieldFailure | null {
	if (isList(actual)) {
		return actual.some((member) => equals(member, value) === true) ? null : 'not_contained';
	}
	if (typeof actual !== 'string' || typeof value !== 'string') return 'type_mismatch';
	return actual.includes(value) ? null : 'not_contained';
}

function testEqual(op: 'eq' | 'ne', actual: Scalar, value: Scalar): FieldFailure | null {
	const same = equals(actual, value);
	if (same === null) return 'type_mismatch';
	if (op === 'eq') return same ? null : 'not_equal';
	return same ? 'equal' : null;
}

function testOrder(
	op: 'gt' | 'gte' | 'lt' | 'lte',
	actual: Scalar,
	value: Scalar,
): FieldFailure | null {
	const sign = order(actual, value);
	if (sign === null) return 'type_mismatch';
	switch (op) {
		case 'gt':
			return sign > 0 ? null : 'not_greater';
		case 'gte':
			return sign >= 0 ? null : 'less';
		case 'lt':
			return sign < 0 ? null : 'not_less';
		case 'lte':
			return sign <= 0 ? null : 'greater';
		default:
			return op satisfies never;
	}
}

/** `Array.isArray` does not narrow a readonly array away from its union. */
function isList(value: FieldValue): value is readonly Scalar[] {
	return typeof value === 'object';
}
