import { identityKey } from '../../journey/identity';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Transaction } from '../database';

/**
 * Gives the touchpoints that name a customer and are nobody's yet: accepted and not applied, or tests. There is no index
 * of what they name, so those without a customer are looked through; a queue of work is short.
 */
export async function strayTouchpoints(
	transaction: Transaction,
	customerId: string,
): Promise<readonly Touchpoint[]> {
	const identities = await transaction.all(
		'SELECT identity_key, value FROM identity WHERE customer_id = ?',
		[customerId],
	);
	const keys = new Set(identities.map((row) => String(row.identity_key)));
	const found = new Map<string, Touchpoint>();
	for (const value of new Set(identities.map((row) => String(row.value)))) {
		const rows = await transaction.all(
			"SELECT body FROM touchpoint WHERE customer_id IS NULL AND body LIKE ? ESCAPE '!'",
			[`%"value":${JSON.stringify(value).replace(/[!%_]/g, '!$&')}%`],
		);
		for (const row of rows) {
			const touchpoint = JSON.parse(String(row.body)) as Touchpoint;
			const isNamed = touchpoint.identities.some((identity) => keys.has(identityKey(identity)));
			if (isNamed) found.set(touchpoint.id, touchpoint);
		}
	}
	return [...found.values()];
}
