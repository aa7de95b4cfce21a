import type { FoldTouchpoint } from '../../journey/stages/fold';
import type { Touchpoint } from '../../journey/touchpoint';
import { WHERE_NOT_ERASED } from '../customers/erased-touchpoints';
import type { Row, SqlValue } from '../database';

/** Scores are kept as whole hundredths of a point, so that sums of any order are the same to the last digit. */
const HUNDREDTHS = 100;

/** Keeps a touchpoint that is new; the last parameter is its tombstone, for it may have been erased. */
export const ACCEPT_TOUCHPOINT = `INSERT INTO touchpoint
	(id, customer_id, type, occurred_at, sequence, segment, metric, score, channel, test, received_at, applied_at, body)
	SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? ${WHERE_NOT_ERASED}
	ON CONFLICT (id) DO NOTHING`;

/** Keeps a touchpoint with its customer, or gives a known one its customer. The fact itself is never changed. */
export const APPLY_TOUCHPOINT = `INSERT INTO touchpoint
	(id, customer_id, type, occurred_at, sequence, segment, metric, score, channel, test, received_at, applied_at, body)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (id) DO UPDATE SET
		customer_id = COALESCE(excluded.customer_id, touchpoint.customer_id),
		applied_at = COALESCE(touchpoint.applied_at, excluded.applied_at)`;

/** Gives the parameters of `APPLY_TOUCHPOINT`, and those of `ACCEPT_TOUCHPOINT` but its last. */
export function touchpointRow(
	touchpoint: Touchpoint,
	customerId: string | null,
	appliedAt: number | null,
): SqlValue[] {
	return [
		touchpoint.id,
		customerId,
		touchpoint.type,
		touchpoint.occurredAt,
		touchpoint.sequence,
		segmentOf(touchpoint) ?? null,
		touchpoint.experience?.metric ?? null,
		touchpoint.experience ? toHundredths(touchpoint.experience.score) : null,
		touchpoint.channel,
		touchpoint.test ? 1 : 0,
		touchpoint.receivedAt,
		appliedAt,
		JSON.stringify(touchpoint),
	];
}

/** Gives a score of 0 to 100 as whole hundredths. */
export function toHundredths(score: number): number {
	return Math.round(score * HUNDREDTHS);
}

/** Gives whole hundredths as a score of 0 to 100. */
export function fromHundredths(hundredths: SqlValue): number {
	return Number(hundredths) / HUNDREDTHS;
}

/** The segment a touchpoint puts its customer into, if it names one. */
export function segmentOf(touchpoint: Touchpoint): string | undefined {
	const { segment } = touchpoint.attributes;
	return typeof segment === 'string' && segment !== '' ? segment : undefined;
}

/** A touchpoint as the stage fold and the experience figures see it. */
export interface HistoryEntry extends FoldTouchpoint {
	readonly channel: string;
	readonly metric: string | null;
	readonly test: boolean;
}

/** Gives a touchpoint as the stage fold sees it. */
export function historyEntry(touchpoint: Touchpoint): HistoryEntry {
	const { id, type, occurredAt, sequence, channel, experience, test } = touchpoint;
	const segment = segmentOf(touchpoint);
	return {
		id,
		type,
		occurredAt,
		sequence,
		channel,
		metric: experience?.metric ?? null,
		test,
		...(segment === undefined ? {} : { segment }),
		...(experience === undefined ? {} : { score: experience.score }),
		whole: touchpoint,
	};
}

/** Gives the same for a row of the touchpoint table; whole only where the body was asked for. */
export function historyEntryFromRow(row: Row): HistoryEntry {
	return {
		id: String(row.id),
		type: String(row.type),
		occurredAt: Number(row.occurred_at),
		sequence: Number(row.sequence),
		channel: String(row.channel),
		metric: row.metric === null ? null : String(row.metric),
		test: Number(row.test) === 1,
		...(row.segment === null ? {} : { segment: String(row.segment) }),
		...(row.score === null ? {} : { score: fromHundredths(row.score ?? 0) }),
		...(typeof row.body === 'string' ? { whole: JSON.parse(row.body) as Touchpoint } : {}),
	};
}
