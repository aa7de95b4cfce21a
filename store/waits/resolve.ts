import { accountOfOwner } from '../../journey/context/account';
import type { Touchpoint } from '../../journey/touchpoint';
import { resolveWait, type JourneyEnd } from '../../journey/waits/resolve';
import type { Dialect, Row, Transaction } from '../database';
import { endWaits, type Ending } from './end';
import { lookBack } from './look-back';
import { waitOf } from './wait-rows';

export type OwnedEnd = JourneyEnd & { readonly owner: string };

/** What a batch of touchpoints has changed that waits may have waited for. */
export interface Happened {
	readonly applied: readonly { readonly touchpoint: Touchpoint; readonly customerId: string }[];
	/** The journeys that these touchpoints ended, each with the customer or account that owns it. */
	readonly ends: readonly OwnedEnd[];
	/** Customers whom others were merged into: what those had done is now theirs. */
	readonly survivors: ReadonlySet<string>;
}

/**
 * Ends the waits that a batch ends, and gives their ids by the touchpoint that did it. Where no customer of the batch
 * is waited for, this is one look into an index.
 */
export async function resolveWaits(
	transaction: Transaction,
	dialect: Dialect,
	{ applied, ends, survivors }: Happened,
	now: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
	const byCustomer = Map.groupBy(applied, ({ customerId }) => customerId);
	const byColleagues = await endedByColleagues(transaction, dialect, applied, ends);
	const customerIds = [...new Set([...byCustomer.keys(), ...survivors, ...byColleagues.keys()])];
	if (customerIds.length === 0) return new Map();
	const rows = await transaction.all(
		`SELECT id, customer_id, body, delivery FROM wait
			WHERE status = 'waiting' AND customer_id IN ${dialect.listOfTexts} ORDER BY id`,
		[JSON.stringify(customerIds)],
	);
	const waits = rows.map((row) => ({
		row,
		customerId: String(row.customer_id),
		wait: waitOf(row),
	}));
	const ofSurvivors = waits.filter(({ customerId }) => survivors.has(customerId));
	const found = await lookBack(transaction, dialect, ofSurvivors);
	const lookedBack = new Map(ofSurvivors.map((wait, place) => [wait, found[place] ?? null]));
	const endings: (Ending & { readonly by: string | undefined })[] = [];
	for (const waiting of waits) {
		const { row, customerId, wait } = waiting;
		const resolution = survivors.has(customerId)
			? lookedBack.get(waiting)
			: resolveWait(
					wait,
					(byCustomer.get(customerId) ?? []).map(({ touchpoint }) => touchpoint),
					ends,
					byColleagues.get(customerId),
				);
		if (!resolution) continue;
		const by =
			resolution.touchpoint ??
			byColleagues.get(customerId)?.find(({ occurredAt }) => occurredAt === resolution.at);
		endings.push({ ...endingOf(row), customerId, wait, resolution, by: by?.id });
	}
	const ended = new Set((await endWaits(transaction, endings, now)).map(({ id }) => id));
	const resolved = new Map<string, string[]>();
	for (const { id, by } of endings) {
		if (by !== undefined && ended.has(id)) resolved.set(by, [...(resolved.get(by) ?? []), id]);
	}
	return resolved;
}

/** Gives, by customer, the touchpoints of others that ended a journey of an account the customer belongs to. */
async function endedByColleagues(
	transaction: Transaction,
	dialect: Dialect,
	applied: Happened['applied'],
	ends: Happened['ends'],
): Promise<ReadonlyMap<string, readonly Touchpoint[]>> {
	const accounts = new Map(
		ends.flatMap(({ touchpointId, owner }) => {
			const account = accountOfOwner(owner);
			return account === null ? [] : [[touchpointId, account]];
		}),
	);
	if (accounts.size === 0) return new Map();
	const members = await transaction.all(
		`SELECT account, customer_id FROM account_member WHERE account IN ${dialect.listOfTexts}`,
		[JSON.stringify([...new Set(accounts.values())])],
	);
	const found = new Map<string, Touchpoint[]>();
	for (const { account, customer_id: id } of members) {
		const member = String(id);
		for (const { touchpoint, customerId } of applied) {
			if (customerId === member || accounts.get(touchpoint.id) !== account) continue;
			found.set(member, [...(found.get(member) ?? []), touchpoint]);
		}
	}
	return found;
}

function endingOf(row: Row): Pick<Ending, 'id' | 'parked'> {
	return { id: String(row.id), parked: row.delivery === 'parked' };
}
