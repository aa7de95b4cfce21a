import type { TouchpointSummary } from '../journey/customer-context';
import type { IssuedOffer, Offer } from '../journey/offers/offer';

/** What became of a scanned code. `redeemed_again`: the same order presented it once more, nothing changed. */
export const REDEMPTION_STATUSES = [
	'redeemed',
	'redeemed_again',
	'already_redeemed',
	'expired',
	'revoked',
	'unknown_code',
] as const;

export type RedemptionStatus = (typeof REDEMPTION_STATUSES)[number];

/** What the seller sees after scanning a code. */
export interface RedemptionView {
	readonly status: RedemptionStatus;
	/** Null for an unknown code. */
	readonly issued: IssuedOffer | null;
	/** Null for an unknown code and where the offer is no longer in the catalogue. */
	readonly offer: Pick<Offer, 'title' | 'benefit'> | null;
	/** The customer's way so far in short; null where it is not to be shown. */
	readonly recent: {
		/** As the definition names it for people (`displayName`), with its `name`; null before the first stage. */
		readonly stage: { readonly name: string; readonly displayName: string } | null;
		/** Latest first. */
		readonly touchpoints: readonly Pick<TouchpointSummary, 'type' | 'channel' | 'occurredAt'>[];
	} | null;
}
