import { IDENTITY_KINDS, identityKey, type Identity } from './identity';

/** Gives the identities, the most reliable kind first, each once. Pure. */
export function byReliability(identities: readonly Identity[]): Identity[] {
	const unique = new Map(identities.map((identity) => [identityKey(identity), identity]));
	return [...unique.values()].sort(
		(a, b) => IDENTITY_KINDS.indexOf(a.kind) - IDENTITY_KINDS.indexOf(b.kind),
	);
}

/**
 * Tells the identities of a touchpoint that can be one person's from further ids in a namespace: a deal with several
 * contacts is its first one's, whoever they are, so the others claim nothing by it. The most reliable first. Pure.
 */
export function identitiesOfOne(identities: readonly Identity[]): {
	readonly own: readonly Identity[];
	readonly others: readonly Identity[];
} {
	const namespaces = new Set<string>();
	const own: Identity[] = [];
	const others: Identity[] = [];
	for (const identity of byReliability(identities)) {
		const isFurther = identity.kind === 'external' && namespaces.has(identity.namespace);
		if (identity.kind === 'external') namespaces.add(identity.namespace);
		(isFurther ? others : own).push(identity);
	}
	return { own, others };
}
