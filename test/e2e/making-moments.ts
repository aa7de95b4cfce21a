import type { MomentKind } from '../../journey/moments/moment';
import type { Offer } from '../../journey/offers/offer';
import { BUILT_IN_DEFINITIONS } from '../../journey/stages/built-in';
import type { JourneyStore } from '../../store/journey-store';
import { email, MINUTE_MS, touchpoint } from '../support/touchpoint';
import { continuedByMoment } from '../support/wait';

/** The shortest stall and the shortest warning that the fields take. */
const STALL_MS = 0.01 * 24 * 60 * MINUTE_MS;
const LEAD_MS = 0.1 * 60 * MINUTE_MS;

/** What a Journey Moment Trigger is set to for each of the moments below. */
export const PARAMETERS: Readonly<Record<MomentKind, object>> = {
	stage_entered: { journey: 'five_stage', stages: ['purchase'] },
	customer_stalled: {
		journey: 'five_stage',
		stages: ['consideration'],
		threshold: 'typed',
		days: 0.01,
	},
	wait_resolved: { wait: 'for a review' },
	offer_expiring: { hours: 0.1 },
	touchpoint_not_applied: { minutes: 1 },
};

/** How the e-mail address begins of whom each moment is about; after it comes the name that was given. */
export const WHO: Readonly<Record<MomentKind, string>> = {
	stage_entered: 'stage',
	customer_stalled: 'stall',
	wait_resolved: 'wait',
	offer_expiring: 'offer',
	touchpoint_not_applied: 'left',
};

/** Lets each moment come about once, for people of this name; all of them are due now. */
export async function happen(store: JourneyStore, name: string): Promise<void> {
	const now = Date.now();
	const options = { definition: BUILT_IN_DEFINITIONS.five_stage, now };
	const of = (what: string, type: string, occurredAt = now) =>
		touchpoint(`${name}-${what}-${type}`, {
			type,
			occurredAt,
			receivedAt: now,
			identities: [email(`${what}-${name}@example.com`)],
		});
	const idOf = async (what: string) => {
		const context = await store.getContext(email(`${what}-${name}@example.com`), 0, now);
		return context?.customerId ?? '';
	};

	await store.record([of('stage', 'order_completed')], options);
	await store.record([of('stall', 'product_viewed', now - STALL_MS + 2_000)], options);

	await store.record([of('wait', 'order_delivered')], options);
	const opened = { openedAt: now, lookBackFrom: now, deadlineAt: now + 60 * MINUTE_MS };
	const wait = { name: 'for a review', rule: { types: ['review_posted'] }, ...opened };
	await store.openWaits([continuedByMoment(await idOf('wait'), name, wait)], now);
	await store.record([of('wait', 'review_posted', now + 1)], options);

	await store.record([of('offer', 'product_viewed')], options);
	const offer: Offer = {
		id: `offer-${name}`,
		title: { en: 'Free delivery' },
		benefit: { kind: 'free_delivery' },
		startsAt: now,
		endsAt: now + 60 * MINUTE_MS,
		codeLifeMs: LEAD_MS + 2_000,
		priority: 1,
		caps: { perCustomer: 1 },
		fallback: false,
	};
	await store.saveOffer(offer, now);
	const given = { offer, customerId: await idOf('offer'), channel: 'email' as const };
	await store.issue({ ...given, code: `CODE-${name}`, decision: {}, now });

	const left = of('left', 'product_viewed', now - MINUTE_MS);
	await store.accept([{ ...left, receivedAt: now - MINUTE_MS }]);
}
