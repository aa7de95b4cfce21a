import type { MomentKind } from '../../journey/moments/moment';
import type { SqlValue, Transaction } from '../database';

/** A fact that makes a moment. */
export interface FoundMoment {
	readonly subject: string;
	readonly customerId: string | null;
	readonly journeyId: string | null;
	readonly dueAt: number;
	readonly body: Readonly<Record<string, unknown>>;
}

/** Adds a moment that is not yet there. A subject that was raised before, whatever became of it, changes nothing. */
export const INSERT_MOMENT = `INSERT INTO moment
	(subscription, subject, kind, customer_id, journey_id, due_at, body, lease_until, attempts)
	VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0)
	ON CONFLICT (subscription, subject) DO NOTHING`;

/** Adds moments of one subscription that are not yet there. */
export async function insertMoments(
	transaction: Transaction,
	subscription: string,
	kind: MomentKind,
	found: readonly FoundMoment[],
): Promise<void> {
	await transaction.runMany(
		INSERT_MOMENT,
		found.map((moment): SqlValue[] => [
			subscription,
			moment.subject,
			kind,
			moment.customerId,
			moment.journeyId,
			moment.dueAt,
			JSON.stringify(moment.body),
		]),
	);
}
