const underWay = new Map<string, Promise<unknown>>();

/**
 * Gives what `read` gives, or shares the reading of this key that is under way: deliveries that come at once need not
 * have the same credential decrypted for each of them. Nothing is kept once it has been read, so a secret that is
 * changed counts from the next delivery on.
 */
export function sharedReading<T>(key: string, read: () => Promise<T>): Promise<T> {
	const known = underWay.get(key);
	if (known) return known as Promise<T>;
	const reading = read().finally(() => underWay.delete(key));
	underWay.set(key, reading);
	return reading;
}
