import type { Resolution } from '../../journey/identity-resolution';
import type { Recognition } from '../../journey/identity-use';
import {
	addToProfile,
	EMPTY_PROFILE,
	mergeProfiles,
	SHARED_EMAIL,
	statedAttributes,
} from '../../journey/profile';
import type { Touchpoint } from '../../journey/touchpoint';
import type { KeptCustomer } from '../customers/known-identities';
import type { Transaction } from '../database';
import type { Regrouped } from './regroup-customers';

/** A touchpoint that says something about its customer; null where it names nobody. */
export interface Statement {
	readonly touchpoint: Touchpoint;
	readonly recognition: Recognition | undefined;
	readonly customerId: string | null;
}

/**
 * Gives the customers that are new or changed: made or merged by a batch, sorted anew, or told something by its
 * touchpoints. `kept` are those that the store has.
 */
export function changedCustomers(
	kept: ReadonlyMap<string, KeptCustomer>,
	{ created, merged }: Resolution,
	regrouped: readonly Regrouped[],
	batch: readonly Statement[],
): ReadonlyMap<string, KeptCustomer> {
	const customers = new Map(kept);
	const changed = new Set(created);
	for (const [loser, { winner }] of merged) {
		const from = customers.get(loser);
		if (!from) continue;
		customers.set(winner, mergedCustomer(customers.get(winner), from));
		changed.add(winner);
	}
	for (const one of regrouped) {
		beginAnew(customers, one);
		for (const id of one.changed) changed.add(id);
	}
	for (const statement of batch) {
		const id = tell(customers, statement);
		if (id !== null) changed.add(id);
	}
	return new Map(
		[...changed].flatMap((id) => {
			const customer = customers.get(id);
			return customer ? [[id, customer]] : [];
		}),
	);
}

/** Puts what the applied touchpoints of a contest tell about its people in place of what was kept. */
function beginAnew(
	customers: Map<string, KeptCustomer>,
	{ contest, owners, changed }: Regrouped,
): void {
	const { group, regrouping } = contest;
	for (const id of [...changed, ...regrouping.customers]) if (id !== null) customers.delete(id);
	for (const { touchpoint, recognition } of group.applied) {
		tell(customers, { touchpoint, recognition, customerId: owners.get(touchpoint.id) ?? null });
	}
	const firstSeen = Math.min(...group.customers.map((customer) => customer.firstSeen));
	for (const id of regrouping.bare) customers.set(id, { firstSeen, profile: EMPTY_PROFILE });
}

/** Adds what a touchpoint tells; gives its customer if that changes anything, else null. */
function tell(customers: Map<string, KeptCustomer>, statement: Statement): string | null {
	const { customerId } = statement;
	if (customerId === null) return null;
	const touchpoint = withSharedEmail(statement);
	const known = customers.get(customerId);
	const { firstSeen, profile } = known ?? {
		firstSeen: touchpoint.occurredAt,
		profile: EMPTY_PROFILE,
	};
	const says = statedAttributes(touchpoint).length > 0;
	if (known && !says && touchpoint.occurredAt >= firstSeen) return null;
	customers.set(customerId, {
		firstSeen: Math.min(firstSeen, touchpoint.occurredAt),
		profile: says ? addToProfile(profile, touchpoint) : profile,
	});
	return customerId;
}

/** An address that the customer uses and others too is kept as an attribute: it is one to write to, not to know somebody by. */
function withSharedEmail({ touchpoint, recognition }: Statement): Touchpoint {
	const shared = recognition?.passedOver.find(({ why }) => why === 'shared_address');
	if (!shared) return touchpoint;
	const attributes = { [SHARED_EMAIL]: shared.identity.value, ...touchpoint.attributes };
	return { ...touchpoint, attributes };
}

/** Gives what is kept of two customers who are one; the first may be new and have nothing yet. */
export function mergedCustomer(into: KeptCustomer | undefined, from: KeptCustomer): KeptCustomer {
	return {
		firstSeen: Math.min(from.firstSeen, into?.firstSeen ?? from.firstSeen),
		profile: mergeProfiles(into?.profile ?? EMPTY_PROFILE, from.profile),
	};
}

/** Writes new and changed customers. */
export async function writeCustomers(
	transaction: Transaction,
	customers: ReadonlyMap<string, KeptCustomer>,
): Promise<void> {
	await transaction.runMany(
		`INSERT INTO customer (id, first_seen, profile) VALUES (?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET first_seen = excluded.first_seen, profile = excluded.profile`,
		[...customers].map(([id, { firstSeen, profile }]) => [id, firstSeen, JSON.stringify(profile)]),
	);
}
