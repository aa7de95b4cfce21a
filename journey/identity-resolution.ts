import { identitiesOfOne } from './identities-of-one';
import { identityKey, type Identity } from './identity';
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
	 * many of this kind as anybody is given, or would have by taking in whose it is. `not_reviewed`: it came out of order, and
	 * the people who contest identities with its customer have more touchpoints than are sorted anew, so who came first
	 * keeps them.
	 */
	readonly why: 'other_customer' | 'too_many' | 'not_reviewed' | PassedOver;
}

/** Somebody who claims an identity that more than one claim, whoever has it. */
export interface Contender {
	/** The key of the identity. */
	readonly identity: string;
	readonly customerId: string;
}

export interface Resolution {
	/** For each touchpoint, in the order given: its customer, or null when it names nobody. */
	readonly customers: readonly (string | null)[];
	/** For each touchpoint, the identities that were not joined. */
	readonly conflicts: readonly (readonly IdentityConflict[])[];
	/**
	 * Who claims an identity that was refused to somebody, each once. Only where somebody does can another order of the
	 * same touchpoints give other customers: without a refusal all who share an identity are one, in every order.
	 */
	readonly contenders: readonly Contender[];
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

function externalOf(identity: Identity): ReadonlyMap<string, string> {
	return identity.kind === 'external'
		? new Map([[identity.namespace, identity.value]])
		: new Map<string, string>();
}

/**
 * Finds out which customer each touchpoint belongs to. All identities of one touchpoint are one person, and so are two
 * people who share an identity, unless they have different external ids in one namespace, or would together have more
 * identities than anybody is given: then the touchpoint belongs to its most reliable identity and the others are
 * reported. A batch is worked through in the order of its history, whatever its own: whoever claimed an identity first
 * keeps it. For that to be so over several batches, those that nobody contests may come in any order, and the others have to
 * be resolved together (see `regroup`). `newId` gives ids for customers seen for the first time. Pure but for `newId`.
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

	const resolved: (ReturnType<typeof resolveOne> & { conflicts: IdentityConflict[] })[] = [];
	const inOrder = touchpoints
		.map((touchpoint, place) => ({ touchpoint, place }))
		.sort((a, b) => compareFoldKeys(a.touchpoint, b.touchpoint));
	for (const { touchpoint, place } of inOrder) {
		const { own, others } = identitiesOfOne(touchpoint.identities);
		const { person, refused } = resolveOne(own, touchpoint.occurredAt, place);
		const further = others.map((one) => ({
			identity: identityKey(one),
			why: 'other_customer' as const,
		}));
		resolved[place] = { person, refused, conflicts: [...refused, ...further] };
	}
	const contenders = new Map<string, Contender>();
	for (const { person, refused } of resolved) {
		for (const { identity } of refused) {
			for (const claimant of [person?.id, owners.get(identity)]) {
				if (claimant === undefined) continue;
				const customerId = people.currentId(claimant);
				contenders.set(JSON.stringify([identity, customerId]), { identity, customerId });
			}
		}
	}
	return {
		customers: resolved.map(({ person }) => (person === null ? null : people.currentId(person.id))),
		conflicts: resolved.map(({ conflicts }) => conflicts),
		contenders: [...contenders.values()],
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
