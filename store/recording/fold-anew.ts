import { EMPTY_JOURNEY } from '../../journey/stages/journey-state';
import type { Row, Transaction } from '../database';
import type { Definitions } from '../definitions';
import { JourneyWriter } from './journeys';

/** A journey, and the version of its definition by which it goes. */
export interface KeptJourney {
	readonly id: string;
	/** A customer, or an account (see `accountOwner`). */
	readonly owner: string;
	readonly definition: string;
	readonly version: number;
	readonly key: string;
}

/** Gives a row of `id`, `customer_id`, `definition`, `version` and `journey_key`. */
export function keptJourney(row: Row): KeptJourney {
	return {
		id: String(row.id),
		owner: String(row.customer_id),
		definition: String(row.definition),
		version: Number(row.version),
		key: String(row.journey_key),
	};
}

/**
 * Folds the whole histories of these journeys anew, each by the version given with it, by which it goes from now on.
 * Nothing is sent because of it: no touchpoint is new. A journey whose definition is not to be found stays as it is.
 */
export async function foldAnew(
	transaction: Transaction,
	definitions: Definitions,
	journeys: readonly KeptJourney[],
): Promise<void> {
	for (const [name, own] of Map.groupBy(journeys, ({ definition }) => definition)) {
		const writer = new JourneyWriter(name);
		const versions: [version: number, id: string][] = [];
		for (const { id, owner, version, key } of own) {
			const definition = await definitions.get(transaction, name, version);
			if (!definition) continue;
			const journey = { id, customerId: owner, definition, key, state: EMPTY_JOURNEY };
			await writer.refold(transaction, journey, []);
			versions.push([version, id]);
		}
		await writer.write(transaction);
		await transaction.runMany('UPDATE journey SET version = ? WHERE id = ?', versions);
	}
}
