const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** How many buckets there are. */
export const BUCKETS = 10_000;

const encoder = new TextEncoder();

/** Gives the 32-bit FNV-1a hash of a text's UTF-8 bytes (Fowler, Noll and Vo; IETF draft-eastlake-fnv), 0 to 2^32 - 1. */
export function fnv1a32(text: string): number {
	let hash = OFFSET_BASIS;
	for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, PRIME);
	return hash >>> 0;
}

/**
 * Gives the bucket of a value, 0 to 9,999: for one seed always the same, and with another seed a new draw. It is version 2
 * of the hash in the public definition of GrowthBook's SDKs, times 10,000: hashing twice takes away the bias that
 * one pass has for values that are alike.
 */
export function bucketOf(seed: string, value: string): number {
	return fnv1a32(String(fnv1a32(seed + value))) % BUCKETS;
}
