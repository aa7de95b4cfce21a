import { setImmediate } from 'node:timers/promises';
import type { StallThreshold } from '../../journey/moments/stall-threshold';
import type { Database, Dialect, Row, Transaction } from '../database';
import type { FindRequest } from '../moment-store';
import type { FoundMoment } from './moment-rows';
import { staySubject } from './stage-entered';

/** Who is in a stay: the customer of the journey, and in a journey of an account the member who took it there. */
export const STAYING = `COALESCE((SELECT t.customer_id FROM touchpoint t
	WHERE t.id = v.entered_by AND j.customer_id LIKE 'account:%'), j.customer_id) AS customer_id`;

/** While stays are looked at nobody else is served, and every hour all that go on are, told or not. */
const STAYS_AT_ONCE = 5_000;

/**
 * Gives stays that have gone on for longer than their threshold and are not written down yet, the oldest first. It looks
 * at so many at a time, each in a transaction of its own, so that Record and n8n get their turn in between.
 */
export async function findStalls(
	database: Database,
	journey: string,
	request: FindRequest,
): Promise<readonly FoundMoment[]> {
	const found: FoundMoment[] = [];
	for (const threshold of request.thresholds) {
		let after: number | null = request.after - threshold.ms;
		for (let own = 0; after !== null && own < request.limit;) {
			const start: number = after;
			const part = await database.read(
				async (transaction) =>
					await findPart(transaction, database.dialect, journey, threshold, start, request),
			);
			found.push(...part.found);
			own += part.found.length;
			after = part.lookedUntil;
			// SQLite answers at once: without this, no timer or request of n8n would get its turn before the end.
			if (after !== null) await setImmediate();
		}
	}
	return found.sort((a, b) => a.dueAt - b.dueAt).slice(0, request.limit);
}

/** Looks at the stays that began after `start`; `lookedUntil` is when the last of them began, null when it was the last of all. */
async function findPart(
	transaction: Transaction,
	dialect: Dialect,
	journey: string,
	threshold: StallThreshold,
	start: number,
	{ subscription, now, limit }: FindRequest,
): Promise<{ readonly found: readonly FoundMoment[]; readonly lookedUntil: number | null }> {
	const { stage, segment, exceptSegments, ms } = threshold;
	const [last] = await transaction.all(
		`SELECT entered_at FROM visit
			WHERE left_at IS NULL AND stage = ? AND entered_at > ? AND entered_at <= ?
			ORDER BY entered_at LIMIT 1 OFFSET ${STAYS_AT_ONCE - 1}`,
		[stage, start, now - ms],
	);
	const lookedUntil = last ? Number(last.entered_at) : null;
	const rows = await transaction.all(
		`SELECT v.journey_id, v.stage, v.entered_at, v.entered_by, ${STAYING}, j.journey_key, j.version
			FROM visit v JOIN journey j ON j.id = v.journey_id
			WHERE v.left_at IS NULL AND v.stage = ? AND v.entered_at > ? AND v.entered_at <= ?
			AND ${segment === null ? `v.segment NOT IN ${dialect.listOfTexts}` : 'v.segment = ?'}
			AND j.definition = ? AND j.status = 'active'
			AND NOT EXISTS (SELECT 1 FROM moment m
				WHERE m.subscription = ? AND m.subject = j.definition || '/' || v.entered_by)
			ORDER BY v.entered_at LIMIT ?`,
		[
			stage,
			start,
			lookedUntil ?? now - ms,
			segment ?? JSON.stringify(exceptSegments),
			journey,
			subscription,
			limit,
		],
	);
	return { found: rows.map((row) => stall(journey, row, threshold)), lookedUntil };
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
