import { compareFoldKeys, type FoldKey } from './stages/fold-order';
import type { Touchpoint } from './touchpoint';

/** The latest word on one subject, with the touchpoint that said it. */
export interface Word<T> extends FoldKey {
	readonly value: T;
}

/** What touchpoints have said about a customer: for each attribute, the latest word. */
export interface Profile {
	readonly attributes: Readonly<Record<string, Word<unknown>>>;
}

export const EMPTY_PROFILE: Profile = Object.freeze({ attributes: {} });

/** The attribute that holds an address which a customer uses and shares with others, so that it is not an identity. */
export const SHARED_EMAIL = 'sharedEmail';

/** Gives the address that a customer uses and shares with others; null without one. Pure. */
export function sharedEmailOf({
	attributes,
}: {
	readonly attributes: Readonly<Record<string, unknown>>;
}): string | null {
	const shared = attributes[SHARED_EMAIL];
	return typeof shared === 'string' ? shared : null;
}

function withLatest(
	known: Profile['attributes'],
	news: Iterable<readonly [string, Word<unknown>]>,
): Profile['attributes'] {
	const merged: Record<string, Word<unknown>> = { ...known };
	for (const [subject, word] of news) {
		const other = merged[subject];
		if (other === undefined || compareFoldKeys(other, word) < 0) merged[subject] = word;
	}
	return merged;
}

/** Gives what a touchpoint says about its customer; an attribute without a value says nothing. Pure. */
export function statedAttributes({
	attributes,
}: Pick<Touchpoint, 'attributes'>): readonly (readonly [name: string, value: unknown])[] {
	return Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null);
}

/**
 * Gives the profile with what one touchpoint says. The word with the later fold key stands, so any order of
 * touchpoints gives the same profile. Pure.
 */
export function addToProfile(
	profile: Profile,
	touchpoint: Pick<Touchpoint, 'attributes' | 'occurredAt' | 'sequence' | 'id'>,
): Profile {
	const { occurredAt, sequence, id } = touchpoint;
	return {
		attributes: withLatest(
			profile.attributes,
			statedAttributes(touchpoint).map(([name, value]) => [
				name,
				{ value, occurredAt, sequence, id },
			]),
		),
	};
}

/** Gives the profile of two customers found to be one person: the later word on each attribute. Pure. */
export function mergeProfiles(a: Profile, b: Profile): Profile {
	return { attributes: withLatest(a.attributes, Object.entries(b.attributes)) };
}
