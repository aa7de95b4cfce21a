import { pauseAfter } from '../../journey/moments/retry';
import type { Transaction } from '../database';
import type { MomentAttempt } from '../moment-store';

/** Only whoever holds this attempt may say what became of it. */
const HELD = 'WHERE subscription = ? AND subject = ? AND attempts = ? AND settled_at IS NULL';

/** Settles attempts whose workflow has done its work. */
export async function fireMoments(
	transaction: Transaction,
	subscription: string,
	attempts: readonly MomentAttempt[],
	now: number,
): Promise<void> {
	await transaction.runMany(
		`UPDATE moment SET settled_at = ?, outcome = 'fired' ${HELD}`,
		attempts.map(({ subject, attempt }) => [now, subscription, subject, attempt]),
	);
}

/** Lets failed attempts rest, or sets them aside after the last; gives how many were set aside. */
export async function failMoments(
	transaction: Transaction,
	subscription: string,
	attempts: readonly MomentAttempt[],
	now: number,
): Promise<number> {
	const again = attempts.flatMap(({ subject, attempt }) => {
		const pauseMs = pauseAfter(attempt);
		return pauseMs === null ? [] : [[now + pauseMs, subscription, subject, attempt]];
	});
	const last = attempts.filter(({ attempt }) => pauseAfter(attempt) === null);
	await transaction.runMany(`UPDATE moment SET lease_until = ? ${HELD}`, again);
	const poisoned = await transaction.runMany(
		`UPDATE moment SET settled_at = ?, outcome = 'poisoned' ${HELD}`,
		last.map(({ subject, attempt }) => [now, subscription, subject, attempt]),
	);
	return poisoned.reduce((sum, changes) => sum + changes, 0);
}

/** Holds on to attempts until `leaseUntil`. */
export async function renewMoments(
	transaction: Transaction,
	subscription: string,
	attempts: readonly MomentAttempt[],
	leaseUntil: number,
): Promise<void> {
	await transaction.runMany(
		`UPDATE moment SET lease_until = ? ${HELD}`,
		attempts.map(({ subject, attempt }) => [leaseUntil, subscription, subject, attempt]),
	);
}

/** Gives attempts back as if they had not been claimed. */
export async function releaseMoments(
	transaction: Transaction,
	subscription: string,
	attempts: readonly MomentAttempt[],
): Promise<void> {
	await transaction.runMany(
		`UPDATE moment SET lease_until = 0, attempts = attempts - 1 ${HELD}`,
		attempts.map(({ subject, attempt }) => [subscription, subject, attempt]),
	);
}
