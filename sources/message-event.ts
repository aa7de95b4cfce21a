import type { Channel } from '../journey/channel';
import type { ConsentChange, Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { otherType } from './event-type';
import { present, type Fields } from './payload-fields';
import { readPerson, type PersonFields } from './people';
import type { SourceRequest, SourceSettings } from './source';
import { placeTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

/** What an event of a mail or message service means here. */
export interface MessageMeaning {
	readonly type: string;
	readonly channel: Channel;
	/** Settles the order of events of one instant: a message is sent before it is opened. */
	readonly sequence: number;
	readonly consent: readonly ConsentChange[];
}

/** Gives the meaning of a type on a channel, with what it says about permission for marketing there, if anything. */
export function meaningOf(
	type: string,
	channel: Channel,
	sequence: number,
	status?: ConsentChange['status'],
): MessageMeaning {
	const consent = status === undefined ? [] : [{ channel, purpose: 'marketing' as const, status }];
	return { type, channel, sequence, consent };
}

/**
 * What every mail service reports, under whatever names. An open and a click have the words by which the built-in
 * journeys know them. A refusal counts at once, and so does an address that will never take mail again, as its mail
 * service no longer sends there; a passing trouble (`softBounced`) says nothing about permission.
 */
export const MAIL = {
	sent: meaningOf('email_sent', 'email', 0),
	dropped: meaningOf('email_dropped', 'email', 1),
	/** Not sent because the address is on the service's list of those who bounced, complained or unsubscribed. */
	suppressed: meaningOf('email_dropped', 'email', 1, 'denied'),
	delivered: meaningOf('email_delivered', 'email', 2),
	softBounced: meaningOf('email_bounced', 'email', 3),
	bounced: meaningOf('email_bounced', 'email', 3, 'denied'),
	opened: meaningOf('campaign_opened', 'email', 4),
	clicked: meaningOf('campaign_clicked', 'email', 5),
	complained: meaningOf('email_marked_as_spam', 'email', 6, 'denied'),
	unsubscribed: meaningOf('unsubscribed', 'email', 7, 'denied'),
	subscribed: meaningOf('subscribed', 'email', 8, 'granted'),
	/** What somebody wrote to the business. */
	received: meaningOf('message_received', 'email', 9),
} as const satisfies Readonly<Record<string, MessageMeaning>>;

/** Gives the meaning of an event that has no word here: it is kept under the sender's own name for it. */
export function otherMeaning(name: string, channel: Channel = 'email'): MessageMeaning {
	return meaningOf(otherType(name), channel, 0);
}

/** What one event of a mail or message service says beside its meaning. */
export interface MessageFacts {
	readonly source: string;
	readonly meaning: MessageMeaning;
	readonly key: EventKey;
	/** Epoch milliseconds by the sender's clock, or null where it gives no time. */
	readonly happenedAt: number | null;
	readonly person: PersonFields;
	/**
	 * Whether the sender says that a program opened or clicked (Apple's privacy proxy, a virus scanner): the touchpoint
	 * is kept and carries `machine: true`, for the conditions of whoever counts people.
	 */
	readonly isMachine?: boolean;
	readonly attributes?: Fields;
	readonly properties?: Fields;
	readonly facts?: Partial<Pick<Touchpoint, 'value' | 'products' | 'keys' | 'experience'>>;
	readonly test?: boolean;
}

/** Gives the touchpoint for the event at `index` of a delivery; throws `UnusableEvent` when it names nobody. */
export function touchpointOfMessage(
	message: MessageFacts,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const { meaning } = message;
	const person = readPerson(message.person, settings.defaultCountry);
	if (person.identities.length === 0) {
		throw new UnusableEvent('the event names nobody: expected an address that can be read');
	}
	return touchpointOf(
		{
			...message.facts,
			source: message.source,
			key: message.key,
			type: meaning.type,
			channel: meaning.channel,
			sequence: meaning.sequence,
			consent: [...meaning.consent],
			...placeTime(message.happenedAt, request.receivedAt),
			identities: person.identities,
			attributes: { ...present(message.attributes ?? {}), ...person.attributes },
			properties: present({
				...message.properties,
				machine: message.isMachine === true ? true : undefined,
			}),
			test: message.test === true,
		},
		request,
		settings,
		index,
	);
}

/** Gives the bare address of `Neda Karimi <neda@example.com>`, and any other text as it is. */
export function addressIn(text: unknown): unknown {
	return typeof text === 'string' ? (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text) : text;
}

/** Gives the key of an event without an id of its own: the parts, its time first, or nothing where it has no time. */
export function keyWithoutId(happenedAt: number | null, parts: readonly unknown[]): EventKey {
	return happenedAt === null
		? { kind: 'none' }
		: { kind: 'content_hash', of: [happenedAt, ...parts] };
}
