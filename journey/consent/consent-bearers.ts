import type { Identity, IdentityKind } from '../identity';
import type { ConsentChange, Touchpoint } from '../touchpoint';

/** The source of touchpoints that people make by hand, who mean the customer and not one of the addresses. */
export const MANUAL_SOURCE = 'manual';

/** The kind of identity that a word on a channel is about. */
const ADDRESS_KINDS: Partial<Readonly<Record<ConsentChange['channel'], IdentityKind>>> = {
	email: 'email',
	sms: 'phone',
	phone: 'phone',
	chat: 'phone',
};

/** Gives the kind of identity that is the address on a channel; undefined where a channel has none. Pure. */
export function addressKindOf(channel: ConsentChange['channel']): IdentityKind | undefined {
	return ADDRESS_KINDS[channel];
}

/**
 * Gives the identities that bear a touchpoint's word on one channel. A refusal of e-mail is about the addresses it names,
 * one of SMS, calls and messengers about the numbers; where it names none by which its customer is recognised
 * (`recognised`), and on all other channels, every identity bears it, and so does every one of a word by hand. A
 * permission is borne by every identity as well, so that it lifts what was refused under one of them alone. It
 * depends on the touchpoint alone and on no customer, so the same words stand after any order of arrivals and merges. Pure.
 */
export function consentBearers(
	{ identities, source }: Pick<Touchpoint, 'identities' | 'source'>,
	recognised: readonly Identity[],
	{ channel, status }: Pick<ConsentChange, 'channel' | 'status'>,
): readonly Identity[] {
	const kind = addressKindOf(channel);
	if (kind === undefined || source === MANUAL_SOURCE) return recognised;
	const named = identities.filter((identity) => identity.kind === kind);
	if (status === 'denied' && recognised.some((identity) => identity.kind === kind)) return named;
	return [...new Set([...named, ...recognised])];
}
