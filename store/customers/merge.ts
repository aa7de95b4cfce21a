import { run, type Transaction } from '../database';
import type { MergeOutcome, Who } from '../customer-store';
import { mergedCustomer } from '../recording/customer-profiles';
import { mergeJourneys } from '../recording/merge-journeys';
import { resolveWaits } from '../waits/resolve';
import type { CustomerWork } from './customer-work';
import { findCustomer } from './find-customer';
import { moveCustomers } from './move-customers';

/**
 * Makes one of two customers by hand, as a touchpoint that names both would: the one seen first survives. People with
 * different ids in one namespace are two, whatever anybody says; limits on identities do not hold here, as somebody looked.
 */
export async function mergeCustomers(
	work: CustomerWork,
	first: Who,
	second: Who,
): Promise<MergeOutcome> {
	const { transaction, dialect, now } = work;
	const a = await findCustomer(transaction, first);
	if (!a) return { ok: false, why: 'first_unknown' };
	const b = await findCustomer(transaction, second);
	if (!b) return { ok: false, why: 'second_unknown' };
	if (a.id === b.id) return { ok: true, customerId: a.id, mergedId: null };
	const namespaces = await sharedNamespaces(transaction, a.id, b.id);
	if (namespaces.length > 0) return { ok: false, why: 'different_people', namespaces };
	const aIsOlder = a.firstSeen < b.firstSeen || (a.firstSeen === b.firstSeen && a.id < b.id);
	const [winner, loser] = aIsOlder ? [a, b] : [b, a];
	const { firstSeen, profile } = mergedCustomer(winner, loser);
	await run(transaction, 'UPDATE customer SET first_seen = ?, profile = ? WHERE id = ?', [
		firstSeen,
		JSON.stringify(profile),
		winner.id,
	]);
	const move = { loser: loser.id, winner: winner.id, by: null };
	await moveCustomers(transaction, dialect, [move], now);
	await mergeJourneys(work, new Map([[loser.id, winner.id]]));
	const happened = { applied: [], ends: [], survivors: new Set([winner.id]) };
	await resolveWaits(transaction, dialect, happened, now);
	return { ok: true, customerId: winner.id, mergedId: loser.id };
}

/** Gives the namespaces in which the two have different ids. */
async function sharedNamespaces(
	transaction: Transaction,
	a: string,
	b: string,
): Promise<readonly string[]> {
	const rows = await transaction.all(
		`SELECT DISTINCT i.namespace FROM identity i JOIN identity j
			ON j.kind = 'external' AND j.namespace = i.namespace AND j.value <> i.value
			WHERE i.kind = 'external' AND i.customer_id = ? AND j.customer_id = ? ORDER BY i.namespace`,
		[a, b],
	);
	return rows.map((row) => String(row.namespace));
}
