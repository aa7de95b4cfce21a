import { byReliability } from '../../journey/identities-of-one';
import { identityKey } from '../../journey/identity';
import {
	resolveIdentities,
	type IdentityConflict,
	type Resolution,
} from '../../journey/identity-resolution';
import { recognise, type Recognition } from '../../journey/identity-use';
import type { Touchpoint } from '../../journey/touchpoint';
import { insertConsentWords } from '../customers/consent-words';
import type { CustomerWork } from '../customers/customer-work';
import { readKnownIdentities, readOwners } from '../customers/known-identities';
import { moveCustomers, type CustomerMove } from '../customers/move-customers';
import type { Transaction } from '../database';
import { keepNewContenders } from './contenders';
import type { NamedTouchpoint } from './contests';
import { changedCustomers, writeCustomers } from './customer-profiles';
import { prepareRegrouping, writeRegrouping, type Regrouped } from './regroup-customers';
import { outcomesOf, settleContests } from './sort-anew';

/** The customer of each touchpoint after the batch, and what became of customers who were there before. */
export interface Customers {
	readonly customers: readonly (string | null)[];
	readonly conflicts: readonly (readonly IdentityConflict[])[];
	/** Customers merged away: old id to new id. */
	readonly merged: ReadonlyMap<string, string>;
	/** Customers who have now done what others had. */
	readonly survivors: ReadonlySet<string>;
}

/**
 * Finds or makes the customer of each touchpoint and writes down what the touchpoints say about them. Merged
 * customers stay as aliases of the survivor; their journeys are joined by `mergeJourneys`. Where people contest identities
 * and a touchpoint comes out of order, all that they have done is sorted anew. `known` are the customers of those that
 * were applied before, in another journey definition: they have said what they say, and are not resolved again.
 */
export async function settleCustomers(
	work: CustomerWork,
	touchpoints: readonly Touchpoint[],
	known: ReadonlyMap<string, string>,
): Promise<Customers> {
	const { transaction, dialect, newId, now } = work;
	const news = touchpoints.filter(({ id }) => !known.has(id));
	const keys = [...new Set(news.flatMap(({ identities }) => identities.map(identityKey)))];
	const kept = await readOwners(transaction, dialect, keys);
	const recognitions = news.map(({ identities }) =>
		recognise(identities, (identity) => kept.rules.get(identityKey(identity))),
	);
	const batch = news.map(({ occurredAt, sequence, id }, place): NamedTouchpoint => {
		const identities = recognitions[place]?.recognised ?? [];
		return { occurredAt, sequence, id, identities };
	});
	const named = batch.map(({ identities }) => identities);
	const identities = await readKnownIdentities(transaction, dialect, named, kept);
	const whole = resolveIdentities(batch, identities, newId);
	const contests = await settleContests(work, batch, kept, whole);
	const sorted = outcomesOf(contests);
	const rest = batch.map((one, place) => (sorted.has(place) ? { ...one, identities: [] } : one));
	const resolution = sorted.size === 0 ? whole : resolveIdentities(rest, identities, newId);
	const customers = batch.map((_, place) =>
		sorted.has(place)
			? (sorted.get(place)?.customerId ?? null)
			: (resolution.customers[place] ?? null),
	);

	const regrouped: Regrouped[] = [];
	for (const contest of contests.sorted) regrouped.push(await prepareRegrouping(work, contest));
	const statements = news.map((touchpoint, place) => ({
		touchpoint,
		recognition: recognitions[place],
		customerId: customers[place] ?? null,
	}));
	await writeCustomers(
		transaction,
		changedCustomers(kept.customers, resolution, regrouped, statements),
	);
	await writeLinked(transaction, resolution);
	await insertConsentWords(transaction, news, kept.rules);
	const moves = movesOf(resolution, regrouped, news);
	await moveCustomers(transaction, dialect, moves, now);
	for (const one of regrouped) await writeRegrouping(work, one);
	await keepNewContenders(transaction, resolution, kept.contested);

	const merged = new Map(moves.map(({ loser, winner }) => [loser, winner]));
	const results = new Map(
		news.map(({ id }, place) => [
			id,
			{
				customerId: customers[place] ?? null,
				conflicts: [
					...passedOver(recognitions[place]),
					...(sorted.get(place) ?? { conflicts: resolution.conflicts[place] ?? [] }).conflicts,
					...(contests.notReviewed.has(place) ? notReviewed(batch[place]) : []),
				],
			},
		]),
	);
	const ownerNow = (id: string): string | null => {
		const before = known.get(id);
		if (before === undefined) return null;
		const moved = regrouped.find(({ owners }) => owners.has(id))?.owners.get(id);
		return moved ?? merged.get(before) ?? before;
	};
	return {
		customers: touchpoints.map(({ id }) => results.get(id)?.customerId ?? ownerNow(id)),
		conflicts: touchpoints.map(({ id }) => results.get(id)?.conflicts ?? []),
		merged,
		survivors: new Set([...merged.values(), ...regrouped.flatMap((one) => [...one.affected])]),
	};
}

function passedOver(recognition: Recognition | undefined): readonly IdentityConflict[] {
	return (recognition?.passedOver ?? []).map(({ identity, why }) => ({
		identity: identityKey(identity),
		why,
	}));
}

function notReviewed(touchpoint: NamedTouchpoint | undefined): readonly IdentityConflict[] {
	const [first] = byReliability(touchpoint?.identities ?? []);
	return first ? [{ identity: identityKey(first), why: 'not_reviewed' }] : [];
}

async function writeLinked(transaction: Transaction, { linked }: Resolution): Promise<void> {
	await transaction.runMany(
		'INSERT INTO identity (identity_key, kind, namespace, value, customer_id) VALUES (?, ?, ?, ?, ?)',
		[...linked].map(([key, { identity, customerId }]) => [
			key,
			identity.kind,
			'namespace' in identity ? identity.namespace : null,
			identity.value,
			customerId,
		]),
	);
}

/** Gives who was merged into whom, and by which touchpoint: of a contest, by the first of the batch. */
function movesOf(
	{ merged }: Resolution,
	regrouped: readonly Regrouped[],
	batch: readonly Touchpoint[],
): readonly CustomerMove[] {
	const moves = [...merged].map(([loser, { winner, by }]) => ({ loser, winner, by }));
	const ofContests = regrouped.flatMap(({ contest: { places, regrouping } }) =>
		[...regrouping.merged].map(([loser, winner]) => ({ loser, winner, by: places[0] ?? -1 })),
	);
	return [...moves, ...ofContests].map(({ by, ...move }) => ({
		...move,
		by: batch[by]?.id ?? null,
	}));
}
