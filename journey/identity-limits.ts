import type { IdentityKind } from './identity';

/**
 * The most identities of a kind that one customer is given. More are the sign of a shared device, a shop's till or a
 * test account, which would go on to join everybody; of an external id there is one in a namespace in any case.
 */
export const IDENTITY_LIMITS: Readonly<Record<IdentityKind, number>> = {
	external: 20,
	email: 10,
	phone: 10,
	anonymous: 100,
};

/** How many identities of each kind somebody has; a kind that is not there counts as none. */
export type IdentityCounts = ReadonlyMap<IdentityKind, number>;

/** Tells whether two people together, or one with another's worth of identities, have more than anybody is given. Pure. */
export function isTooMany(a: IdentityCounts, b: IdentityCounts): boolean {
	return [...b].some(
		([kind, count]) => count > 0 && (a.get(kind) ?? 0) + count > IDENTITY_LIMITS[kind],
	);
}
