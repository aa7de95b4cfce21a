import type { StallThreshold } from '../../journey/moments/stall-threshold';
import type { Dialect, Row, Transaction } from '../database';
import type { Span } from './looked';
import type { FoundMoment } from './moment-rows';
import { staySubject } from './stage-entered';

/** Who is in a stay: the customer of the journey, and in a journey of an account the member who took it there. */
export const STAYING = `COALESCE((SELECT t.customer_id FROM touchpoint t
	WHERE t.id = v.entered_by AND j.customer_id LIKE 'account:%'), j.customer_id) AS customer_id`;

/** Which stays to look at: those of a span, or only those of it that began at certain times. */
interface Among {
	readonly span: Span;
	readonly times?: readonly number[];
	readonly limit?: number;
}

/** Gives the stays in the stage of a threshold that are not written down yet, the oldest first. */
export async function stallsAmong(
	transaction: Transaction,
	dialect: Dialect,
	journey: string,
	threshold: StallThreshold,
	subscription: string,
	{ span: [after, until], times, limit = Number.MAX_SAFE_INTEGER }: Among,
): Promise<readonly FoundMoment[]> {
	const { stage, segment, exceptSegments } = threshold;
	const rows = await transaction.all(
		`SELECT v.journey_id, v.stage, v.entered_at, v.entered_by, ${STAYING}, j.journey_key, j.version
			FROM visit v JOIN journey j ON j.id = v.journey_id
			WHERE v.left_at IS NULL AND v.stage = ? AND v.entered_at > ? AND v.entered_at <= ?
			${times ? `AND v.entered_at IN (SELECT CAST(n.value ->> 0 AS BIGINT) FROM ${dialect.elements} AS n)` : ''}
			AND ${segment === null ? `v.segment NOT IN ${dialect.listOfTexts}` : 'v.segment = ?'}
			AND j.definition = ? AND j.status = 'active'
			AND NOT EXISTS (SELECT 1 FROM moment m
				WHERE m.subscription = ? AND m.subject = j.definition || '/' || v.entered_by)
			ORDER BY v.entered_at LIMIT ?`,
		[
			...[stage, after, until],
			...(times ? [JSON.stringify(times.map((at) => [at]))] : []),
			segment ?? JSON.stringify(exceptSegments),
			...[journey, subscription, limit],
		],
	);
	return rows.map((row) => stall(journey, row, threshold));
}

/** Gives the moment of one stay that a row of visit and journey holds. */
export function stall(
	journey: string,
	row: Row,
	{ ms, from, basis }: Pick<StallThreshold, 'ms' | 'from' | 'basis'>,
): FoundMoment {
	const enteredAt = Number(row.entered_at);
	return {
		subject: staySubject(journey, String(row.entered_by)),
		customerId: String(row.customer_id),
		journeyId: String(row.journey_id),
		dueAt: enteredAt + ms,
		body: {
			journey,
			journeyVersion: Number(row.version),
			journeyKey: String(row.journey_key),
			stage: String(row.stage),
			enteredAt,
			threshold: { ms, from, basis },
		},
	};
}
