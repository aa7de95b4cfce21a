import type { SqlValue } from '../database';

/** A condition with the parameters that its `?` stand for, in their order. */
export interface SqlCondition {
	readonly sql: string;
	readonly parameters: readonly SqlValue[];
}

/** Gives conditions as one, all of which must hold. */
export function allOf(...conditions: readonly SqlCondition[]): SqlCondition {
	return {
		sql: conditions.map(({ sql }) => sql).join(' AND '),
		parameters: conditions.flatMap(({ parameters }) => parameters),
	};
}

/** Gives the condition that a column has this value; for null, one that always holds. */
export function isOrAny(column: string, value: SqlValue): SqlCondition {
	return value === null
		? { sql: '1 = 1', parameters: [] }
		: { sql: `${column} = ?`, parameters: [value] };
}

/** Gives the condition that a time lies in [from, to). */
export function isWithin(column: string, from: number, to: number): SqlCondition {
	return { sql: `${column} >= ? AND ${column} < ?`, parameters: [from, to] };
}
