import {
	isWanted,
	type MomentSettings,
	type MomentTopic,
} from '../../journey/moments/subscription';
import type { Transaction } from '../database';
import { INSERT_MOMENT } from './moment-rows';

/** A moment that is written down together with the fact it tells of. */
export interface RaisedMoment extends MomentTopic {
	/** Tells this moment from all others of its kind, for good: made of ids that a merge of customers does not change. */
	readonly subject: string;
	readonly customerId: string | null;
	readonly journeyId: string | null;
	/** From when on it may start a workflow, epoch milliseconds. */
	readonly dueAt: number;
	/**
	 * What the item of the trigger says beside who the customer is; JSON, without personal data. Numbers whose name ends
	 * in `At` are epoch milliseconds, and stand in the item as ISO 8601.
	 */
	readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Writes moments down for every trigger that asked for them, in the transaction that makes the facts: both are kept or
 * neither. A moment raised again changes nothing. Without such a trigger this is one small read, and with no moments none.
 */
export async function raiseMoments(
	transaction: Transaction,
	moments: readonly RaisedMoment[],
): Promise<void> {
	if (moments.length === 0) return;
	const rows = await transaction.all(
		"SELECT id, settings FROM moment_subscription WHERE kind IN ('stage_entered', 'wait_resolved')",
		[],
	);
	if (rows.length === 0) return;
	const subscriptions = rows.map((row) => ({
		id: String(row.id),
		settings: JSON.parse(String(row.settings)) as MomentSettings,
	}));
	await transaction.runMany(
		INSERT_MOMENT,
		moments.flatMap((moment) =>
			subscriptions
				.filter(({ settings }) => isWanted(settings, moment))
				.map(({ id }) => [
					id,
					moment.subject,
					moment.kind,
					moment.customerId,
					moment.journeyId,
					moment.dueAt,
					JSON.stringify(moment.body),
				]),
		),
	);
}
