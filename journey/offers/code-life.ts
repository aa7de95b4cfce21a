import type { CodeState, IssuedOffer, Offer } from './offer';

/** What can happen to a code. A reservation that is not used is released by `revoke`. */
export type CodeEvent =
	| { readonly type: 'issue' | 'roll_back' | 'expire' | 'revoke' }
	| { readonly type: 'redeem'; readonly orderId: string | null };

/** Why something could not happen to a code. */
export const CODE_REFUSALS = [
	'not_issued',
	'already_issued',
	'not_redeemed',
	'already_redeemed',
	'not_yet_expired',
	'expired',
	'revoked',
] as const;

export type CodeRefusal = (typeof CODE_REFUSALS)[number];

type Outcome = { readonly to: CodeState } | { readonly refused: CodeRefusal };

/** What each event does to a code in each state, once time has been taken into account (`stateAt`). */
export const CODE_TRANSITIONS: Readonly<
	Record<CodeState, Readonly<Record<CodeEvent['type'], Outcome>>>
> = {
	reserved: {
		issue: { to: 'issued' },
		redeem: { refused: 'not_issued' },
		roll_back: { refused: 'not_redeemed' },
		expire: { refused: 'not_yet_expired' },
		revoke: { to: 'revoked' },
	},
	issued: {
		issue: { refused: 'already_issued' },
		redeem: { to: 'redeemed' },
		roll_back: { refused: 'not_redeemed' },
		expire: { refused: 'not_yet_expired' },
		revoke: { to: 'revoked' },
	},
	redeemed: {
		issue: { refused: 'already_redeemed' },
		redeem: { refused: 'already_redeemed' },
		roll_back: { to: 'issued' },
		expire: { refused: 'already_redeemed' },
		revoke: { refused: 'already_redeemed' },
	},
	expired: {
		issue: { refused: 'expired' },
		redeem: { refused: 'expired' },
		roll_back: { refused: 'expired' },
		expire: { to: 'expired' },
		revoke: { refused: 'expired' },
	},
	revoked: {
		issue: { refused: 'revoked' },
		redeem: { refused: 'revoked' },
		roll_back: { refused: 'revoked' },
		expire: { refused: 'revoked' },
		revoke: { refused: 'revoked' },
	},
};

/** What the life of a code depends on. Times are epoch milliseconds. */
export type CodeLife = Pick<IssuedOffer, 'state' | 'expiresAt' | 'orderId'>;

/** `repeated`: it had happened before and nothing changes. */
export type CodeStep =
	| { readonly ok: true; readonly state: CodeState; readonly repeated: boolean }
	| { readonly ok: false; readonly reason: CodeRefusal };

/**
 * Gives the state of a code at `now`, epoch milliseconds: one that is reserved or issued is expired from `expiresAt`
 * on, whether or not anything has written that down yet.
 */
export function stateAt(
	{ state, expiresAt }: Pick<CodeLife, 'state' | 'expiresAt'>,
	now: number,
): CodeState {
	return (state === 'reserved' || state === 'issued') && now >= expiresAt ? 'expired' : state;
}

/**
 * Gives the state of a code after an event at `now`, epoch milliseconds, or the reason why the event cannot happen.
 * Redeeming again with the same order id, and expiring again, are repetitions, not errors. A redemption rolled back
 * after `expiresAt` leaves an expired code.
 */
export function step(code: CodeLife, event: CodeEvent, now: number): CodeStep {
	if (isRepeated(code, event)) return { ok: true, state: code.state, repeated: true };
	const outcome = CODE_TRANSITIONS[stateAt(code, now)][event.type];
	if ('refused' in outcome) return { ok: false, reason: outcome.refused };
	const state = stateAt({ state: outcome.to, expiresAt: code.expiresAt }, now);
	return { ok: true, state, repeated: false };
}

function isRepeated(code: CodeLife, event: CodeEvent): boolean {
	if (event.type === 'expire') return code.state === 'expired';
	return (
		event.type === 'redeem' &&
		code.state === 'redeemed' &&
		event.orderId !== null &&
		event.orderId === code.orderId
	);
}

/** Gives the moment a code issued at `now` expires: after the offer's code life, and never after the offer ends. */
export function expiresAt(offer: Pick<Offer, 'codeLifeMs' | 'endsAt'>, now: number): number {
	return Math.min(now + offer.codeLifeMs, offer.endsAt);
}
