import { identityKey } from '../../journey/identity';
import { orderFactOf } from '../../journey/segments/order-fact';
import type { CustomerWork } from '../customers/customer-work';
import { staySubject } from '../moments/stage-entered';
import { addOrderFacts } from '../value/orders';
import { keepAccounts } from './accounts';
import { forgetContenders, keepContenders } from './contenders';
import { readApplications, regroupJourneys, type Application } from './regroup-journeys';
import { ownersOfApplied, type SortedContest } from './sort-anew';

/** What a contest that was sorted anew changes, apart from what its new touchpoints do. */
export interface Regrouped {
	readonly contest: SortedContest;
	/** By touchpoint id. */
	readonly owners: ReadonlyMap<string, string>;
	/** Customers who gained or lost a touchpoint. */
	readonly affected: ReadonlySet<string>;
	/** Those and others of whom what is kept changes by it. */
	readonly changed: ReadonlySet<string>;
	readonly applications: readonly Application[];
}

/** Reads what has to be moved, before anything is written. */
export async function prepareRegrouping(
	work: CustomerWork,
	contest: SortedContest,
): Promise<Regrouped> {
	const owners = ownersOfApplied(contest);
	const affected = new Set(contest.regrouping.merged.values());
	for (const { touchpoint, customerId } of contest.group.applied) {
		const owner = owners.get(touchpoint.id);
		if (owner === undefined || owner === customerId) continue;
		affected.add(owner);
		if (!contest.regrouping.merged.has(customerId)) affected.add(customerId);
	}
	const ids = contest.group.customers.map(({ id }) => id);
	const applications =
		affected.size === 0
			? []
			: await readApplications(work, ids, (touchpointId) => owners.get(touchpointId) ?? '');
	const { created, revived } = contest.regrouping;
	const changed = new Set([...affected, ...created, ...revived]);
	return { contest, owners, affected, changed, applications };
}

/**
 * Gives everything that touchpoints tell to whom they belong now: identities, touchpoints, journeys, orders, accounts,
 * aliases and the moments of stays. Those who were merged have been moved to the survivors before, and the customers are
 * there. Waits, codes and arms stay with the customer who goes on under the id they were given to.
 */
export async function writeRegrouping(
	work: CustomerWork,
	{ contest, owners, affected, applications }: Regrouped,
): Promise<void> {
	const { transaction } = work;
	await writeAliases(work, contest);
	await writeIdentities(work, contest);
	await forgetContenders(
		transaction,
		contest.group.customers.map(({ id }) => id),
	);
	await keepContenders(transaction, contest.regrouping.contenders);
	if (affected.size === 0) return;
	await transaction.runMany(
		'UPDATE touchpoint SET customer_id = ? WHERE id = ?',
		contest.group.applied.flatMap(({ touchpoint: { id }, customerId }) => {
			const owner = owners.get(id);
			return owner === undefined || owner === customerId ? [] : [[owner, id]];
		}),
	);
	const moved = await regroupJourneys(work, applications);
	await moveMomentsOfStays(work, contest, moved);
	await countAnew(work, contest, owners, affected);
}

async function writeAliases(
	{ transaction }: CustomerWork,
	{ regrouping: { revived, aliases } }: SortedContest,
): Promise<void> {
	await transaction.runMany(
		'UPDATE customer SET merged_into = NULL WHERE id = ?',
		revived.map((id) => [id]),
	);
	await transaction.runMany(
		'DELETE FROM customer_merge WHERE loser_id = ?',
		revived.map((id) => [id]),
	);
	const now = [...aliases].map(([alias, customerId]) => [customerId, alias]);
	await transaction.runMany('UPDATE customer SET merged_into = ? WHERE id = ?', now);
	await transaction.runMany('UPDATE customer_merge SET customer_id = ? WHERE loser_id = ?', now);
}

/** An identity that is nobody's after all goes; one that no touchpoint names, and one that is blocked now, is left alone. */
async function writeIdentities(
	{ transaction }: CustomerWork,
	{ group, regrouping }: SortedContest,
): Promise<void> {
	const before = new Map(
		group.customers.flatMap(({ id, identities }) =>
			identities.map((identity) => [identityKey(identity), id]),
		),
	);
	const named = new Set(
		group.applied.flatMap(({ recognition }) => recognition.recognised.map(identityKey)),
	);
	const now = [...regrouping.owners].filter(([key]) => !group.blocked.has(key));
	await transaction.runMany(
		'DELETE FROM identity WHERE identity_key = ?',
		[...before.keys()]
			.filter((key) => named.has(key) && !regrouping.owners.has(key))
			.map((key) => [key]),
	);
	await transaction.runMany(
		`INSERT INTO identity (identity_key, kind, namespace, value, customer_id) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (identity_key) DO UPDATE SET customer_id = excluded.customer_id`,
		now
			.filter(([key, { customerId }]) => before.get(key) !== customerId)
			.map(([key, { identity, customerId }]) => [
				key,
				identity.kind,
				'namespace' in identity ? identity.namespace : null,
				identity.value,
				customerId,
			]),
	);
}

/** What happened in a stay goes with the touchpoint that began it. */
async function moveMomentsOfStays(
	{ transaction, dialect }: CustomerWork,
	{ group, regrouping }: SortedContest,
	moved: readonly (Application & { readonly newJourneyId: string })[],
): Promise<void> {
	const places = new Map(
		moved.map((application) => [
			staySubject(application.definition, application.touchpointId),
			application,
		]),
	);
	const ids = new Set(group.customers.map(({ id }) => regrouping.merged.get(id) ?? id));
	const rows = await transaction.all(
		`SELECT subscription, subject FROM moment
			WHERE customer_id IN ${dialect.listOfTexts} AND journey_id IS NOT NULL`,
		[JSON.stringify([...ids])],
	);
	await transaction.runMany(
		'UPDATE moment SET customer_id = ?, journey_id = ? WHERE subscription = ? AND subject = ?',
		rows.flatMap(({ subscription, subject }) => {
			const place = places.get(String(subject));
			return place
				? [[place.customerId, place.newJourneyId, String(subscription), String(subject)]]
				: [];
		}),
	);
}

/** Counts the orders and accounts of the affected customers again, from what they have done. */
async function countAnew(
	{ transaction }: CustomerWork,
	{ group }: SortedContest,
	owners: Regrouped['owners'],
	affected: ReadonlySet<string>,
): Promise<void> {
	const ids = [...affected].map((id) => [id]);
	for (const statement of [
		'DELETE FROM customer_order WHERE customer_id = ?',
		'DELETE FROM customer_refund WHERE customer_id = ?',
		'DELETE FROM account_member WHERE customer_id = ?',
	])
		await transaction.runMany(statement, ids);
	const own = group.applied.flatMap(({ touchpoint }) => {
		const customerId = owners.get(touchpoint.id) ?? '';
		return affected.has(customerId) ? [{ touchpoint, customerId, owner: customerId }] : [];
	});
	await keepAccounts(transaction, own);
	await addOrderFacts(
		transaction,
		own.flatMap(({ touchpoint, customerId }) => {
			const fact = orderFactOf(touchpoint);
			return fact ? [{ customerId, fact }] : [];
		}),
	);
}
