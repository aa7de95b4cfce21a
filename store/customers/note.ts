import type { Touchpoint } from '../../journey/touchpoint';
import type { Noted } from '../customer-store';
import { settleCustomers } from '../recording/customers';
import { mergeJourneys } from '../recording/merge-journeys';
import { APPLY_TOUCHPOINT, touchpointRow } from '../recording/touchpoint-row';
import { resolveWaits } from '../waits/resolve';
import { erasedAmong } from './erased-touchpoints';
import type { CustomerWork } from './customer-work';

/**
 * Keeps a fact about a customer that moves no journey, and does what it says: it finds or makes the customer, its words
 * count, and waits that it ends are over.
 */
export async function noteForCustomer(work: CustomerWork, touchpoint: Touchpoint): Promise<Noted> {
	const { transaction, dialect, now } = work;
	const [kept] = await transaction.all(
		'SELECT customer_id, applied_at FROM touchpoint WHERE id = ?',
		[touchpoint.id],
	);
	if (kept && kept.applied_at !== null) {
		return { customerId: kept.customer_id as string | null, isNew: false };
	}
	const erased = await erasedAmong(transaction, dialect, [touchpoint.id]);
	if (erased.size > 0) return { customerId: null, isNew: false };
	const counted = touchpoint.test ? [] : [touchpoint];
	const people = await settleCustomers(work, counted, new Map());
	const customerId = people.customers[0] ?? null;
	await transaction.runMany(APPLY_TOUCHPOINT, [touchpointRow(touchpoint, customerId, now)]);
	await mergeJourneys(work, people.merged);
	if (customerId !== null) {
		await resolveWaits(
			transaction,
			dialect,
			{
				applied: [{ touchpoint, customerId }],
				ends: [],
				survivors: people.survivors,
			},
			now,
		);
	}
	return { customerId, isNew: true };
}
