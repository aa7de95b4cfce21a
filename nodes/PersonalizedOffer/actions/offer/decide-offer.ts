import type { Channel } from '../../../../journey/channel';
import type { CustomerContext } from '../../../../journey/customer-context';
import type { Purpose } from '../../../../journey/offers/candidate';
import { chooseOffer, type Choice } from '../../../../journey/offers/choose';
import { HELD_OUT, type Experiment } from '../../../../journey/experiments/experiment';
import { CODE_RANDOM_BYTES, newCode } from '../../../../journey/offers/code';
import { expiresAt } from '../../../../journey/offers/code-life';
import { holdOut } from '../../../../journey/offers/hold-out';
import type { JourneyChoice } from '../../../../journey/offers/customer-view';
import type { IssuedOffer, Offer } from '../../../../journey/offers/offer';
import type { JourneyStore } from '../../../../store/journey-store';

/** What the decision is about. `now` is in epoch milliseconds. */
export interface DecisionSubject {
	readonly journey: JourneyChoice;
	readonly channel: Channel;
	readonly purpose: Purpose;
	/** Which customers get no offer, whatever fits; null where everybody may get one. */
	readonly holdout: Experiment | null;
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
 * Chooses an offer and issues its code. Whether a customer is held out is drawn when the first offer fits, so that
 * those held out and the others are alike. The store has the last word on caps and holdouts: when it refuses, the choice is
 * made anew with things as they then are. In a dry run nothing is issued or drawn for good, and the code is worth nothing. `randomBytes` must come
 * from a cryptographic source. Throws when the store refuses again and again.
 */
export async function decideOffer(
	store: JourneyStore,
	customer: CustomerContext,
	subject: DecisionSubject,
	dryRun: boolean,
	randomBytes: (count: number) => Uint8Array,
): Promise<Decision> {
	const { channel, holdout, now } = subject;
	const { customerId } = customer;
	const offers = await store.getOffers();
	for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
		const usage = await store.getOfferUsage(customerId, now);
		const choice = chooseOffer({ ...subject, offers, context: customer, usage });
		if (!choice.chosen) return { choice, made: null };
		if (holdout && (await isHeldOut(store, holdout, customerId, dryRun, now)))
			return { choice: holdOut(choice, holdout.name), made: null };
		const { offer, live } = choice.chosen;
		if (live) return { choice, made: { offer, issued: live } };
		const code = newCode(randomBytes(CODE_RANDOM_BYTES));
		if (dryRun)
			return { choice, made: { offer, issued: rehearsed(code, offer, customerId, channel, now) } };
		const decision = { why: choice.why, candidates: choice.candidates };
		const issuance = await store.issue({
			code,
			offer,
			customerId,
			channel,
			decision,
			...(holdout && { holdout: holdout.name }),
			now,
		});
		if (issuance.ok) return { choice, made: { offer, issued: issuance.issued } };
	}
	throw new Error(
		`No code could be issued in ${MAX_ATTEMPTS} attempts, since others took the last ones. Run the item again.`,
	);
}

async function isHeldOut(
	store: JourneyStore,
	holdout: Experiment,
	customerId: string,
	dryRun: boolean,
	now: number,
): Promise<boolean> {
	const arm = dryRun
		? await store.previewArm(holdout, customerId)
		: await store.assignArm(holdout, customerId, now);
	return arm === HELD_OUT;
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
