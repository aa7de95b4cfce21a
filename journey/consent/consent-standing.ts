import { CHANNELS } from '../channel';
import type { ConsentChange } from '../touchpoint';
import { addressKindOf } from './consent-bearers';
import { consentSubject, isContactChannel } from './consent-word';

/** A word on permission as it is kept: which identity bears it, and the touchpoint that said it. */
export interface KeptConsentWord extends ConsentChange {
	readonly identityKey: string;
	/** Whether the bearer is an address that its customer uses and shares with others. */
	readonly shared: boolean;
	/** Epoch milliseconds. */
	readonly occurredAt: number;
	readonly sequence: number;
	/** The touchpoint. */
	readonly id: string;
}

type Channel = ConsentChange['channel'];
type Status = ConsentChange['status'];

/** What counts for each purpose and channel, as `marketing.email`; what nobody spoke of is not there. */
export type ConsentStanding = Readonly<Record<string, Status>>;

/**
 * Gives what counts for a customer. Of each identity the latest word on a channel or on all channels stands there, so a
 * refusal of everything ends a channel and a later permission for one opens it again; of words of the same moment the
 * refusal. Over the identities the strictest stands, since a permission given under one does not undo a refusal under
 * another. `all` is what counts where nothing is said of the channel; with it stands what that means for every channel
 * on which people are written to, so that whoever looks for `marketing.email` alone is not misled. Any order of the same
 * words gives the same, and so does any split of them over customers that were merged. Subjects are in alphabetical
 * order. Pure.
 */
export function consentStanding(words: readonly KeptConsentWord[]): ConsentStanding {
	const standing: [string, Status][] = [];
	for (const purpose of new Set(words.map((word) => word.purpose))) {
		const said = words.filter((word) => word.purpose === purpose);
		const onAll = statusOn('all', said);
		if (onAll) standing.push([consentSubject({ purpose, channel: 'all' }), onAll]);
		const spokenOf = new Set<Channel>(said.map(({ channel }) => channel));
		for (const channel of CHANNELS) {
			const status = statusOn(channel, said);
			if (status && (spokenOf.has(channel) || isContactChannel(channel))) {
				standing.push([consentSubject({ purpose, channel }), status]);
			}
		}
	}
	return Object.fromEntries(standing.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Gives the refusals that no later permission of the same identity has lifted. Pure. */
export function standingRefusals(words: readonly KeptConsentWord[]): readonly KeptConsentWord[] {
	const isLifted = (refusal: KeptConsentWord): boolean =>
		words.some(
			(word) =>
				word.status === 'granted' &&
				word.identityKey === refusal.identityKey &&
				word.purpose === refusal.purpose &&
				isAbout(word, refusal.channel) &&
				isLater(word, refusal),
		);
	return words.filter((word) => word.status === 'denied' && !isLifted(word));
}

/** What counts on one channel by the words of one purpose; undefined when none is about it. */
function statusOn(channel: Channel, words: readonly KeptConsentWord[]): Status | undefined {
	const latest = new Map<string, KeptConsentWord>();
	for (const word of wordsAbout(channel, words)) {
		const known = latest.get(word.identityKey);
		if (!known || isLater(word, known) || (word.status === 'denied' && !isLater(known, word))) {
			latest.set(word.identityKey, word);
		}
	}
	const statuses = [...latest.values()].map(({ status }) => status);
	return statuses.includes('denied') ? 'denied' : statuses[0];
}

/**
 * The words about one channel. A refusal that names an address of the channel is about the address there, also when it
 * is a refusal of everything or one by hand: what else it names would hold it against every later word on that address.
 */
function wordsAbout(
	channel: Channel,
	words: readonly KeptConsentWord[],
): readonly KeptConsentWord[] {
	const about = words.filter((word) => isAbout(word, channel));
	const kind = addressKindOf(channel);
	if (kind === undefined) return about;
	const isAddress = ({ identityKey }: KeptConsentWord): boolean =>
		identityKey.startsWith(`${kind}:`);
	const naming = new Set(
		about.filter((word) => isAddress(word) && !word.shared).map(({ id }) => id),
	);
	return about.filter(
		(word) => word.status === 'granted' || isAddress(word) || !naming.has(word.id),
	);
}

function isAbout(word: KeptConsentWord, channel: Channel): boolean {
	return word.channel === channel || word.channel === 'all';
}

/** By the moment and the sender's own sequence; ids would order words of one moment by chance. */
function isLater(word: KeptConsentWord, other: KeptConsentWord): boolean {
	return (word.occurredAt - other.occurredAt || word.sequence - other.sequence) > 0;
}
