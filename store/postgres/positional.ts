import type { SqlValue } from '../database';

interface Prepared {
	readonly name: string;
	readonly text: string;
}

/** A list of texts, which stands after IN. */
export const LIST_OF_TEXTS = '(SELECT jsonb_array_elements_text(?::jsonb))';

/**
 * A row whose column is in a list is to be looked up by an index. Asked for with IN, the server may rather read another
 * index through and join: without statistics of 100,000 waits it read all of them at each touchpoint.
 */
const IN_LIST = `IN ${LIST_OF_TEXTS}`;

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
			text: sql
				.replaceAll(IN_LIST, (found, at: number) =>
					sql.slice(0, at).endsWith('NOT ') ? found : `= ANY (ARRAY${LIST_OF_TEXTS})`,
				)
				.replace(/\?/g, () => `$${++place}`),
		};
		prepared.set(sql, statement);
	}
	return { ...statement, values: [...parameters] };
}
