import type { CustomerContext } from '../customer-context';
import type { Stage } from '../stages/definition';
import { DAY_MS, MINUTE_MS } from '../time/wall-time';
import type { IncomingContact, RoutingReason } from './routing';
import { isTopic, topicKey, type RoutingRules } from './rules';

/** Why a contact matters more than others, and by how much: what counts double is what customers never forget. */
export interface Weight {
	readonly points: number;
	readonly why: readonly RoutingReason[];
}

const POINTS = {
	high_value: 1,
	high_value_segment: 1,
	low_mood: 1,
	open_case: 1,
	late_order: 1,
	urgent_topic: 2,
	critical_need: 2,
} as const satisfies Partial<Record<RoutingReason['code'], number>>;

type WeightReason = Extract<RoutingReason, { code: keyof typeof POINTS }>;

/** A case opened so lately is this very contact, recorded before it is routed. */
const SAME_CONTACT_MS = 15 * MINUTE_MS;

/** The best of the five parts into which RFM divides customers. */
const BEST_FIFTH = 5;

/** Weighs the value of a customer and how urgent the matter is; `stage` is the one the customer is in, if any. Pure. */
export function weigh(
	context: CustomerContext,
	contact: IncomingContact,
	stage: Stage | null,
	rules: RoutingRules,
): Weight {
	const why = [
		...valueReasons(context, rules),
		...topicReasons(contact, stage, rules),
		...historyReasons(context, contact.at, rules),
	];
	return { points: why.reduce((sum, { code }) => sum + POINTS[code], 0), why };
}

/** Value counts once, however many signs of it there are. */
function valueReasons(
	{ value, rfm, segment }: CustomerContext,
	{ highValueSpent, highValueOrders, highValueSegments }: RoutingRules,
): readonly WeightReason[] {
	if (segment !== null && highValueSegments.includes(segment))
		return [{ code: 'high_value_segment', segment }];
	const spent = highValueSpent
		? (value.spent.find(({ currency }) => currency === highValueSpent.currency) ?? null)
		: (value.spent[0] ?? null);
	const hasSpent = highValueSpent
		? spent !== null && Number(spent.amount) >= Number(highValueSpent.amount)
		: rfm?.monetary === BEST_FIFTH;
	return hasSpent || value.orders >= highValueOrders
		? [{ code: 'high_value', orders: value.orders, spent }]
		: [];
}

function topicReasons(
	{ topic }: IncomingContact,
	stage: Stage | null,
	{ urgentTopics }: RoutingRules,
): readonly WeightReason[] {
	if (topic === null) return [];
	const need = stage?.criticalNeeds?.find((one) => topicKey(one).includes(topicKey(topic)));
	return [
		...(isTopic(topic, urgentTopics) ? [{ code: 'urgent_topic', topic } as const] : []),
		...(stage && need ? [{ code: 'critical_need', stage: stage.name, need } as const] : []),
	];
}

function historyReasons(
	{ mood, openCases, openOrders }: CustomerContext,
	now: number,
	{ lowMoodBelow, lateOrderDays }: RoutingRules,
): readonly WeightReason[] {
	const why: WeightReason[] = [];
	// Without a lowest score of late, the last answer is too old to say how the customer feels.
	if (mood && mood.lowest !== null && mood.lowest < lowMoodBelow) {
		const { score, lowest, metric, at } = mood;
		why.push({ code: 'low_mood', score, lowest, metric, at });
	}
	const open = openCases.find(({ openedAt }) => now - openedAt > SAME_CONTACT_MS);
	if (open) {
		why.push({ code: 'open_case', case: open.key, topic: open.topic, openedAt: open.openedAt });
	}
	const late = openOrders.find(
		({ status, orderedAt }) => status === 'ordered' && now - orderedAt > lateOrderDays * DAY_MS,
	);
	if (late) why.push({ code: 'late_order', order: late.key, orderedAt: late.orderedAt });
	return why;
}
