import { byReliability } from './identities-of-one';
import { identityKey, type Identity, type IdentityKind } from './identity';
import {
	resolveIdentities,
	type Contender,
	type IdentityConflict,
	type Resolution,
} from './identity-resolution';
import { DisjointSets } from './disjoint-sets';
import type { KnownIdentities } from './people';
import { compareFoldKeys, type FoldKey } from './stages/fold-order';

/** A touchpoint of people who contest identities. */
export interface GroupTouchpoint extends FoldKey {
	readonly identities: readonly Identity[];
	/** Whose it is in the store; null for one that comes now. */
	readonly customerId: string | null;
}

/** One of these people as the store knows them. */
export interface GroupCustomer {
	readonly id: string;
	/** Epoch milliseconds. */
	readonly firstSeen: number;
	/** What the customer is recognised by. */
	readonly identities: readonly Identity[];
}

/** Somebody who was merged into one of them. */
export interface GroupAlias {
	readonly id: string;
	readonly customerId: string;
	/** Whether somebody said so, and not a touchpoint. */
	readonly byHand: boolean;
	/** What the alias was recognised by when it was merged. */
	readonly identities: readonly Identity[];
}

/** All who are connected by identities that some of them were refused, and everything they have done. */
export interface Group {
	readonly touchpoints: readonly GroupTouchpoint[];
	readonly customers: readonly GroupCustomer[];
	/** The earlier merge first. */
	readonly aliases: readonly GroupAlias[];
	/** Identities of which somebody has said by hand that they are one person's: that outweighs what touchpoints tell. */
	readonly bonds: readonly (readonly Identity[])[];
}

/** Who these people are. */
export interface Regrouping {
	/** For each touchpoint, in the order given: its customer, or null when it names nobody. */
	readonly customers: readonly (string | null)[];
	/** For each touchpoint, the identities that were not joined. */
	readonly conflicts: readonly (readonly IdentityConflict[])[];
	/** Whose each identity is, by its key. */
	readonly owners: ReadonlyMap<
		string,
		{ readonly identity: Identity; readonly customerId: string }
	>;
	readonly contenders: readonly Contender[];
	/** Customers to make. */
	readonly created: readonly string[];
	/** Aliases who are customers again. */
	readonly revived: readonly string[];
	/** Customers of whom there is nothing but what somebody has said by hand: that these identities are one person's. */
	readonly bare: readonly string[];
	/** Customers who turned out to be others, by the id of the one who disappears. */
	readonly merged: ReadonlyMap<string, string>;
	/** Aliases who now stand for another customer than before. */
	readonly aliases: ReadonlyMap<string, string>;
}

/**
 * Resolves all touchpoints of such people anew, in the order of their history, as if they had come in that order: who
 * they are is then a function of the touchpoints alone. Each keeps the id under which its most reliable identity was
 * known, the customer seen first where several did. `newId` gives ids for those who have none. Pure but for `newId`.
 */
export function regroup(group: Group, newId: () => string): Regrouping {
	const { touchpoints, bonds } = group;
	let labels = 0;
	const known = peopleOfBonds(bonds);
	const resolution = resolveIdentities(touchpoints, known, () => `person-${++labels}`);
	const owners = ownersIn(resolution, bonds, known);
	const naming = nameEach(group, resolution, owners, newId);
	const nameOf = (label: string): string => naming.names.get(label) ?? label;
	const survivor = (id: string): string => naming.merged.get(id) ?? id;
	const customers = resolution.customers.map((label, place) => {
		const before = touchpoints[place]?.customerId ?? null;
		return label === null ? before && survivor(before) : nameOf(label);
	});
	return {
		customers,
		conflicts: resolution.conflicts,
		owners: new Map(
			[...owners].map(([key, { identity, label }]) => [
				key,
				{ identity, customerId: nameOf(label) },
			]),
		),
		contenders: resolution.contenders.map(({ identity, customerId }) => ({
			identity,
			customerId: nameOf(customerId),
		})),
		created: naming.created,
		revived: naming.revived,
		bare: naming.created.filter((id) => !customers.includes(id)),
		merged: naming.merged,
		aliases: naming.aliases,
	};
}

type Owners = ReadonlyMap<string, { readonly identity: Identity; readonly label: string }>;

