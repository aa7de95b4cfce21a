import { z } from 'zod/v4';
import type { FieldValue } from './view';

export const CONDITION_OPERATORS = [
	'eq',
	'ne',
	'gt',
	'gte',
	'lt',
	'lte',
	'in',
	'not_in',
	'contains',
	'exists',
	'missing',
] as const;

/** A test, or several joined; `field` is a path into the view it is put to, such as `stage` or `attributes.city`. */
export type Condition =
	| { readonly all: readonly Condition[] }
	| { readonly any: readonly Condition[] }
	| { readonly not: Condition }
	| {
			readonly field: string;
			readonly op: (typeof CONDITION_OPERATORS)[number];
			readonly value?: FieldValue;
	  };

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
	z.union([
		z.strictObject({ all: z.array(conditionSchema).min(1) }),
		z.strictObject({ any: z.array(conditionSchema).min(1) }),
		z.strictObject({ not: conditionSchema }),
		z.strictObject({
			field: z.string().min(1),
			op: z.enum(CONDITION_OPERATORS),
			value: z.union([scalar, z.array(scalar)]).optional(),
		}),
	]),
);

/** Gives every field path that a condition asks about, in the order in which they stand. */
export function fieldsOf(condition: Condition): readonly string[] {
	if ('field' in condition) return [condition.field];
	if ('not' in condition) return fieldsOf(condition.not);
	return ('all' in condition ? condition.all : condition.any).flatMap(fieldsOf);
}
