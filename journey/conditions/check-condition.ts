import type { Condition } from './condition';
import { isOpen, testField, type FieldCondition, type FieldFailure } from './field-test';
import type { View, Vocabulary } from './view';

/** Where in a condition, as keys and places from its root: `['all', 2, 'not']`. */
export type ConditionPath = readonly (string | number)[];

/** The first reason why a condition does not hold. It names the field, and never the value it has. */
export type FailedCondition =
	| {
			readonly ok: false;
			readonly code: FieldFailure;
			readonly field: string;
			readonly op: FieldCondition['op'];
			/** The condition's own value; null where the operator takes none. */
			readonly expected: NonNullable<FieldCondition['value']> | null;
			readonly path: ConditionPath;
	  }
	| {
			readonly ok: false;
			/** Every member of an `any` failed, each for its own reason. */
			readonly code: 'none_holds';
			readonly field: null;
			readonly path: ConditionPath;
			readonly alternatives: readonly FailedCondition[];
	  }
	| {
			readonly ok: false;
			/** What stands under a `not` holds; the field is null when that is a group. */
			readonly code: 'excluded';
			readonly field: string | null;
			readonly path: ConditionPath;
	  };

export type ConditionResult = { readonly ok: true } | FailedCondition;

/** What a condition is put to. */
interface Asked {
	readonly view: View;
	readonly vocabulary: Vocabulary;
}

const HOLDS: ConditionResult = { ok: true };

/**
 * Tells whether a condition holds in a view, or gives the first reason why not, reading `all` and `any` from left
 * to right. A field without a value fails every operator but `missing`, also under `not`: what nobody knows never
 * earns an offer or a stage. Only a count, as the vocabulary names them, is 0 when nothing is known; `missing` then
 * holds. A path that the vocabulary does not have fails `missing` too (`field_unknown`), and so does every value that
 * does not suit its operator (`value_unfit`). `in` and `not_in` take a list; `contains` asks a list for a member, or text for a part of it. How
 * values of different types meet stands at `equals` and `order` in comparison.ts.
 */
export function checkCondition(
	condition: Condition,
	view: View,
	vocabulary: Vocabulary,
): ConditionResult {
	return findFailure(condition, { view, vocabulary }, [], 0) ?? HOLDS;
}

/**
 * The way from the root to the condition at hand: its first `depth` entries; what lies beyond is left over. One array
 * for the whole walk, because putting paths together on the way back costs as much as all the tests.
 */
type Trail = (string | number)[];

function findFailure(
	condition: Condition,
	asked: Asked,
	trail: Trail,
	depth: number,
): FailedCondition | null {
	if ('field' in condition) {
		const code = testField(condition, asked.view, asked.vocabulary);
		return code && failedField(condition, code, trail.slice(0, depth));
	}
	if ('all' in condition) return findInAll(condition.all, asked, trail, depth);
	if ('any' in condition) return findInAny(condition.any, asked, trail, depth);
	return findInNot(condition.not, asked, trail, depth);
}

function findInAll(
	members: readonly Condition[],
	asked: Asked,
	trail: Trail,
	depth: number,
): FailedCondition | null {
	trail[depth] = 'all';
	let place = 0;
	for (const member of members) {
		trail[depth + 1] = place++;
		const failure = findFailure(member, asked, trail, depth + 2);
		if (failure) return failure;
	}
	return null;
}

function findInAny(
	members: readonly Condition[],
	asked: Asked,
	trail: Trail,
	depth: number,
): FailedCondition | null {
	trail[depth] = 'any';
	const alternatives: FailedCondition[] = [];
	for (const member of members) {
		trail[depth + 1] = alternatives.length;
		const failure = findFailure(member, asked, trail, depth + 2);
		if (!failure) return null;
		alternatives.push(failure);
	}
	return { ok: false, code: 'none_holds', field: null, path: trail.slice(0, depth), alternatives };
}

function findInNot(
	inner: Condition,
	asked: Asked,
	trail: Trail,
	depth: number,
): FailedCondition | null {
	const truth = truthOf(inner, asked);
	if (truth === FALSE) return null;
	const path = [...trail.slice(0, depth), 'not'];
	if (truth === OPEN) return firstOpen(inner, asked, path);
	return { ok: false, code: 'excluded', field: 'field' in inner ? inner.field : null, path };
}

/** Three truths in order: `all` is the least of its members, `any` the greatest, `not` the negation. */
const FALSE = -1;
const OPEN = 0;
const TRUE = 1;

function truthOf(condition: Condition, asked: Asked): number {
	if ('field' in condition) {
		const code = testField(condition, asked.view, asked.vocabulary);
		return code === null ? TRUE : isOpen(code) ? OPEN : FALSE;
	}
	if ('not' in condition) return -truthOf(condition.not, asked);
	return 'all' in condition
		? condition.all.reduce((least, member) => Math.min(least, truthOf(member, asked)), TRUE)
		: condition.any.reduce((most, member) => Math.max(most, truthOf(member, asked)), FALSE);
}

/** Gives the first test that left `condition`, whose truth is open and whose path is `path`, undecided. */
function firstOpen(condition: Condition, asked: Asked, path: ConditionPath): FailedCondition {
	if ('field' in condition) {
		// An open truth can only come from a test that failed.
		return failedField(
			condition,
			testField(condition, asked.view, asked.vocabulary) as FieldFailure,
			path,
		);
	}
	if ('not' in condition) return firstOpen(condition.not, asked, [...path, 'not']);
	const [kind, members] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
	const place = members.findIndex((member) => truthOf(member, asked) === OPEN);
	return firstOpen(members[place] as Condition, asked, [...path, kind, place]);
}

function failedField(
	{ field, op, value }: FieldCondition,
	code: FieldFailure,
	path: ConditionPath,
): FailedCondition {
	return { ok: false, code, field, op, expected: value ?? null, path };
}
