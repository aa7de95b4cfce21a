import { compareFoldKeys, type FoldKey } from './stages/fold-order';
import type { Touchpoint } from './touchpoint';

/** The latest word on one subject, with the touchpoint that said it. */
export interface Word<T> extends FoldKey {
	readonly value: T;
}

/** What touchpoints have said about a customer: for each attribute and each permission, the latest word. */
export interface Profile {
	readonly attributes: Readonly<Record<string, Word<unknown>>>;
	/** By purpose and channel, as `marketing.email`. */
	readonly consent: Readonly<Record<string, Word<'granted' | 'denied'>>>;
}

export const EMPTY_PROFILE: Profile = Object.freeze({ attributes: {}, consent: {} });

function latest<T>(a: Word<T> | undefined, b: Word<T>): Word<T> {
	return a !== undefined && compareFoldKeys(a, b) >= 0 ? a : b;
}

function withLatest<T>(
	known: Readonly<Record<string, Word<T>>>,
	news: Iterable<readonly [string, Word<T>]>,
): Readonly<Record<string, Word<T>>> {
	const merged: Record<string, Word<T>> = { ...known };
	for (const [subject, word] of news) merged[subject] = latest(merged[subject], word);
	return merged;
}

/** Whether a touchpoint says anything about its customer that a profile keeps. */
export function speaksOfCustomer(touchpoint: Touchpoint): boolean {
	return Object.keys(touchpoint.attributes).length > 0 || (touchpoint.consent?.length ?? 0) > 0;
}

/**
 * Gives the profile with what one touchpoint says. The word with the later fold key stands, so any order of
 * touchpoints gives the same profile. Within one touchpoint a denial outweighs a grant.
 */
export function addToProfile(profile: Profile, touchpoint: Touchpoint): Profile {
	const { occurredAt, sequence, id } = touchpoint;
	const word = <T>(value: T): Word<T> => ({ value, occurredAt, sequence, id });
	const changes = [...(touchpoint.consent ?? [])].sort((a, b) =>
		a.status === b.status ? 0 : a.status === 'denied' ? 1 : -1,
	);
	const consent = new Map(
		changes.map((change) => [`${change.purpose}.${change.channel}`, word(change.status)]),
	);
	return {
		attributes: withLatest(
			profile.attributes,
			Object.entries(touchpoint.attributes)
				.filter(([, value]) => value !== undefined && value !== null)
				.map(([name, value]) => [name, word(value)] as const),
		),
		consent: withLatest(profile.consent, consent),
	};
}

/**
 * Gives the profile of two customers found to be one person: the later word on each attribute; for consent a
 * denial by either stands, dated by the later word, since permission given under one identity does not undo a
 * refusal under the other.
 */
export function mergeProfiles(a: Profile, b: Profile): Profile {
	const consent: Record<string, Word<'granted' | 'denied'>> = { ...a.consent };
	for (const [subject, word] of Object.entries(b.consent)) {
		const other = consent[subject];
		const later = latest(other, word);
		const denied = word.value === 'denied' || other?.value === 'denied';
		consent[subject] = { ...later, value: denied ? 'denied' : 'granted' };
	}
	return { attributes: withLatest(a.attributes, Object.entries(b.attributes)), consent };
}
