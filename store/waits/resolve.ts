import type { Touchpoint } from '../../journey/touchpoint';
import { resolveWait, type JourneyEnd } from '../../journey/waits/resolve';
import type { Dialect, Row, Transaction } from '../database';
import { endWaits, type Ending } from './end';
import { lookBack } from './look-back';
import { waitOf } from './wait-rows';

/** What a batch of touchpoints has changed that waits may have waited for. */
export interface Happened {
	readonly applied: readonly { readonly touchpoint: Touchpoint; readonly customerId: string }[];
	/** The journeys that these touchpoints ended. */
	readonly ends: readonly JourneyEnd[];
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
	const customerIds = [...new Set([...byCustomer.keys(), ...survivors])];
	if (customerIds.length === 0) return new Map();
	const rows = await transaction.all(
		`SELECT id, customer_id, body, delivery FROM wait
			WHERE status = 'waiting' AND customer_id IN ${dialect.listOfTexts} ORDER BY id`,
		[JSON.stringify(customerIds)],
	);
	const endings: Ending[] = [];
	for (const row of rows) {
		const customerId = String(row.customer_id);
		const wait = waitOf(row);
		const resolution = survivors.has(customerId)
			? await lookBack(transaction, customerId, wait)
			: resolveWait(
					wait,
					(byCustomer.get(customerId) ?? []).map(({ touchpoint }) => touchpoint),
					ends,
				);
		if (resolution) endings.push({ ...endingOf(row), customerId, wait, resolution });
	}
	const ended = await endWaits(transaction, endings, now);
	const resolved = new Map<string, string[]>();
	for (const { id, resolution } of ended) {
		const by = resolution.touchpoint?.id ?? '';
		resolved.set(by, [...(resolved.get(by) ?? []), id]);
	}
	return resolved;
}

function endingOf(row: Row): Pick<Ending, 'id' | 'parked'> {
	return { id: String(row.id), parked: row.delivery === 'parked' };
}
