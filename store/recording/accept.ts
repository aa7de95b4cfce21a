import type { Touchpoint } from '../../journey/touchpoint';
import { keepConsentWords } from '../customers/consent-words';
import { tombstoneOf } from '../customers/erased-touchpoints';
import type { Dialect, Transaction } from '../database';
import type { Acceptance } from '../journey-store';
import { ACCEPT_TOUCHPOINT, touchpointRow } from './touchpoint-row';

/**
 * Keeps each touchpoint once by its id and says which were new; one that was erased is no more new than one that is
 * there. What they say about permission counts from now on.
 */
export async function accept(
	transaction: Transaction,
	dialect: Dialect,
	touchpoints: readonly Touchpoint[],
): Promise<Acceptance[]> {
	const changes = await transaction.runMany(
		ACCEPT_TOUCHPOINT,
		touchpoints.map((touchpoint) => [
			...touchpointRow(touchpoint, null, null),
			tombstoneOf(touchpoint.id),
		]),
	);
	const isNew = (index: number): boolean => changes[index] === 1;
	await keepConsentWords(
		transaction,
		dialect,
		touchpoints.filter((_, index) => isNew(index)),
	);
	return touchpoints.map(({ id }, index) => ({ id, status: isNew(index) ? 'new' : 'duplicate' }));
}
