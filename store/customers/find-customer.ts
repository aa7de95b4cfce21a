import { accountOfOwner } from '../../journey/context/account';
import { identityKey } from '../../journey/identity';
import type { Profile } from '../../journey/profile';
import type { Transaction } from '../database';
import type { Who } from '../customer-store';
import type { KeptCustomer } from './known-identities';

/** Stands for everybody who was erased, in what stays of them: codes that were redeemed. */
export const ERASED_CUSTOMER = 'erased';

/** A customer with its id. */
export interface FoundCustomer extends KeptCustomer {
	readonly id: string;
}

/** Gives the customer of that name, for one who was merged away the survivor; null when there is none. */
export async function findCustomer(
	transaction: Transaction,
	who: Who,
): Promise<FoundCustomer | null> {
	const [row] =
		'customerId' in who
			? await transaction.all(
					`SELECT c.id, c.first_seen, c.profile
						FROM customer a JOIN customer c ON c.id = COALESCE(a.merged_into, a.id) WHERE a.id = ?`,
					[who.customerId],
				)
			: await transaction.all(
					`SELECT c.id, c.first_seen, c.profile
						FROM identity i JOIN customer c ON c.id = i.customer_id WHERE i.identity_key = ?`,
					[identityKey(who)],
				);
	if (!row) return null;
	const id = String(row.id);
	if (id === ERASED_CUSTOMER || accountOfOwner(id) !== null) return null;
	return {
		id,
		firstSeen: Number(row.first_seen),
		profile: JSON.parse(String(row.profile)) as Profile,
	};
}
