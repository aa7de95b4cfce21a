import type { SqlValue } from '../database';

interface Prepared {
	readonly name: string;
	readonly text: string;
}

const prepared = new Map<string, Prepared>();

/**
 * Gives a statement with `?` as pg takes it: `$1`, `$2`, … and a name, so that the server plans it once a connection.
 * The statements of this package are constants, none of which has a question mark in a text.
 */
export function positional(
	sql: string,
	parameters: readonly SqlValue[],
): Prepared & { values: SqlValue[] } {
	let statement = prepared.get(sql);
	if (!statement) {
		let place = 0;
		statement = {
			name: `customer_journey_${prepared.size}`,
			text: sql.replace(/\?/g, () => `$${++place}`),
		};
		prepared.set(sql, statement);
	}
	return { ...statement, values: [...parameters] };
}
