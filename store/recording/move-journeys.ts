import type { Transaction } from '../database';
import type { VersionUse } from '../definition-store';
import type { Definitions } from '../definitions';
import { StoreError } from '../store-error';
import { foldAnew, keptJourney } from './fold-anew';

/**
 * Brings at most so many journeys of older versions to this version and gives how many they were. Each journey's own
 * history is folded anew, so stages that vanished, stays and figures are as if the version had always been there.
 */
export async function moveJourneys(
	transaction: Transaction,
	definitions: Definitions,
	name: string,
	version: number,
	atMost: number,
): Promise<number> {
	const definition = await definitions.get(transaction, name, version);
	if (!definition) {
		throw new StoreError(
			'unknown_definition',
			`There is no journey '${name}' with version ${version}. Save it first.`,
		);
	}
	await definitions.save(transaction, definition);
	const rows = await transaction.all(
		`SELECT id, customer_id, definition, version, journey_key FROM journey WHERE definition = ? AND version < ?
			ORDER BY version, id LIMIT ?`,
		[name, version, atMost],
	);
	await foldAnew(
		transaction,
		definitions,
		rows.map((row) => ({ ...keptJourney(row), version })),
	);
	return rows.length;
}

/** Gives how many journeys go by which version of a definition, the oldest version first. */
export async function getVersionUse(
	transaction: Transaction,
	name: string,
): Promise<readonly VersionUse[]> {
	const rows = await transaction.all(
		`SELECT version, COUNT(*) AS journeys, SUM(CASE WHEN status = 'active' THEN 1 ELSE 0 END) AS active
			FROM journey WHERE definition = ? GROUP BY version ORDER BY version`,
		[name],
	);
	return rows.map((row) => ({
		version: Number(row.version),
		journeys: Number(row.journeys),
		active: Number(row.active),
	}));
}
