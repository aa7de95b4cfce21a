import type { Touchpoint } from '../../journey/touchpoint';
import type { Transaction } from '../database';
import type { Acceptance } from '../journey-store';
import { INSERT_TOUCHPOINT, touchpointRow } from './touchpoint-row';

/** Keeps each touchpoint once by its id and says which were new. */
export async function accept(
	transaction: Transaction,
	touchpoints: readonly Touchpoint[],
): Promise<Acceptance[]> {
	const changes = await transaction.runMany(
		INSERT_TOUCHPOINT,
		touchpoints.map((touchpoint) => touchpointRow(touchpoint, null, null)),
	);
	return touchpoints.map(({ id }, index) => ({
		id,
		status: changes[index] === 1 ? 'new' : 'duplicate',
	}));
}
