import { run, type Transaction } from '../database';
import type { Definitions } from '../definitions';
import { foldAnew, keptJourney, type KeptJourney } from './fold-anew';

/** Gives the journeys of others, accounts, that hold touchpoints of a customer. */
export async function sharedJourneys(
	transaction: Transaction,
	customerId: string,
): Promise<readonly KeptJourney[]> {
	const rows = await transaction.all(
		`SELECT DISTINCT j.id, j.customer_id, j.definition, j.version, j.journey_key
			FROM touchpoint t
			JOIN journey_touchpoint a ON a.touchpoint_id = t.id
			JOIN journey j ON j.id = a.journey_id
			WHERE t.customer_id = ? AND j.customer_id <> ?`,
		[customerId, customerId],
	);
	return rows.map(keptJourney);
}

/**
 * Folds shared journeys anew after touchpoints of one member are gone: they become what they would have been without
 * that member. A journey that nobody else took part in goes, and its account with its last journey.
 */
export async function foldWithoutMember(
	transaction: Transaction,
	definitions: Definitions,
	journeys: readonly KeptJourney[],
): Promise<void> {
	const remaining: KeptJourney[] = [];
	for (const journey of journeys) {
		const { id, owner } = journey;
		const left = await transaction.all(
			'SELECT 1 AS one FROM journey_touchpoint WHERE journey_id = ? LIMIT 1',
			[id],
		);
		if (left.length === 0) {
			await run(transaction, 'DELETE FROM visit WHERE journey_id = ?', [id]);
			await run(transaction, 'DELETE FROM journey WHERE id = ?', [id]);
			await run(
				transaction,
				`DELETE FROM customer WHERE id = ?
					AND NOT EXISTS (SELECT 1 FROM journey j WHERE j.customer_id = customer.id)`,
				[owner],
			);
		} else remaining.push(journey);
	}
	await foldAnew(transaction, definitions, remaining);
}
