import { identityKey } from '../../journey/identity';
import {
	resolveIdentities,
	type IdentityConflict,
	type Resolution,
} from '../../journey/identity-resolution';
import { recognise, type Recognition } from '../../journey/identity-use';
import {
	addToProfile,
	EMPTY_PROFILE,
	mergeProfiles,
	SHARED_EMAIL,
	statedAttributes,
} from '../../journey/profile';
import type { Touchpoint } from '../../journey/touchpoint';
import { insertConsentWords } from '../customers/consent-words';
import { readKnownIdentities, readOwners, type KeptCustomer } from '../customers/known-identities';
import { moveCustomers } from '../customers/move-customers';
import type { Dialect, Transaction } from '../database';

/** The customer of each touchpoint after the batch, and which customers were merged away: old id to new id. */
export interface Customers {
	readonly customers: readonly (string | null)[];
	readonly conflicts: readonly (readonly IdentityConflict[])[];
	readonly merged: ReadonlyMap<string, string>;
}

/**
 * Finds or makes the customer of each touchpoint and writes down what the touchpoints say about them. Merged
 * customers stay as aliases of the survivor; their journeys are joined by `mergeJourneys`.
 */
export async function settleCustomers(
	transaction: Transaction,
	dialect: Dialect,
	touchpoints: readonly Touchpoint[],
	newId: () => string,
	now: number,
): Promise<Customers> {
	const keys = [...new Set(touchpoints.flatMap(({ identities }) => identities.map(identityKey)))];
	const kept = await readOwners(transaction, dialect, keys);
	const recognitions = touchpoints.map(({ identities }) =>
		recognise(identities, (identity) => kept.rules.get(identityKey(identity))),
	);
	const recognised = recognitions.map((recognition) => recognition.recognised);
	const known = await readKnownIdentities(transaction, dialect, recognised, kept);
	const resolution = resolveIdentities(
		touchpoints.map(({ occurredAt, sequence, id }, place) => ({
			occurredAt,
			sequence,
			id,
			identities: recognised[place] ?? [],
		})),
		known,
		newId,
	);
	const facts = touchpoints.map((touchpoint, place) =>
		withSharedEmail(touchpoint, recognitions[place]),
	);
	await writeProfiles(transaction, facts, resolution, kept.customers);
	await transaction.runMany(
		'INSERT INTO identity (identity_key, kind, namespace, value, customer_id) VALUES (?, ?, ?, ?, ?)',
		[...resolution.linked].map(([key, { identity, customerId }]) => [
			key,
			identity.kind,
			'namespace' in identity ? identity.namespace : null,
			identity.value,
			customerId,
		]),
	);
	await insertConsentWords(transaction, touchpoints, kept.rules);
	const moves = [...resolution.merged].map(([loser, { winner, by }]) => ({
		loser,
		winner,
		by: touchpoints[by]?.id ?? null,
	}));
	await moveCustomers(transaction, dialect, moves, now);
	return {
		customers: resolution.customers,
		conflicts: recognitions.map(({ passedOver }, place) => [
			...passedOver.map(({ identity, why }) => ({ identity: identityKey(identity), why })),
			...(resolution.conflicts[place] ?? []),
		]),
		merged: new Map(moves.map(({ loser, winner }) => [loser, winner])),
	};
}

/** An address that the customer uses and others too is kept as an attribute: it is one to write to, not to know somebody by. */
function withSharedEmail(touchpoint: Touchpoint, recognition: Recognition | undefined): Touchpoint {
	const shared = recognition?.passedOver.find(({ why }) => why === 'shared_address');
	if (!shared) return touchpoint;
	const attributes = { [SHARED_EMAIL]: shared.identity.value, ...touchpoint.attributes };
	return { ...touchpoint, attributes };
}

/** Writes new and changed customers. */
async function writeProfiles(
	transaction: Transaction,
	touchpoints: readonly Touchpoint[],
	resolution: Resolution,
	customers: Map<string, KeptCustomer>,
): Promise<void> {
	const changed = new Set<string>(resolution.created);
	for (const [loser, { winner }] of resolution.merged) {
		const from = customers.get(loser);
		if (!from) continue;
		customers.set(winner, mergedCustomer(customers.get(winner), from));
		changed.add(winner);
	}
	touchpoints.forEach((touchpoint, index) => {
		const id = resolution.customers[index];
		if (!id) return;
		const customer = customers.get(id) ?? {
			firstSeen: touchpoint.occurredAt,
			profile: EMPTY_PROFILE,
		};
		customers.set(id, customer);
		if (touchpoint.occurredAt < customer.firstSeen) {
			customer.firstSeen = touchpoint.occurredAt;
			changed.add(id);
		}
		if (statedAttributes(touchpoint).length > 0) {
			customer.profile = addToProfile(customer.profile, touchpoint);
			changed.add(id);
		}
	});
	await transaction.runMany(
		`INSERT INTO customer (id, first_seen, profile) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen, profile = excluded.profile`,
		[...changed].flatMap((id) => {
			const customer = customers.get(id);
			return customer ? [[id, customer.firstSeen, JSON.stringify(customer.profile)]] : [];
		}),
	);
}

/** Gives what is kept of two customers who are one; the first may be new and have nothing yet. */
export function mergedCustomer(into: KeptCustomer | undefined, from: KeptCustomer): KeptCustomer {
	return {
		firstSeen: Math.min(from.firstSeen, into?.firstSeen ?? from.firstSeen),
		profile: mergeProfiles(into?.profile ?? EMPTY_PROFILE, from.profile),
	};
}