/** Gives the people that bonds make; bonds that share an identity are about one person. */
function peopleOfBonds(bonds: Group['bonds']): KnownIdentities {
	const sets = new DisjointSets();
	for (const bond of bonds) {
		const keys = bond.map(identityKey);
		for (const key of keys) sets.join(key, keys[0] ?? key);
	}
	const owners = new Map<string, string>();
	const externals = new Map<string, Map<string, string>>();
	const counts = new Map<string, Map<IdentityKind, number>>();
	for (const identity of byReliability(bonds.flat())) {
		const key = identityKey(identity);
		const label = `bond ${sets.rootOf(key)}`;
		owners.set(key, label);
		const own = counts.get(label) ?? new Map<IdentityKind, number>();
		counts.set(label, own.set(identity.kind, (own.get(identity.kind) ?? 0) + 1));
		if (identity.kind !== 'external') continue;
		const ids = externals.get(label) ?? new Map<string, string>();
		externals.set(label, ids.set(identity.namespace, identity.value));
	}
	return { owners, externals, firstSeen: new Map(), counts };
}

function ownersIn(resolution: Resolution, bonds: Group['bonds'], known: KnownIdentities): Owners {
	const owners = new Map<string, { identity: Identity; label: string }>();
	for (const identity of bonds.flat()) {
		const label = known.owners.get(identityKey(identity)) ?? '';
		owners.set(identityKey(identity), {
			identity,
			label: resolution.merged.get(label)?.winner ?? label,
		});
	}
	for (const [key, { identity, customerId }] of resolution.linked)
		owners.set(key, { identity, label: customerId });
	return owners;
}

interface Naming extends Pick<Regrouping, 'created' | 'revived' | 'merged' | 'aliases'> {
	readonly names: ReadonlyMap<string, string>;
}

function nameEach(
	{ touchpoints, customers, aliases }: Group,
	resolution: Resolution,
	owners: Owners,
	newId: () => string,
): Naming {
	const labelOf = (identities: readonly Identity[]): string | undefined =>
		byReliability(identities)
			.map((identity) => owners.get(identityKey(identity))?.label)
			.find((label) => label !== undefined);
	const firstOf = firstLabels(touchpoints, resolution);
	const names = new Map<string, string>();
	const merged = new Map<string, string>();
	const bySeniority = [...customers].sort(
		(a, b) => a.firstSeen - b.firstSeen || (a.id < b.id ? -1 : 1),
	);
	for (const { id, identities } of bySeniority) {
		const label = labelOf(identities) ?? firstOf.get(id);
		if (label === undefined) continue;
		const older = names.get(label);
		if (older === undefined) names.set(label, id);
		else merged.set(id, older);
	}
	const revived: string[] = [];
	for (const { id, byHand, identities } of aliases) {
		const label = labelOf(identities);
		if (byHand || label === undefined || names.has(label)) continue;
		names.set(label, id);
		revived.push(id);
	}
	const created: string[] = [];
	const labels = [...resolution.customers, ...[...owners.values()].map(({ label }) => label)];
	for (const label of labels) {
		if (label === null || names.has(label)) continue;
		const id = newId();
		names.set(label, id);
		created.push(id);
	}
	const moved = aliases.flatMap(({ id, customerId, identities }): [string, string][] => {
		const now = names.get(labelOf(identities) ?? '');
		const isElsewhere = now !== undefined && now !== (merged.get(customerId) ?? customerId);
		return isElsewhere && now !== id ? [[id, now]] : [];
	});
	return { names, created, revived, merged, aliases: new Map(moved) };
}

/** Gives, by customer, the label of its first touchpoint: who is known by no identity any more is still who did that. */
function firstLabels(
	touchpoints: Group['touchpoints'],
	{ customers }: Resolution,
): ReadonlyMap<string, string> {
	const first = new Map<string, string>();
	const inOrder = touchpoints
		.map((touchpoint, place) => ({ touchpoint, label: customers[place] ?? null }))
		.sort((a, b) => compareFoldKeys(a.touchpoint, b.touchpoint));
	for (const { touchpoint, label } of inOrder) {
		const { customerId } = touchpoint;
		if (customerId !== null && label !== null && !first.has(customerId))
			first.set(customerId, label);
	}
	return first;
}
