import { IDENTITY_KINDS, identityKey, type Identity } from './identity';
import { areDifferentPeople, People, type KnownIdentities, type Person } from './people';

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
 * people who share an identity, unless they have different external ids in one namespace: then the touchpoint
 * belongs to its most reliable identity and the others are reported. `newId` gives ids for customers seen for the
 * first time. Pure but for `newId`.
 */
export function resolveIdentities(
	touchpoints: readonly {
		readonly identities: readonly Identity[];
		readonly occurredAt: number;
	}[],
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

	const resolveOne = (
		identities: readonly Identity[],
		occurredAt: number,
	): { person: Person | null; refused: string[] } => {
		const refused: string[] = [];
		let person: Person | null = null;
		for (const identity of identities) {
			const key = identityKey(identity);
			const owner = owners.get(key);
			if (owner !== undefined) {
				const other = people.get(owner);
				if (person === null || person.id === other.id) person = other;
				else if (areDifferentPeople(person.externals, other.externals)) refused.push(key);
				else person = people.merge(person, other);
				continue;
			}
			const own = externalOf(identity);
			person ??= findPeer(identities, own) ?? people.create(occurredAt);
			if (areDifferentPeople(person.externals, own)) {
				refused.push(key);
				continue;
			}
			for (const [namespace, value] of own) person.externals.set(namespace, value);
			owners.set(key, person.id);
			linked.set(key, { identity, customerId: person.id });
		}
		return { person, refused };
	};

	const resolved = touchpoints.map(({ identities, occurredAt }) =>
		resolveOne(byReliability(identities), occurredAt),
	);
	return {
		customers: resolved.map(({ person }) => (person === null ? null : people.currentId(person.id))),
		conflicts: resolved.map(({ refused }) => refused),
		created: people.created,
		linked: new Map(
			[...linked].map(([key, link]) => [
				key,
				{ ...link, customerId: people.currentId(link.customerId) },
			]),
		),
		merged: people.merged,
	};
}
