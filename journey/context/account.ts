import type { Touchpoint } from '../touchpoint';

const OWNER_PREFIX = 'account:';

/** Gives the account (company, household) a touchpoint belongs to, by its key `account`; null without one. */
export function accountOf({ keys }: Pick<Touchpoint, 'keys'>): string | null {
	return keys.account || null;
}

/**
 * Gives the id under which an account owns its journeys, where a customer's journeys stand under the customer's id. No
 * customer has such an id, so merging customers never touches it.
 */
export function accountOwner(account: string): string {
	return `${OWNER_PREFIX}${account}`;
}

/** Gives the account that owns a journey, or null when a customer does. */
export function accountOfOwner(owner: string): string | null {
	return owner.startsWith(OWNER_PREFIX) ? owner.slice(OWNER_PREFIX.length) : null;
}

/** Gives a person's role in their account: the attribute `role`, else `jobTitle`, else null. */
export function roleOf(attributes: Readonly<Record<string, unknown>>): string | null {
	for (const said of [attributes.role, attributes.jobTitle])
		if (typeof said === 'string' && said.trim() !== '') return said.trim();
	return null;
}
