/**
 * Gives an object without a field of its own named `constructor`; anything else as it is. With such a field zod takes an
 * object for no plain one, or throws a TypeError of its own where it is null. Sources leave it out as well.
 */
export function withoutConstructor<T>(value: T): T {
	if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'constructor'))
		return value;
	return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'constructor')) as T;
}
