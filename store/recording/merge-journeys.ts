import type { Definitions } from '../definitions';
import type { Transaction } from '../database';
import { EMPTY_JOURNEY } from '../../journey/stages/journey-state';
import { JourneyWriter } from './journeys';
import { setVersion } from './move-journeys';

/**
 * Moves the journeys of merged customers to the survivors. Two journeys of one definition and key become one, whose
 * joined history is folded anew, by the newer of their versions: the result is that of a customer who was one from the beginning.
 */
export async function mergeJourneys(
	transaction: Transaction,
	definitions: Definitions,
	merged: ReadonlyMap<string, string>,
): Promise<void> {
	for (const [loser, winner] of merged) {
		const rows = await transaction.all(
			`SELECT l.id, l.definition, l.version, l.journey_key, w.id AS into_id, w.version AS into_version
				FROM journey l LEFT JOIN journey w
				ON w.customer_id = ? AND w.definition = l.definition AND w.journey_key = l.journey_key
				WHERE l.customer_id = ?`,
			[winner, loser],
		);
		for (const row of rows) {
			const from = String(row.id);
			if (row.into_id === null || row.into_id === undefined) {
				await transaction.runMany('UPDATE journey SET customer_id = ? WHERE id = ?', [
					[winner, from],
				]);
				continue;
			}
			const into = String(row.into_id);
			await transaction.runMany(
				'UPDATE journey_touchpoint SET journey_id = ? WHERE journey_id = ?',
				[[into, from]],
			);
			await transaction.runMany(
				'UPDATE moment SET journey_id = ? WHERE customer_id = ? AND journey_id = ?',
				[[into, winner, from]],
			);
			await transaction.runMany('DELETE FROM visit WHERE journey_id = ?', [[from]]);
			await transaction.runMany('DELETE FROM journey WHERE id = ?', [[from]]);
			const version = Math.max(Number(row.version), Number(row.into_version));
			const definition = await definitions.get(transaction, String(row.definition), version);
			if (!definition) continue;
			const writer = new JourneyWriter(definition.name);
			const journey = {
				id: into,
				customerId: winner,
				definition,
				key: String(row.journey_key),
				state: EMPTY_JOURNEY,
			};
			await writer.refold(transaction, journey, []);
			await writer.write(transaction);
			await setVersion(transaction, [into], version);
		}
	}
}
