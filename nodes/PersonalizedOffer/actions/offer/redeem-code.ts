import type { CustomerContext } from '../../../../journey/customer-context';
import type { Offer } from '../../../../journey/offers/offer';
import type { Stage } from '../../../../journey/stages/definition';
import type { RedemptionStatus } from '../../../../report/redemption-view';
import type { JourneyStore, Redemption } from '../../../../store/journey-store';

/** What redeeming a code gave, with all that is known around it. */
export interface RedemptionResult {
	readonly status: RedemptionStatus;
	/** The code as it stands; null for an unknown one. */
	readonly issued: Redemption['issued'];
	/** Null where the offer is no longer in the catalogue. */
	readonly offer: Offer | null;
	readonly customer: CustomerContext | null;
	/** Where the customer stands in the journey entered last. */
	readonly stage: Pick<Stage, 'name' | 'displayName'> | null;
}

/** `code` is null for a text that cannot be a code. `now` is in epoch milliseconds. */
export interface RedemptionAttempt {
	readonly code: string | null;
	readonly where: string;
	readonly orderId: string | null;
	readonly now: number;
}

/** How many of the latest touchpoints are read for the page. */
const RECENT_TOUCHPOINTS = 5;

/** Redeems a code and gives what came of it. A text that is no code is an unknown one, without asking the store. */
export async function redeemCode(
	store: JourneyStore,
	{ code, where, orderId, now }: RedemptionAttempt,
): Promise<RedemptionResult> {
	const redemption: Redemption =
		code === null
			? { ok: false, why: 'unknown_code', issued: null }
			: await store.redeem({ code, where, orderId, now });
	const { issued } = redemption;
	const status = statusOf(redemption);
	if (!issued) return { status, issued, offer: null, customer: null, stage: null };
	const offers = await store.getOffers();
	const customer = await store.getContext(
		{ customerId: issued.customerId },
		RECENT_TOUCHPOINTS,
		now,
	);
	return {
		status,
		issued,
		offer: offers.find(({ id }) => id === issued.offerId) ?? null,
		customer,
		stage: customer && (await stageOf(store, customer)),
	};
}

function statusOf(redemption: Redemption): RedemptionStatus {
	if (!redemption.ok) return redemption.why;
	return redemption.repeated ? 'redeemed_again' : 'redeemed';
}

async function stageOf(
	store: JourneyStore,
	customer: CustomerContext,
): Promise<RedemptionResult['stage']> {
	const latest = [...customer.journeys].sort((a, b) => (b.enteredAt ?? 0) - (a.enteredAt ?? 0))[0];
	if (!latest?.stage) return null;
	const definition = await store.getDefinition(latest.definition, latest.version);
	return definition?.stages.find(({ name }) => name === latest.stage) ?? null;
}
