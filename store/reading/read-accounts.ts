import { roleOf } from '../../journey/context/account';
import type { AccountContext } from '../../journey/customer-context';
import type { Profile } from '../../journey/profile';
import type { Dialect, SqlValue, Transaction } from '../database';

/** Somebody who belongs to very many accounts is a system, or an agency: the latest are shown. */
const MOST_ACCOUNTS = 10;

const MOST_OTHERS = 20;

/**
 * Gives the accounts that a customer belongs to, the one they did something for last first, with what the other members did
 * last. `role` is the customer's own.
 */
export async function readAccounts(
	transaction: Transaction,
	dialect: Dialect,
	customerId: string,
	role: string | null,
): Promise<readonly AccountContext[]> {
	const own = await transaction.all(
		'SELECT account FROM account_member WHERE customer_id = ? ORDER BY last_at DESC, account LIMIT ?',
		[customerId, MOST_ACCOUNTS],
	);
	if (own.length === 0) return [];
	const accounts = own.map(({ account }) => String(account));
	const others = await transaction.all(
		`SELECT m.account, m.customer_id, m.last_type, m.last_at, m.people, c.profile FROM (
				SELECT account, customer_id, last_type, last_at, COUNT(*) OVER (PARTITION BY account) AS people,
					ROW_NUMBER() OVER (PARTITION BY account ORDER BY last_at DESC, last_by DESC) AS place
				FROM account_member WHERE account IN ${dialect.listOfTexts} AND customer_id <> ?
			) AS m JOIN customer c ON c.id = m.customer_id
			WHERE m.place <= ? ORDER BY m.account, m.place`,
		[JSON.stringify(accounts), customerId, MOST_OTHERS],
	);
	const byAccount = Map.groupBy(others, ({ account }) => String(account));
	return accounts.map((key) => {
		const members = byAccount.get(key) ?? [];
		return {
			key,
			role,
			people: 1 + Number(members[0]?.people ?? 0),
			others: members.map((row) => ({
				customerId: String(row.customer_id),
				role: roleIn(row.profile ?? null),
				lastType: String(row.last_type),
				lastAt: Number(row.last_at),
			})),
		};
	});
}

function roleIn(profile: SqlValue): string | null {
	const { attributes } = JSON.parse(String(profile)) as Profile;
	return roleOf({ role: attributes.role?.value, jobTitle: attributes.jobTitle?.value });
}
