import type { Database, Transaction } from '../database';
import type { FindRequest, Found } from '../moment-store';
import { findExpiringOffers } from './find-expiring-offers';
import { findStalls } from './find-stalls';
import { findNotApplied } from './find-not-applied';
import { insertMoments, type FoundMoment } from './moment-rows';

/** Looks for moments among the facts, oldest first, and writes down those that are new. */
export async function findMoments(database: Database, request: FindRequest): Promise<Found> {
	const { subscription, settings } = request;
	if (settings.kind === 'customer_stalled') {
		return await findStalls(database, settings.journey, request);
	}
	const found = await database.read(async (transaction) => await find(transaction, request));
	if (found.length > 0) {
		await database.write(
			async (transaction) => await insertMoments(transaction, subscription, settings.kind, found),
		);
	}
	return { count: found.length, lastDueAt: found.at(-1)?.dueAt ?? null };
}

async function find(
	transaction: Transaction,
	request: FindRequest,
): Promise<readonly FoundMoment[]> {
	const { settings } = request;
	switch (settings.kind) {
		case 'offer_expiring':
			return await findExpiringOffers(transaction, settings.leadMs, request);
		case 'touchpoint_not_applied':
			return await findNotApplied(transaction, settings.afterMs, request);
		case 'customer_stalled':
		case 'stage_entered':
		case 'wait_resolved':
			return [];
	}
}
