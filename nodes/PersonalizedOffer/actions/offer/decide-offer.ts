import type { Channel } from '../../../../journey/channel';
import type { CustomerContext } from '../../../../journey/customer-context';
import type { Purpose } from '../../../../journey/offers/candidate';
import { chooseOffer, type Choice } from '../../../../journey/offers/choose';
import { CODE_RANDOM_BYTES, newCode } from '../../../../journey/offers/code';
import { expiresAt } from '../../../../journey/offers/code-life';
import type { JourneyChoice } from '../../../../journey/offers/customer-view';
import type { IssuedOffer, Offer } from '../../../../journey/offers/offer';
import type { JourneyStore } from '../../../../store/journey-store';

/** What the decision is about. `now` is in epoch milliseconds. */
export interface DecisionSubject {
	readonly journey: JourneyChoice;
	readonly channel: Channel;
	readonly purpose: Purpose;
	readonly now: number;
}

/** What was decided for one customer: the choice with all its reasons, and the offer with its code, if one was made. */
export interface Decision {
	readonly choice: Choice;
	readonly made: { readonly offer: Offer; readonly issued: IssuedOffer } | null;
}

/** How often others may take the last code of an offer, or chance may repeat a code, before we give up. */
const MAX_ATTEMPTS = 10;

/**
 * Chooses an offer and issues its code. The store has the last word on caps: when it refuses, the choice is made anew
 * with the usage as it then is. In a dry run nothing is issued and the code is worth nothing. `randomBytes` must come
 * from a cryptographic source. Throws when the store refuses again and again.
 */
export async function decideOffer(
	store: JourneyStore,
	customer: CustomerContext,
	subject: DecisionSubject,
	dryRun: boolean,
	randomBytes: (count: number) => Uint8Array,
): Promise<Decision> {
	const { channel, now } = subject;
	const { customerId } = customer;
	const offers = await store.getOffers();
	for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
		const usage = await store.getOfferUsage(customerId, now);
		const choice = chooseOffer({ ...subject, offers, context: customer, usage });
		if (!choice.chosen) return { choice, made: null };
		const { offer, live } = choice.chosen;
		if (live) return { choice, made: { offer, issued: live } };
		const code = newCode(randomBytes(CODE_RANDOM_BYTES));
		if (dryRun)
			return { choice, made: { offer, issued: rehearsed(code, offer, customerId, channel, now) } };
		const decision = { why: choice.why, candidates: choice.candidates };
		const issuance = await store.issue({ code, offer, customerId, channel, decision, now });
		if (issuance.ok) return { choice, made: { offer, issued: issuance.issued } };
	}
	throw new Error(
		`No code could be issued in ${MAX_ATTEMPTS} attempts, since others took the last ones. Run the item again.`,
	);
}

/** A code as it would have been issued. */
function rehearsed(
	code: string,
	offer: Offer,
	customerId: string,
	channel: Channel,
	now: number,
): IssuedOffer {
	return {
		code,
		offerId: offer.id,
		customerId,
		state: 'issued',
		channel,
		issuedAt: now,
		expiresAt: expiresAt(offer, now),
		redeemedAt: null,
		redeemedWhere: null,
		orderId: null,
	};
}
