import type { CustomerWork } from '../customers/customer-work';
import { foldAnew, keptJourney, type KeptJourney } from './fold-anew';

/** The journeys of one definition and key that are the survivor's after a merge. */
interface JoinedJourneys {
	readonly winner: string;
	/** The one that goes on: the survivor's own, if there is one. */
	readonly into: KeptJourney;
	readonly others: readonly KeptJourney[];
}

/**
 * Moves the journeys of merged customers to the survivors. Journeys of one definition and key become one, whose joined
 * history is folded anew, by the newest of their versions: the result is that of a customer who was one from the beginning.
 */
export async function mergeJourneys(
	{ transaction, dialect, definitions }: Omit<CustomerWork, 'newId' | 'now'>,
	merged: ReadonlyMap<string, string>,
): Promise<void> {
	if (merged.size === 0) return;
	const rows = await transaction.all(
		`SELECT id, customer_id, definition, version, journey_key FROM journey
			WHERE customer_id IN ${dialect.listOfTexts} ORDER BY id`,
		[JSON.stringify([...new Set([...merged.keys(), ...merged.values()])])],
	);
	const joined = joinJourneys(rows.map(keptJourney), merged);
	await transaction.runMany(
		'UPDATE journey SET customer_id = ? WHERE id = ?',
		joined
			.filter(({ winner, into }) => into.owner !== winner)
			.map(({ winner, into }) => [winner, into.id]),
	);
	const gone = joined.flatMap(({ winner, into, others }) =>
		others.map(({ id }) => ({ winner, into: into.id, id })),
	);
	await transaction.runMany(
		'UPDATE journey_touchpoint SET journey_id = ? WHERE journey_id = ?',
		gone.map(({ into, id }) => [into, id]),
	);
	await transaction.runMany(
		'UPDATE moment SET journey_id = ? WHERE customer_id = ? AND journey_id = ?',
		gone.map(({ winner, into, id }) => [into, winner, id]),
	);
	await transaction.runMany(
		'DELETE FROM visit WHERE journey_id = ?',
		gone.map(({ id }) => [id]),
	);
	await transaction.runMany(
		'DELETE FROM journey WHERE id = ?',
		gone.map(({ id }) => [id]),
	);
	const changed = joined.filter(({ others }) => others.length > 0);
	await foldAnew(
		transaction,
		definitions,
		changed.map(({ winner, into, others }) => ({
			...into,
			owner: winner,
			version: Math.max(into.version, ...others.map(({ version }) => version)),
		})),
	);
}

function joinJourneys(
	journeys: readonly KeptJourney[],
	merged: ReadonlyMap<string, string>,
): readonly JoinedJourneys[] {
	const places = Map.groupBy(journeys, ({ owner, definition, key }) =>
		JSON.stringify([merged.get(owner) ?? owner, definition, key]),
	);
	return [...places.values()].flatMap((all) => {
		const [first] = all;
		if (!first) return [];
		const winner = merged.get(first.owner) ?? first.owner;
		const into = all.find(({ owner }) => owner === winner) ?? first;
		return [{ winner, into, others: all.filter((one) => one !== into) }];
	});
}
