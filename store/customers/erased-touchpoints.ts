import { createHash } from 'node:crypto';
import type { Dialect, Transaction } from '../database';

/**
 * What is left of a touchpoint's id after its customer was erased (SHA-256, hexadecimal): enough to know the same fact
 * when it is sent again, so that it does not bring the person back, and of no other use.
 */
export function tombstoneOf(touchpointId: string): string {
	return createHash('sha256').update(touchpointId).digest('hex');
}

/** Stands in an INSERT … SELECT as its condition, and takes the tombstone of the row's id. */
export const WHERE_NOT_ERASED =
	'WHERE NOT EXISTS (SELECT 1 FROM erased_touchpoint WHERE id_hash = ?)';

/** Gives those of the ids whose touchpoints were erased. */
export async function erasedAmong(
	transaction: Transaction,
	dialect: Dialect,
	touchpointIds: readonly string[],
): Promise<ReadonlySet<string>> {
	const ids = new Map(touchpointIds.map((id) => [tombstoneOf(id), id]));
	const rows = await transaction.all(
		`SELECT id_hash FROM erased_touchpoint WHERE id_hash IN ${dialect.listOfTexts}`,
		[JSON.stringify([...ids.keys()])],
	);
	return new Set(rows.flatMap((row) => ids.get(String(row.id_hash)) ?? []));
}
