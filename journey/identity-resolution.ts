import { IDENTITY_KINDS, identityKey, type Identity } from './identity';
import { isTooMany, type IdentityCounts } from './identity-limits';
import type { PassedOver } from './identity-use';
import {
	areDifferentPeople,
	People,
	type KnownIdentities,
	type MergedInto,
	type Person,
} from './people';
import { compareFoldKeys, type FoldKey } from './stages/fold-order';

/** An identity of a touchpoint that was not given to its customer. */
export interface IdentityConflict {
	/** The key of the identity. */
	readonly identity: string;
	/**
	 * `other_customer`: it is somebody's who has another id in a namespace both have one in. `too_many`: the customer has as
	 * many of this kind as anybody is given, or would have by taking in whose it is.
	 */
	readonly why: 'other_customer' | 'too_many' | PassedOver;
}

export interface Resolution {
	/** For each touchpoint, in the order given: its customer, or null when it names nobody. */
	readonly customers: readonly (string | null)[];
	/** For each touchpoint, the identities that were not joined. */
	readonly conflicts: readonly (readonly IdentityConflict[])[];
	/** Customers to make. */
	readonly created: readonly string[];
	/** Identities to add, by their key. */
	readonly linked: ReadonlyMap<
		string,
		{ readonly identity: Identity; readonly customerId: string }
	>;
	/** Customers to merge, by the id of the one who disappears. */
	readonly merged: ReadonlyMap<string, MergedInto>;
}

/** Gives the identities, the most reliable kind first, each once. */
function byReliability(identities: readonly Identity[]): Identity[] {
	const unique = new Map(identities.map((identity) => [identityKey(identity), identity]));
	return [...unique.values()].sort(
		(a, b) => IDENTITY_KINDS.indexOf(a.kind) - IDENTITY_KINDS.indexOf(b.kind),
	);
}

function externalOf(identity: Identity): ReadonlyMap<string, string> {
	return identity.kind === 'external'
		? new Map([[identity.namespace, identity.value]])
		: new Map<string, string>();
}

/**
 * Finds out which customer each touchpoint belongs to. All identities of one touchpoint are one person, and so are two
 * people who share an identity, unless they have different external ids in one namespace, or would together have more
 * identities than anybody is given: then the touchpoint belongs to its most reliable identity and the others are
 * reported. A batch is worked through in the order of its history, whatever its own. An identity that two such people
 * claim in different batches stays with the one whose batch came first. `newId` gives ids for customers seen for the
 * first time. Pure but for `newId`.
 */
export function resolveIdentities(
	touchpoints: readonly (FoldKey & { readonly identities: readonly Identity[] })[],
	known: KnownIdentities,
	newId: () => string,
): Resolution {
	const people = new People(known, newId);
	const owners = new Map(known.owners);
	const linked = new Map<string, { identity: Identity; customerId: string }>();

	/** Somebody whom the weaker identities lead to and who may also have the strongest, unknown one. */
	const findPeer = (identities: readonly Identity[], own: ReadonlyMap<string, string>) => {
		for (const identity of identities) {
			const owner = owners.get(identityKey(identity));
			if (owner === undefined) continue;
			const person = people.get(owner);
			if (!areDifferentPeople(person.externals, own)) return person;
		}
		return null;
	};

	const link = (person: Person, identity: Identity): IdentityConflict['why'] | null => {
		const own = externalOf(identity);
		const one: IdentityCounts = new Map([[identity.kind, 1]]);
		if (areDifferentPeople(person.externals, own)) return 'other_customer';
		if (isTooMany(person.counts, one)) return 'too_many';
		for (const [namespace, value] of own) person.externals.set(namespace, value);
		person.counts.set(identity.kind, (person.counts.get(identity.kind) ?? 0) + 1);
		owners.set(identityKey(identity), person.id);
		linked.set(identityKey(identity), { identity, customerId: person.id });
		return null;
	};

	const resolveOne = (
		identities: readonly Identity[],
		occurredAt: number,
		place: number,
	): { person: Person | null; refused: IdentityConflict[] } => {
		const refused: IdentityConflict[] = [];
		let person: Person | null = null;
		for (const identity of identities) {
			const key = identityKey(identity);
			const owner = owners.get(key);
			if (owner === undefined) {
				person ??= findPeer(identities, externalOf(identity)) ?? people.create(occurredAt);
				const why = link(person, identity);
				if (why !== null) refused.push({ identity: key, why });
				continue;
			}
			const other = people.get(owner);
			if (person === null || person.id === other.id) person = other;
			else if (areDifferentPeople(person.externals, other.externals))
				refused.push({ identity: key, why: 'other_customer' });
			else if (isTooMany(person.counts, other.counts))
				refused.push({ identity: key, why: 'too_many' });
			else person = people.merge(person, other, place);
		}
		return { person, refused };
	};

	const resolved: ReturnType<typeof resolveOne>[] = [];
	const inOrder = touchpoints
		.map((touchpoint, place) => ({ touchpoint, place }))
		.sort((a, b) => compareFoldKeys(a.touchpoint, b.touchpoint));
	for (const { touchpoint, place } of inOrder) {
		const { identities, occurredAt } = touchpoint;
		resolved[place] = resolveOne(byReliability(identities), occurredAt, place);
	}
	return {
		customers: resolved.map(({ person }) => (person === null ? null : people.currentId(person.id))),
		conflicts: resolved.map(({ refused }) => refused),
		created: people.created,
		linked: new Map(
			[...linked].map(([key, { identity, customerId }]) => [
				key,
				{ identity, customerId: people.currentId(customerId) },
			]),
		),
		merged: people.merged,
	};
}
