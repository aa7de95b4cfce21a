import { EMPTY_JOURNEY } from '../../journey/stages/journey-state';
import { run, type Transaction } from '../database';
import type { Definitions } from '../definitions';
import { JourneyWriter } from './journeys';

/** A journey of an account in which a customer took part. */
export interface SharedJourney {
	readonly id: string;
	readonly owner: string;
	readonly definition: string;
	readonly version: number;
	readonly key: string;
}

/** Gives the journeys of others, accounts, that hold touchpoints of a customer. */
export async function sharedJourneys(
	transaction: Transaction,
	customerId: string,
): Promise<readonly SharedJourney[]> {
	const rows = await transaction.all(
		`SELECT DISTINCT j.id, j.customer_id, j.definition, j.version, j.journey_key
			FROM touchpoint t
			JOIN journey_touchpoint a ON a.touchpoint_id = t.id
			JOIN journey j ON j.id = a.journey_id
			WHERE t.customer_id = ? AND j.customer_id <> ?`,
		[customerId, customerId],
	);
	return rows.map((row) => ({
		id: String(row.id),
		owner: String(row.customer_id),
		definition: String(row.definition),
		version: Number(row.version),
		key: String(row.journey_key),
	}));
}

/**
 * Folds shared journeys anew after touchpoints of one member are gone: they become what they would have been without
 * that member. A journey that nobody else took part in goes, and its account with its last journey.
 */
export async function foldWithoutMember(
	transaction: Transaction,
	definitions: Definitions,
	journeys: readonly SharedJourney[],
): Promise<void> {
	for (const { id, owner, key, ...named } of journeys) {
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
			continue;
		}
		const definition = await definitions.get(transaction, named.definition, named.version);
		if (!definition) continue;
		const writer = new JourneyWriter(definition.name);
		const journey = { id, customerId: owner, definition, key, state: EMPTY_JOURNEY };
		await writer.refold(transaction, journey, []);
		await writer.write(transaction);
	}
}
