import type { Database, SqlValue } from '../database';
import type { FindRequest, Found } from '../moment-store';
import { findExpiringOffers } from './find-expiring-offers';
import { findStalls } from './find-stalls';
import { findNotApplied } from './find-not-applied';
import { INSERT_MOMENT, type FoundMoment } from './moment-rows';

/** Looks for moments among the facts, oldest first, and writes down those that are new. */
export async function findMoments(database: Database, request: FindRequest): Promise<Found> {
	const found = await find(database, request);
	if (found.length === 0) return { count: 0, lastDueAt: null };
	const rows = found.map((moment): SqlValue[] => [
		request.subscription,
		moment.subject,
		request.settings.kind,
		moment.customerId,
		moment.journeyId,
		moment.dueAt,
		JSON.stringify(moment.body),
	]);
	await database.write(async (transaction) => await transaction.runMany(INSERT_MOMENT, rows));
	return { count: found.length, lastDueAt: found.at(-1)?.dueAt ?? null };
}

async function find(database: Database, request: FindRequest): Promise<readonly FoundMoment[]> {
	const { settings } = request;
	switch (settings.kind) {
		case 'customer_stalled':
			return await findStalls(database, settings.journey, request);
		case 'offer_expiring':
			return await database.read(
				async (transaction) => await findExpiringOffers(transaction, settings.leadMs, request),
			);
		case 'touchpoint_not_applied':
			return await database.read(
				async (transaction) => await findNotApplied(transaction, settings.afterMs, request),
			);
		case 'stage_entered':
		case 'wait_resolved':
			return [];
	}
}
