import { IDENTITY_KINDS, identityKey, type Identity } from './identity';

/** What is known before a batch of touchpoints is resolved. */
export interface KnownIdentities {
	/** Customer id by identity key. */
	readonly owners: ReadonlyMap<string, string>;
	/** For each of those customers, its external ids: namespace to value. */
	readonly externals: ReadonlyMap<string, ReadonlyMap<string, string>>;
	/** For each of those customers, when it was first seen (epoch milliseconds): the older one survives a merge. */
	readonly firstSeen: ReadonlyMap<string, number>;
}

export interface Resolution {
	/** For each touchpoint, in the order given: its customer, or null when it names nobody. */
	readonly customers: readonly (string | null)[];
	/** For each touchpoint, the identity keys that belong to somebody else and were not joined. */
	readonly conflicts: readonly (readonly string[])[];
	/** Customers to make. */
	readonly created: readonly string[];
	/** Identities to add, by their key. */
	readonly linked: ReadonlyMap<
		string,
		{ readonly identity: Identity; readonly customerId: string }
	>;
	/** Customers to merge: the first disappears into the second. */
	readonly merged: ReadonlyMap<string, string>;
}

interface Person {
	id: string;
	firstSeen: number;
	externals: Map<string, string>;
}

/** Gives the identities, the most reliable kind first, each once. */
function byReliability(identities: readonly Identity[]): Identity[] {
	const unique = [
		...new Map(identities.map((identity) => [identityKey(identity), identity])).values(),
	];
	return unique.sort((a, b) => IDENTITY_KINDS.indexOf(a.kind) - IDENTITY_KINDS.indexOf(b.kind));
}

/** Whether two people have different ids in one namespace, and so cannot be one person. */
function areDifferentPeople(
	a: ReadonlyMap<string, string>,
	b: ReadonlyMap<string, string>,
): boolean {
	for (const [namespace, value] of a) {
		const other = b.get(namespace);
		if (other !== undefined && other !== value) return true;
	}
	return false;
}

/**
 * Finds out which customer each touchpoint belongs to. All identities of one touchpoint are one person, and so are two
 * people who share an identity, unless they have different external ids in one namespace: then the touchpoint
 * belongs to its most reliable identity and the others are reported. `newId` gives ids for customers seen for the
 * first time. Pure but for `newId`.
 */
export function resolveIdentities(
	touchpoints: readonly { readonly identities: readonly Identity[]; readonly occurredAt: number }[],
	known: KnownIdentities,
	newId: () => string,
): Resolution {
	const people = new Map<string, Person>();
	const merged = new Map<string, string>();
	const owners = new Map<string, string>(known.owners);
	const linked = new Map<string, { identity: Identity; customerId: string }>();
	const created: string[] = [];

	const current = (id: string): string => {
		let owner = id;
		for (let next = merged.get(owner); next !== undefined; next = merged.get(owner)) owner = next;
		return owner;
	};
	const personOf = (id: string): Person => {
		const owner = current(id);
		let person = people.get(owner);
		if (!person) {
			person = {
				id: owner,
				firstSeen: known.firstSeen.get(owner) ?? Number.POSITIVE_INFINITY,
				externals: new Map(known.externals.get(owner)),
			};
			people.set(owner, person);
		}
		return person;
	};
	const merge = (a: Person, b: Person): Person => {
		const [winner, loser] =
			a.firstSeen < b.firstSeen || (a.firstSeen === b.firstSeen && a.id <= b.id) ? [a, b] : [b, a];
		merged.set(loser.id, winner.id);
		people.delete(loser.id);
		for (const [namespace, value] of loser.externals) winner.externals.set(namespace, value);
		return winner;
	};

	const customers: (string | null)[] = [];
	const conflicts: string[][] = [];
	for (const touchpoint of touchpoints) {
		const identities = byReliability(touchpoint.identities);
		const refused: string[] = [];
		let person: Person | null = null;
		for (const identity of identities) {
			const key = identityKey(identity);
			const owner = owners.get(key);
			const own =
				identity.kind === 'external' ? new Map([[identity.namespace, identity.value]]) : new Map();
			if (owner !== undefined) {
				const other = personOf(owner);
				if (person === null || person.id === other.id) person = other;
				else if (areDifferentPeople(person.externals, other.externals)) refused.push(key);
				else person = merge(person, other);
				continue;
			}
			if (person === null) {
				const peer: Person | null = joinablePeer(identities, owners, personOf, own);
				person = peer ?? { id: newId(), firstSeen: touchpoint.occurredAt, externals: new Map() };
				if (!peer) {
					people.set(person.id, person);
					created.push(person.id);
				}
			}
			if (areDifferentPeople(person.externals, own)) {
				refused.push(key);
				continue;
			}
			for (const [namespace, value] of own) person.externals.set(namespace, value);
			owners.set(key, person.id);
			linked.set(key, { identity, customerId: person.id });
		}
		customers.push(person?.id ?? null);
		conflicts.push(refused);
	}

	return {
		customers: customers.map((id) => (id === null ? null : current(id))),
		conflicts,
		created: created.filter((id) => !merged.has(id)),
		linked: new Map(
			[...linked].map(([key, link]) => [key, { ...link, customerId: current(link.customerId) }]),
		),
		merged: new Map(
			[...merged.keys()].filter((id) => !created.includes(id)).map((id) => [id, current(id)]),
		),
	};
}

/**
 * Gives the known person that a touchpoint's weaker identities lead to, if its strongest, unknown identity may be
 * theirs; null when nobody is known or everybody known already has another id in that namespace.
 */
function joinablePeer(
	identities: readonly Identity[],
	owners: ReadonlyMap<string, string>,
	personOf: (id: string) => Person,
	own: ReadonlyMap<string, string>,
): Person | null {
	for (const identity of identities) {
		const owner = owners.get(identityKey(identity));
		if (owner === undefined) continue;
		const person = personOf(owner);
		if (!areDifferentPeople(person.externals, own)) return person;
	}
	return null;
}
