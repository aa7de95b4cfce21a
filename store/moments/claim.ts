import { MOST_ATTEMPTS } from '../../journey/moments/retry';
import type { MomentKind } from '../../journey/moments/moment';
import type { Database, Dialect, Row, Transaction } from '../database';
import type { Claim, ClaimedMoment, ClaimRequest } from '../moment-store';
import { stillTrue } from './still-true';

const NOBODY_HOLDS = 'subscription = ? AND settled_at IS NULL AND lease_until <= ?';

/** Takes due moments; when none is due, nothing is written and no lock is asked for. */
export async function claimMoments(database: Database, request: ClaimRequest): Promise<Claim> {
	const { subscription, now } = request;
	const [next] = await database.read(
		async (transaction) =>
			await transaction.all(
				`SELECT due_at FROM moment WHERE ${NOBODY_HOLDS} ORDER BY due_at LIMIT 1`,
				[subscription, now],
			),
	);
	const nextDueAt = next ? Number(next.due_at) : null;
	if (nextDueAt === null || nextDueAt > now)
		return { moments: [], cancelled: 0, poisoned: 0, nextDueAt };
	return await database.write(
		async (transaction) => await claimDue(transaction, database.dialect, request),
	);
}

async function claimDue(
	transaction: Transaction,
	dialect: Dialect,
	{ subscription, now, leaseMs, limit }: ClaimRequest,
): Promise<Claim> {
	const rows = await transaction.all(
		`SELECT subject, kind, customer_id, journey_id, due_at, body, attempts FROM moment
			WHERE ${NOBODY_HOLDS} AND due_at <= ? ORDER BY due_at, subject LIMIT ?`,
		[subscription, now, now, limit],
	);
	const truths = await stillTrue(transaction, dialect, subscription, rows, now);
	const gone = rows.filter((row) => !truths.has(String(row.subject)));
	const there = rows.filter((row) => truths.has(String(row.subject)));
	const worn = there.filter((row) => Number(row.attempts) >= MOST_ATTEMPTS);
	const good = there.filter((row) => Number(row.attempts) < MOST_ATTEMPTS);
	await settle(transaction, subscription, gone, 'cancelled', now);
	await settle(transaction, subscription, worn, 'poisoned', now);
	const taken = batchOf(good);
	const changes = await transaction.runMany(
		`UPDATE moment SET lease_until = ?, attempts = attempts + 1
			WHERE subject = ? AND ${NOBODY_HOLDS}`,
		taken.map((row) => [now + leaseMs, String(row.subject), subscription, now]),
	);
	const moments = taken
		.filter((_, index) => changes[index] === 1)
		.map((row) => claimed(row, truths.get(String(row.subject)) ?? null));
	// There may be more that is due now, so there is no point in resting.
	return { moments, cancelled: gone.length, poisoned: worn.length, nextDueAt: now };
}

/** What was tried before comes alone, so that one moment which breaks its workflow cannot spoil others for ever. */
function batchOf(rows: readonly Row[]): readonly Row[] {
	const [oldest] = rows;
	if (oldest && Number(oldest.attempts) > 0) return [oldest];
	return rows.filter((row) => Number(row.attempts) === 0);
}

async function settle(
	transaction: Transaction,
	subscription: string,
	rows: readonly Row[],
	outcome: 'cancelled' | 'poisoned',
	now: number,
): Promise<void> {
	await transaction.runMany(
		`UPDATE moment SET settled_at = ?, outcome = ? WHERE subscription = ? AND subject = ? AND settled_at IS NULL`,
		rows.map((row) => [now, outcome, subscription, String(row.subject)]),
	);
}

function claimed(row: Row, touchpoint: ClaimedMoment['touchpoint']): ClaimedMoment {
	return {
		subject: String(row.subject),
		attempt: Number(row.attempts) + 1,
		kind: String(row.kind) as MomentKind,
		customerId: row.customer_id === null ? null : String(row.customer_id),
		journeyId: row.journey_id === null ? null : String(row.journey_id),
		dueAt: Number(row.due_at),
		body: JSON.parse(String(row.body)) as Record<string, unknown>,
		touchpoint,
	};
}
