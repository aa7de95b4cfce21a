import type { IdentityKind } from './identity';
import type { IdentityCounts } from './identity-limits';

/** Somebody the identities of a batch lead to. */
export interface Person {
	readonly id: string;
	/** Epoch milliseconds; infinite for somebody of whom it is not known. */
	readonly firstSeen: number;
	/** The person's external id in each namespace. */
	readonly externals: Map<string, string>;
	/** How many identities of each kind the person has. */
	readonly counts: Map<IdentityKind, number>;
}

/** What is known before a batch of touchpoints is resolved. */
export interface KnownIdentities {
	/** Customer id by identity key. */
	readonly owners: ReadonlyMap<string, string>;
	/** For each of those customers that the batch may change, its external ids: namespace to value. */
	readonly externals: ReadonlyMap<string, ReadonlyMap<string, string>>;
	/** For each of those customers, when it was first seen (epoch milliseconds): the older one survives a merge. */
	readonly firstSeen: ReadonlyMap<string, number>;
	/** How many identities those customers have, where the batch may give them more; others count as having none. */
	readonly counts: ReadonlyMap<string, IdentityCounts>;
}

/** A formerly known customer who is now another, and by which touchpoint of the batch that came to light. */
export interface MergedInto {
	readonly winner: string;
	/** The place of the touchpoint in the batch. */
	readonly by: number;
}

/** Whether two people have different ids in one namespace, and so cannot be one person. */
export function areDifferentPeople(
	a: ReadonlyMap<string, string>,
	b: ReadonlyMap<string, string>,
): boolean {
	for (const [namespace, value] of a) {
		const other = b.get(namespace);
		if (other !== undefined && other !== value) return true;
	}
	return false;
}

/** The people a batch is about: known ones, new ones, and which of them turned out to be one. */
export class People {
	readonly #known: KnownIdentities;
	readonly #newId: () => string;
	readonly #people = new Map<string, Person>();
	readonly #created = new Set<string>();
	readonly #merged = new Map<string, MergedInto>();

	/** `newId` gives ids for people seen for the first time. */
	constructor(known: KnownIdentities, newId: () => string) {
		this.#known = known;
		this.#newId = newId;
	}

	/** Gives the id under which a person goes after all merges so far. */
	currentId(id: string): string {
		let current = id;
		for (
			let next = this.#merged.get(current);
			next !== undefined;
			next = this.#merged.get(current)
		) {
			current = next.winner;
		}
		return current;
	}

	/** Gives the person with this id, or the one it was merged into. */
	get(id: string): Person {
		const current = this.currentId(id);
		const met = this.#people.get(current);
		if (met) return met;
		const person: Person = {
			id: current,
			firstSeen: this.#known.firstSeen.get(current) ?? Number.POSITIVE_INFINITY,
			externals: new Map(this.#known.externals.get(current)),
			counts: new Map(this.#known.counts.get(current)),
		};
		this.#people.set(current, person);
		return person;
	}

	/** Gives a new person, first seen at this moment (epoch milliseconds). */
	create(firstSeen: number): Person {
		const person: Person = {
			id: this.#newId(),
			firstSeen,
			externals: new Map(),
			counts: new Map(),
		};
		this.#people.set(person.id, person);
		this.#created.add(person.id);
		return person;
	}

	/**
	 * Makes one of two people, since the touchpoint at this place of the batch shows that they are, and gives it: the one
	 * seen first, at the same moment the one whose id comes first.
	 */
	merge(a: Person, b: Person, by: number): Person {
		const aIsOlder = a.firstSeen < b.firstSeen || (a.firstSeen === b.firstSeen && a.id <= b.id);
		const [winner, loser] = aIsOlder ? [a, b] : [b, a];
		this.#merged.set(loser.id, { winner: winner.id, by });
		this.#people.delete(loser.id);
		for (const [namespace, value] of loser.externals) winner.externals.set(namespace, value);
		for (const [kind, count] of loser.counts) {
			winner.counts.set(kind, (winner.counts.get(kind) ?? 0) + count);
		}
		return winner;
	}

	/** New people who were not merged into others. */
	get created(): readonly string[] {
		return [...this.#created].filter((id) => !this.#merged.has(id));
	}

	/** Formerly known people who are now others, by their old id. */
	get merged(): ReadonlyMap<string, MergedInto> {
		const formerlyKnown = [...this.#merged].filter(([id]) => !this.#created.has(id));
		return new Map(formerlyKnown.map(([id, { by }]) => [id, { winner: this.currentId(id), by }]));
	}
}
