import { DisjointSets } from '../../journey/disjoint-sets';
import { identitiesOfOne } from '../../journey/identities-of-one';
import { identityKey, type Identity } from '../../journey/identity';
import type { Contender, Resolution } from '../../journey/identity-resolution';
import { compareFoldKeys, type FoldKey } from '../../journey/stages/fold-order';
import type { IdentityOwners } from '../customers/known-identities';
import type { Dialect, Transaction } from '../database';

/** A touchpoint with the identities that its customer is recognised by. */
export type NamedTouchpoint = FoldKey & { readonly identities: readonly Identity[] };

/** Touchpoints of a batch that identities and customers connect with one another and with no other of it. */
export interface Component {
	/** Places in the batch, at least one. */
	readonly places: readonly number[];
	/** Who has the identities they name, and who claims one of them that nobody has. */
	readonly customers: readonly string[];
	/**
	 * Whether an identity was refused to any of these or by this batch, or one that was refused to anybody is named. Only
	 * then does the place of its touchpoints in the history matter.
	 */
	readonly isContested: boolean;
}

/** Gives a batch in its components. `claims` are those on identities of it that nobody has. Pure. */
export function componentsOf(
	batch: readonly NamedTouchpoint[],
	{ owners, contested, contenders }: IdentityOwners,
	claims: readonly Contender[],
	resolution: Resolution,
): readonly Component[] {
	const sets = new DisjointSets();
	const customers = new Set<string>();
	const connect = (key: string, customerId: string): void => {
		customers.add(customerId);
		sets.join(identityName(key), customerName(customerId));
	};
	batch.forEach(({ identities }, place) => {
		for (const key of identitiesOfOne(identities).own.map(identityKey)) {
			sets.join(touchpointName(place), identityName(key));
			const owner = owners.get(key);
			if (owner !== undefined) connect(key, owner);
		}
	});
	for (const { identity, customerId } of claims) connect(identity, customerId);
	const rootOf = (name: string): string => sets.rootOf(name);
	const refused = resolution.contenders.map(({ identity }) => identity);
	const isContested = new Set([
		...[...contested, ...refused].map((key) => rootOf(identityName(key))),
		...[...contenders].map((id) => rootOf(customerName(id))),
	]);
	const byRoot = Map.groupBy(customers, (id) => rootOf(customerName(id)));
	const places = Map.groupBy(batch.keys(), (place) => rootOf(touchpointName(place)));
	return [...places].map(([root, own]) => ({
		places: own,
		customers: byRoot.get(root) ?? [],
		isContested: isContested.has(root),
	}));
}

const touchpointName = (place: number): string => `touchpoint ${place}`;
const identityName = (key: string): string => `identity ${key}`;
const customerName = (id: string): string => `customer ${id}`;

/** More touchpoints of one instant are not looked at one by one: to take them for later ones is never wrong, only slower. */
const AT_ONE_INSTANT = 100;

/**
 * Tells whether all touchpoints of a component come after everything that its customers have done. Then they change
 * nothing of what others have done since: what those were refused stays refused, as its owner has only more by it.
 */
export async function comesLast(
	transaction: Transaction,
	dialect: Dialect,
	batch: readonly NamedTouchpoint[],
	{ places, customers }: Component,
): Promise<boolean> {
	const [first] = places.flatMap((place) => batch[place] ?? []).sort(compareFoldKeys);
	if (!first || customers.length === 0) return true;
	const { occurredAt, sequence } = first;
	const later = await transaction.all(
		`SELECT occurred_at, sequence, id FROM touchpoint
			WHERE customer_id IN ${dialect.listOfTexts} AND occurred_at >= ?
			AND (occurred_at > ? OR sequence >= ?) LIMIT ${AT_ONE_INSTANT}`,
		[JSON.stringify(customers), occurredAt, occurredAt, sequence],
	);
	if (later.length === AT_ONE_INSTANT) return false;
	return later.every(
		(row) =>
			compareFoldKeys(
				{
					occurredAt: Number(row.occurred_at),
					sequence: Number(row.sequence),
					id: String(row.id),
				},
				first,
			) < 0,
	);
}
