import { accountOf, accountOfOwner } from '../../journey/context/account';
import { EMPTY_PROFILE } from '../../journey/profile';
import type { Touchpoint } from '../../journey/touchpoint';
import type { Transaction } from '../database';

/** A touchpoint, whose it is, and who owns the journey that it goes into: its customer, or an account. */
export interface OwnedTouchpoint {
	readonly touchpoint: Touchpoint;
	readonly customerId: string;
	readonly owner: string;
}

/** Keeps what a member did last for the account, the later by time and then by id. */
const JOIN_MEMBER = `ON CONFLICT (account, customer_id) DO UPDATE SET
	last_at = excluded.last_at, last_by = excluded.last_by, last_type = excluded.last_type
	WHERE (excluded.last_at, excluded.last_by) > (account_member.last_at, account_member.last_by)`;

/**
 * Writes down who belongs to the accounts that touchpoints name, and makes the owners of account journeys. Touchpoints
 * without an account cost no statement.
 */
export async function keepAccounts(
	transaction: Transaction,
	touchpoints: readonly OwnedTouchpoint[],
): Promise<void> {
	const members = touchpoints.flatMap(({ touchpoint, customerId }) => {
		const account = accountOf(touchpoint);
		const { id, type, occurredAt } = touchpoint;
		return account === null ? [] : [[account, customerId, occurredAt, id, type]];
	});
	if (members.length === 0) return;
	await transaction.runMany(
		`INSERT INTO account_member (account, customer_id, last_at, last_by, last_type)
			VALUES (?, ?, ?, ?, ?) ${JOIN_MEMBER}`,
		members,
	);
	const owners = new Map(touchpoints.map((touchpoint) => [touchpoint.owner, touchpoint]));
	await transaction.runMany(
		`INSERT INTO customer (id, first_seen, profile) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		[...owners.values()]
			.filter(({ owner }) => accountOfOwner(owner) !== null)
			.map(({ owner, touchpoint }) => [
				owner,
				touchpoint.occurredAt,
				JSON.stringify(EMPTY_PROFILE),
			]),
	);
}

/** Gives the memberships of merged customers to the survivors: each move is a survivor and the customer merged into it. */
export async function moveMemberships(
	transaction: Transaction,
	moves: readonly (readonly [winner: string, loser: string])[],
): Promise<void> {
	await transaction.runMany(
		`INSERT INTO account_member (account, customer_id, last_at, last_by, last_type)
			SELECT account, CAST(? AS TEXT), last_at, last_by, last_type
			FROM account_member WHERE customer_id = ? ${JOIN_MEMBER}`,
		moves,
	);
	await transaction.runMany(
		'DELETE FROM account_member WHERE customer_id = ?',
		moves.map(([, loser]) => [loser]),
	);
}
