import type { Channel } from '../channel';
import type { ConsentChange, Touchpoint } from '../touchpoint';

/** Channels on which a business writes to or calls a customer, and from which the customer can withdraw. */
const CONTACT_CHANNELS = ['email', 'sms', 'push', 'social', 'chat', 'phone', 'mail'] as const;

const REFUSAL = new RegExp(
	`^(?:(${CONTACT_CHANNELS.join('|')})_)?(?:unsubscribed|complained|marked_as_spam)$`,
);

/** Tells whether a business writes to or calls a customer on a channel. Pure. */
export function isContactChannel(channel: Channel): boolean {
	return (CONTACT_CHANNELS as readonly Channel[]).includes(channel);
}

/**
 * Gives the refusal that a type of touchpoint is by itself, whoever reports it: an unsubscribing or a complaint ends
 * marketing on the channel in its name (`email_marked_as_spam`), else on its own channel, and on all where that is none
 * on which anybody is written to (a web page). Null for every other type. No type is a permission by itself.
 */
function impliedRefusal({ type, channel }: Touchpoint): ConsentChange | null {
	const match = REFUSAL.exec(type);
	if (!match) return null;
	const own = isContactChannel(channel) ? channel : 'all';
	const named = match[1] as Channel | undefined;
	return { channel: named ?? own, purpose: 'marketing', status: 'denied' };
}

/**
 * Gives what one touchpoint says about permission, one word for each purpose and channel: what its source says, and
 * the refusal that its type implies where the source says nothing on that. A source that names what is refused says
 * which channels an unsubscribing on a web page is about. A denial outweighs a grant. Pure.
 */
export function consentWords(touchpoint: Touchpoint): readonly ConsentChange[] {
	const words = new Map<string, ConsentChange>();
	const add = (word: ConsentChange): void => {
		const subject = consentSubject(word);
		if (words.get(subject)?.status !== 'denied') words.set(subject, word);
	};
	const said = touchpoint.consent ?? [];
	for (const word of said) add(word);
	const implied = impliedRefusal(touchpoint);
	if (implied && !isSaid(implied, said)) add(implied);
	return [...words.values()];
}

function isSaid(implied: ConsentChange, said: readonly ConsentChange[]): boolean {
	return said.some(
		({ purpose, channel, status }) =>
			purpose === implied.purpose &&
			(channel === implied.channel || (implied.channel === 'all' && status === 'denied')),
	);
}

/** Gives the name under which permission for a purpose on a channel is known: `marketing.email`. */
export function consentSubject({
	purpose,
	channel,
}: Pick<ConsentChange, 'purpose' | 'channel'>): string {
	return `${purpose}.${channel}`;
}
