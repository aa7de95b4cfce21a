import { statedAttributes } from './profile';
import { compareFoldKeys } from './stages/fold-order';
import type { Touchpoint } from './touchpoint';

/** One word on one attribute: what was said, when, and by which source. */
export interface AttributeWord {
	readonly value: unknown;
	/** Epoch milliseconds. */
	readonly occurredAt: number;
	readonly source: string;
	readonly touchpointId: string;
}

/**
 * Gives everything that touchpoints have said about a customer, by attribute in alphabetical order, the latest word of
 * each first: the one that stands in the profile. Tests say nothing. Pure.
 */
export function attributeHistory(
	touchpoints: readonly Touchpoint[],
): Readonly<Record<string, readonly AttributeWord[]>> {
	const history = new Map<string, AttributeWord[]>();
	const latestFirst = touchpoints.filter(({ test }) => !test).sort((a, b) => compareFoldKeys(b, a));
	for (const touchpoint of latestFirst) {
		const { occurredAt, source, id } = touchpoint;
		for (const [name, value] of statedAttributes(touchpoint)) {
			const words = history.get(name) ?? [];
			words.push({ value, occurredAt, source, touchpointId: id });
			history.set(name, words);
		}
	}
	return Object.fromEntries([...history].sort(([a], [b]) => (a < b ? -1 : 1)));
}
