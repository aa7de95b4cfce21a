import { compareFoldKeys, type FoldKey } from '../stages/fold-order';
import type { ConsentChange } from '../touchpoint';
import { consentSubject } from './consent-word';

/** A word on permission as it is kept: which identity bears it, and the touchpoint that said it. */
export interface KeptConsentWord extends ConsentChange, FoldKey {
	readonly identityKey: string;
}

/** What counts for each purpose and channel, as `marketing.email`; what nobody spoke of is not there. */
export type ConsentStanding = Readonly<Record<string, ConsentChange['status']>>;

/**
 * Gives what counts for a customer: of each identity the latest word, and over the identities the strictest, since a
 * permission given under one does not undo a refusal under another. Any order of the same words gives the same, and
 * so does any split of them over customers that were merged. Subjects are in alphabetical order. Pure.
 */
export function consentStanding(words: readonly KeptConsentWord[]): ConsentStanding {
	const standing: Record<string, ConsentChange['status']> = {};
	for (const word of latestOfEach(words)) {
		const subject = consentSubject(word);
		if (standing[subject] !== 'denied') standing[subject] = word.status;
	}
	return Object.fromEntries(Object.entries(standing).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Gives the latest word of each identity on each purpose and channel. Pure. */
export function latestOfEach(words: readonly KeptConsentWord[]): readonly KeptConsentWord[] {
	const latest = new Map<string, KeptConsentWord>();
	for (const word of words) {
		const place = JSON.stringify([word.identityKey, consentSubject(word)]);
		const known = latest.get(place);
		if (!known || compareFoldKeys(known, word) < 0) latest.set(place, word);
	}
	return [...latest.values()];
}
