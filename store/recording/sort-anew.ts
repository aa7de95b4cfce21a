import { regroup, type Regrouping } from '../../journey/regroup';
import type { Resolution } from '../../journey/identity-resolution';
import type { CustomerWork } from '../customers/customer-work';
import type { IdentityOwners } from '../customers/known-identities';
import { claimsOnNobodys } from './contenders';
import { comesLast, componentsOf, type Component, type NamedTouchpoint } from './contests';
import { readGroup, type KeptGroup } from './read-group';

/** A contest in which a touchpoint came out of order, with who its people are after all. */
export interface SortedContest {
	/** Places in the batch. */
	readonly places: readonly number[];
	readonly group: KeptGroup;
	/** Of the applied touchpoints of the group, and after them those of the batch, in the order of `places`. */
	readonly regrouping: Regrouping;
}

/** What became of the contests of a batch; those whose touchpoints came last are right as they are. */
export interface Contests {
	readonly sorted: readonly SortedContest[];
	/** Places in the batch of touchpoints that came out of order among more than can be sorted anew. */
	readonly notReviewed: ReadonlySet<number>;
}

const NO_CONTESTS: Contests = { sorted: [], notReviewed: new Set() };

/**
 * Finds the contests of a batch, and who their people are where that is not what the batch on top of the store says.
 * Where nobody was refused an identity, in the batch or before it, that costs nothing; where touchpoints come in order,
 * one statement.
 */
export async function settleContests(
	work: CustomerWork,
	batch: readonly NamedTouchpoint[],
	kept: IdentityOwners,
	resolution: Resolution,
): Promise<Contests> {
	const { transaction, dialect, newId } = work;
	const { owners, contested, contenders } = kept;
	if (contested.size + contenders.size + resolution.contenders.length === 0) return NO_CONTESTS;
	const claims = await claimsOnNobodys(
		transaction,
		dialect,
		[...contested].filter((key) => !owners.has(key)),
	);
	const left = new Set(componentsOf(batch, kept, claims, resolution));
	const sorted: SortedContest[] = [];
	const notReviewed = new Set<number>();
	for (const component of [...left].filter(({ isContested }) => isContested)) {
		if (!left.has(component)) continue;
		if (await comesLast(transaction, dialect, batch, component)) continue;
		const whole = await readContest(work, component, left);
		if (!whole) {
			for (const place of component.places) notReviewed.add(place);
			continue;
		}
		const { places, group } = whole;
		const known = group.applied.map(({ touchpoint, customerId, recognition }) => {
			const { id, occurredAt, sequence } = touchpoint;
			return { id, occurredAt, sequence, identities: recognition.recognised, customerId };
		});
		const fresh = places.flatMap((place) => {
			const named = batch[place];
			return named ? [{ ...named, customerId: null }] : [];
		});
		const regrouping = regroup({ ...group, touchpoints: [...known, ...fresh] }, newId);
		sorted.push({ places, group, regrouping });
	}
	return { sorted, notReviewed };
}

/**
 * Reads everybody whom a component has to be sorted with, and takes from `left` all components of the batch that are about
 * one of them; null, and `left` as it is, where they are too many.
 */
async function readContest(
	{ transaction, dialect }: CustomerWork,
	component: Component,
	left: Set<Component>,
): Promise<Pick<SortedContest, 'places' | 'group'> | null> {
	const joined = new Set([component]);
	for (;;) {
		const customers = new Set([...joined].flatMap((one) => one.customers));
		const group = await readGroup(transaction, dialect, [...customers]);
		if (!group) return null;
		const ids = new Set(group.customers.map(({ id }) => id));
		const others = [...left].filter(
			(one) => !joined.has(one) && one.customers.some((id) => ids.has(id)),
		);
		for (const one of others) joined.add(one);
		if (others.length > 0) continue;
		for (const one of joined) left.delete(one);
		return { places: [...joined].flatMap(({ places }) => places), group };
	}
}

/** Gives, by place in the batch, the customer and the conflicts of each touchpoint whose contest was sorted anew. */
export function outcomesOf({ sorted }: Contests): ReadonlyMap<
	number,
	{
		readonly customerId: string | null;
		readonly conflicts: Regrouping['conflicts'][number];
	}
> {
	return new Map(
		sorted.flatMap(({ places, group, regrouping }) =>
			places.map((place, index) => {
				const at = group.applied.length + index;
				const customerId = regrouping.customers[at] ?? null;
				return [place, { customerId, conflicts: regrouping.conflicts[at] ?? [] }];
			}),
		),
	);
}

/** Gives whose each applied touchpoint of the contest is now, by its id. */
export function ownersOfApplied({ group, regrouping }: SortedContest): ReadonlyMap<string, string> {
	return new Map(
		group.applied.map(({ touchpoint, customerId }, index) => [
			touchpoint.id,
			regrouping.customers[index] ?? customerId,
		]),
	);
}
