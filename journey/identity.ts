import { z } from 'zod/v4';

/** Ways to recognise a customer, the most reliable first: an earlier kind outweighs a later one. */
export const IDENTITY_KINDS = ['external', 'email', 'phone', 'anonymous'] as const;

export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/**
 * One identity in its normal form. `external` and `anonymous` ids mean something only within a namespace
 * (the source, or the shop or workspace within it); `email` and `phone` mean the same everywhere and have none.
 */
export const identitySchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('external'),
		namespace: z.string().min(1),
		value: z.string().min(1).max(300),
	}),
	z.object({ kind: z.literal('email'), value: z.string().min(3).max(320) }),
	z.object({ kind: z.literal('phone'), value: z.string().regex(/^\+\d{4,15}$/) }),
	z.object({
		kind: z.literal('anonymous'),
		namespace: z.string().min(1),
		value: z.string().min(1).max(300),
	}),
]);

export type Identity = z.infer<typeof identitySchema>;

/** Gives the text under which the store keeps an identity: kind, namespace and value, no two identities the same. */
export function identityKey(identity: Identity): string {
	return 'namespace' in identity
		? `${identity.kind}:${identity.namespace}:${identity.value}`
		: `${identity.kind}:${identity.value}`;
}
