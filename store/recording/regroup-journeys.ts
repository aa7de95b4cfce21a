import { accountOfOwner } from '../../journey/context/account';
import { EMPTY_JOURNEY } from '../../journey/stages/journey-state';
import type { CustomerWork } from '../customers/customer-work';
import { foldAnew, type KeptJourney } from './fold-anew';

/** A touchpoint in a journey, and whose it turned out to be. */
export interface Application {
	readonly touchpointId: string;
	/** Whose the touchpoint is now. */
	readonly customerId: string;
	readonly definition: string;
	readonly key: string;
	readonly version: number;
	readonly journeyId: string;
	/** Who has had the journey so far. */
	readonly owner: string;
}

/** A journey after the touchpoints were given to whom they belong. */
interface SortedJourney extends KeptJourney {
	readonly isNew: boolean;
	readonly applications: readonly Application[];
}

/** Gives where the touchpoints of these customers are applied, with the customers that `customerOf` gives them to. */
export async function readApplications(
	{ transaction, dialect }: CustomerWork,
	customerIds: readonly string[],
	customerOf: (touchpointId: string) => string,
): Promise<readonly Application[]> {
	const rows = await transaction.all(
		`SELECT a.touchpoint_id, a.definition, a.journey_id, j.customer_id, j.journey_key, j.version
			FROM touchpoint t JOIN journey_touchpoint a ON a.touchpoint_id = t.id JOIN journey j ON j.id = a.journey_id
			WHERE t.customer_id IN ${dialect.listOfTexts} ORDER BY j.id, a.touchpoint_id`,
		[JSON.stringify(customerIds)],
	);
	return rows.map((row) => ({
		touchpointId: String(row.touchpoint_id),
		customerId: customerOf(String(row.touchpoint_id)),
		definition: String(row.definition),
		key: String(row.journey_key),
		version: Number(row.version),
		journeyId: String(row.journey_id),
		owner: String(row.customer_id),
	}));
}

/**
 * Gives each touchpoint of a customer's journeys to the journey of whom it belongs to, and folds anew what changed; gives
 * the journey of each touchpoint, in the order given. A journey goes on under its id where its customer does, else with
 * somebody who has none. Journeys of accounts stay as they are: it does not matter to them which member did what.
 */
export async function regroupJourneys(
	work: CustomerWork,
	applications: readonly Application[],
): Promise<readonly (Application & { readonly newJourneyId: string })[]> {
	const { transaction } = work;
	const own = applications.filter(({ owner }) => accountOfOwner(owner) === null);
	const places = Map.groupBy(own, ({ definition, key }) => JSON.stringify([definition, key]));
	const sorted = [...places.values()].flatMap((all) => sortJourneys(all, work.newId));
	await transaction.runMany(
		`INSERT INTO journey (id, customer_id, definition, journey_key, version, stage, status, state)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		sorted
			.filter(({ isNew }) => isNew)
			.map(({ id, owner, definition, key, version }) => {
				const { stage, status } = EMPTY_JOURNEY;
				const state = JSON.stringify(EMPTY_JOURNEY);
				return [id, owner, definition, key, version, stage, status, state];
			}),
	);
	const journeyOf = new Map<Application, string>(
		sorted.flatMap(({ id, applications: all }) => all.map((application) => [application, id])),
	);
	await transaction.runMany(
		'UPDATE journey_touchpoint SET journey_id = ? WHERE touchpoint_id = ? AND definition = ?',
		[...journeyOf]
			.filter(([{ journeyId }, id]) => journeyId !== id)
			.map(([{ touchpointId, definition }, id]) => [id, touchpointId, definition]),
	);
	const left = new Set(sorted.map(({ id }) => id));
	const emptied = [...new Set(own.map(({ journeyId }) => journeyId))].filter((id) => !left.has(id));
	await transaction.runMany(
		'DELETE FROM visit WHERE journey_id = ?',
		emptied.map((id) => [id]),
	);
	await transaction.runMany(
		'DELETE FROM journey WHERE id = ?',
		emptied.map((id) => [id]),
	);
	await foldChanged(work, own, sorted);
	return applications.map((application) => ({
		...application,
		newJourneyId: journeyOf.get(application) ?? application.journeyId,
	}));
}

/** Sorts the touchpoints of one definition and key by whose they are. */
function sortJourneys(all: readonly Application[], newId: () => string): readonly SortedJourney[] {
	const byCustomer = Map.groupBy(all, ({ customerId }) => customerId);
	const free = new Map(all.map(({ journeyId, owner }) => [journeyId, owner]));
	const kept = new Map([...free].map(([journeyId, owner]) => [owner, journeyId]));
	for (const customerId of byCustomer.keys()) free.delete(kept.get(customerId) ?? '');
	const left = [...free.keys()];
	return [...byCustomer].map(([owner, applications]) => {
		const known = kept.get(owner) ?? left.shift();
		const [{ definition, key } = { definition: '', key: '' }] = applications;
		return {
			id: known ?? newId(),
			owner,
			definition,
			key,
			version: Math.max(...applications.map(({ version }) => version)),
			isNew: known === undefined,
			applications,
		};
	});
}

/** Folds anew the journeys that gained or lost a touchpoint. */
async function foldChanged(
	{ transaction, definitions }: CustomerWork,
	own: readonly Application[],
	sorted: readonly SortedJourney[],
): Promise<void> {
	const before = Map.groupBy(own, ({ journeyId }) => journeyId);
	await transaction.runMany(
		'UPDATE journey SET customer_id = ? WHERE id = ?',
		sorted
			.filter(({ id, owner, isNew }) => !isNew && before.get(id)?.[0]?.owner !== owner)
			.map(({ id, owner }) => [owner, id]),
	);
	const changed = sorted.filter(({ id, applications }) => {
		const stays = applications.every(({ journeyId }) => journeyId === id);
		return !stays || before.get(id)?.length !== applications.length;
	});
	await foldAnew(transaction, definitions, changed);
}
