import fc from 'fast-check';
import { checkCondition, type ConditionResult } from '../../../journey/conditions/check-condition';
import {
	CONDITION_OPERATORS,
	conditionSchema,
	fieldsOf,
	type Condition,
} from '../../../journey/conditions/condition';
import { FIELD_FAILURES, isOpen, type FieldFailure } from '../../../journey/conditions/field-test';
import type { FieldValue, View } from '../../../journey/conditions/view';
import { CUSTOMER_VOCABULARY, customerView } from '../../../journey/offers/customer-view';
import { customerOf, JOURNEY, type CustomerParts } from '../offers/customers';
import rows from './fixtures/conditions.json';

type Row = [string, { customer: CustomerParts; condition: Condition }, ConditionResult];

const check = (condition: Condition, view: View): ConditionResult =>
	checkCondition(condition, view, CUSTOMER_VOCABULARY);

describe('a condition', () => {
	test.each(rows as unknown as Row[])('%s', (_name, { customer, condition }, expected) => {
		expect(conditionSchema.parse(condition)).toEqual(condition);
		expect(check(condition, customerView(customerOf(customer), JOURNEY))).toEqual(expected);
	});

	test('has a fixture for every reason and every operator', () => {
		const text = JSON.stringify(rows);
		const missing = [...FIELD_FAILURES, 'none_holds', 'excluded', ...CONDITION_OPERATORS].filter(
			(word) => !text.includes(`"${word}"`),
		);
		expect(missing).toEqual([]);
	});
});

const FIELDS = [
	'segment',
	'stage',
	'attributes.age',
	'attributes.tags',
	'touchpoints.order_completed',
	'segmet',
];
const scalar = fc.constantFrom<string | number | boolean>('vip', '3', 3, 4, true, 'true');
const view: fc.Arbitrary<View> = fc
	.dictionary(
		fc.constantFrom('segment', 'stage', 'attributes.age', 'attributes.tags'),
		fc.oneof(scalar, fc.array(scalar)),
	)
	.map((fields) => new Map<string, FieldValue>(Object.entries(fields)));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
	condition: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.record({
			field: fc.constantFrom(...FIELDS),
			op: fc.constantFrom(...CONDITION_OPERATORS),
			value: fc.oneof(scalar, fc.array(scalar), fc.constant(undefined)),
		}),
		fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
		fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
		fc.record({ not: tie('condition') }),
	),
}));

function holds(condition: Condition, view: View): boolean {
	return check(condition, view).ok;
}

/** Follows a path from the root of a condition. */
function at(condition: Condition, path: readonly (string | number)[]): unknown {
	return path.reduce<unknown>(
		(node, key) => (node as Record<string | number, unknown>)[key],
		condition,
	);
}

describe('any condition', () => {
	test('never holds together with its negation', () => {
		fc.assert(
			fc.property(condition, view, (c, v) => !(holds(c, v) && holds({ not: c }, v))),
			{ numRuns: 1000 },
		);
	});

	test('says the same when it is negated twice', () => {
		fc.assert(
			fc.property(condition, view, (c, v) => holds({ not: { not: c } }, v) === holds(c, v)),
			{ numRuns: 1000 },
		);
	});

	test('says the same when not is pushed into its groups', () => {
		fc.assert(
			fc.property(fc.array(condition, { minLength: 1, maxLength: 3 }), view, (members, v) => {
				const negated = members.map((not) => ({ not }));
				expect(holds({ not: { all: members } }, v)).toBe(holds({ any: negated }, v));
				expect(holds({ not: { any: members } }, v)).toBe(holds({ all: negated }, v));
			}),
			{ numRuns: 1000 },
		);
	});

	test('points at the test that failed', () => {
		fc.assert(
			fc.property(condition, view, (c, v) => {
				const result = check(c, v);
				if (result.ok || result.code === 'none_holds' || result.code === 'excluded') return;
				expect(at(c, result.path)).toMatchObject({ field: result.field, op: result.op });
			}),
			{ numRuns: 1000 },
		);
	});

	test('leaves eq and ne undecided in the same cases', () => {
		fc.assert(
			fc.property(fc.constantFrom(...FIELDS), scalar, view, (field, value, v) => {
				const codes = (['eq', 'ne'] as const).map((op) => {
					const result = check({ field, op, value }, v);
					return !result.ok && isOpen(result.code as FieldFailure);
				});
				expect(codes[0]).toBe(codes[1]);
				if (!codes[0]) {
					expect(holds({ field, op: 'eq', value }, v)).toBe(!holds({ field, op: 'ne', value }, v));
				}
			}),
		);
	});
});

test('every field of a condition is found, however deep it stands', () => {
	const deep: Condition = {
		all: [
			{ field: 'a', op: 'exists' },
			{ any: [{ not: { field: 'b', op: 'exists' } }, { field: 'c', op: 'missing' }] },
		],
	};
	expect(fieldsOf(deep)).toEqual(['a', 'b', 'c']);
});
