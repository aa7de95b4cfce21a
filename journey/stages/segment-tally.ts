import { checkCondition } from '../conditions/check-condition';
import { valueUnder } from '../conditions/touchpoint-view';
import type { FieldValue, View } from '../conditions/view';
import type { Rfm } from '../customer-context';
import { PARTS_OF_UNIT } from '../segments/exact-amount';
import { scoreRfm, type RfmLimits } from '../segments/rfm';
import { DAY_MS } from '../time/wall-time';
import type { Touchpoint } from '../touchpoint';
import { addOrder, measuresOf, NO_ORDERS, spentIn, type OrderTally } from './order-tally';
import { SEGMENT_VOCABULARY, type SegmentQuestions } from './segment-rule';

/** What a journey remembers for its segment rules, after the touchpoints folded so far. */
export interface SegmentTally {
	/** The segment that a touchpoint named last, for those whom no rule takes. */
	readonly said: string | null;
	readonly orders: OrderTally;
	/** Touchpoints by type; only the types that are asked for. */
	readonly counts: Readonly<Record<string, number>>;
	/** The last word on each attribute that is asked for. */
	readonly attributes: Readonly<Record<string, FieldValue>>;
	/** 0 to 100. */
	readonly lowestScore: number | null;
}

export const EMPTY_TALLY: SegmentTally = Object.freeze({
	said: null,
	orders: NO_ORDERS,
	counts: Object.freeze({}),
	attributes: Object.freeze({}),
	lowestScore: null,
});

/** Whether a tally has all that it has today; one that an earlier version of the package kept is made anew from the history. */
export function isComplete({ orders }: SegmentTally): boolean {
	return Object.hasOwn(orders, 'ordersIn');
}

/** One touchpoint as the tally sees it; without its whole, nothing is learnt of orders and attributes. */
export interface TalliedTouchpoint {
	readonly type: string;
	readonly segment?: string;
	readonly score?: number;
	readonly whole?: Touchpoint;
}

/** Gives the tally with one more touchpoint. It must come after those already counted, in fold order. */
export function addToTally(
	tally: SegmentTally,
	{ type, segment, score, whole }: TalliedTouchpoint,
	questions: SegmentQuestions,
): SegmentTally {
	return {
		said: segment ?? tally.said,
		orders: whole && questions.orders ? addOrder(tally.orders, whole) : tally.orders,
		counts: questions.types.includes(type)
			? { ...tally.counts, [type]: (own(tally.counts, type) ?? 0) + 1 }
			: tally.counts,
		attributes: whole ? attributesAfter(tally, whole, questions) : tally.attributes,
		lowestScore:
			score === undefined ? tally.lowestScore : Math.min(score, tally.lowestScore ?? score),
	};
}

function attributesAfter(
	{ attributes }: SegmentTally,
	touchpoint: Touchpoint,
	questions: SegmentQuestions,
): SegmentTally['attributes'] {
	let after = attributes;
	for (const path of questions.attributes) {
		const value = valueUnder(touchpoint.attributes, path);
		if (value !== undefined) after = { ...after, [path]: value };
	}
	return after;
}

/** What the rest of the journey's state tells a segment rule, at a touchpoint's time in epoch milliseconds. */
export interface SegmentMoment {
	readonly at: number;
	readonly touchpoints: number;
	/** 0 to 100. */
	readonly lastScore: number | null;
	/** The fifths of all customers as they were published by then; null before the first time, and where no rule asks. */
	readonly limits: RfmLimits | null;
}

/** Gives the first segment whose rule holds, else the one a touchpoint named last; null when there is neither. */
export function segmentAt(
	tally: SegmentTally,
	moment: SegmentMoment,
	{ rules, rfm }: SegmentQuestions,
): string | null {
	const view = viewOf(tally, moment, rfm ? rfmAt(tally, moment) : null);
	const rule = rules.find(({ when }) => checkCondition(when, view, SEGMENT_VOCABULARY).ok);
	return rule?.name ?? tally.said;
}

/** Gives where the customer stood among all, by what was bought up to the moment. */
function rfmAt({ orders }: SegmentTally, { limits }: SegmentMoment): Rfm | null {
	const measures = limits && measuresOf(orders);
	return limits && measures && scoreRfm(measures, limits);
}

function viewOf(
	tally: SegmentTally,
	{ at, touchpoints, lastScore }: SegmentMoment,
	rfm: Rfm | null,
): View {
	const { orders, lastOrderAt } = tally.orders;
	return {
		get: (field) => {
			switch (field) {
				case 'orders':
					return orders;
				case 'daysSinceOrder':
					return lastOrderAt === null ? undefined : (at - lastOrderAt) / DAY_MS;
				case 'touchpoints':
					return touchpoints;
				case 'lastScore':
					return lastScore ?? undefined;
				case 'lowestScore':
					return tally.lowestScore ?? undefined;
				case 'rfm.recency':
					return rfm?.recency;
				case 'rfm.frequency':
					return rfm?.frequency;
				case 'rfm.monetary':
					return rfm?.monetary ?? undefined;
				default:
					return asked(tally, field);
			}
		},
	};
}

function asked(tally: SegmentTally, field: string): FieldValue | undefined {
	const dot = field.indexOf('.');
	const path = field.slice(dot + 1);
	switch (field.slice(0, dot)) {
		case 'spent':
			return Object.hasOwn(tally.orders.spent, path)
				? Number(spentIn(tally.orders, path)) / Number(PARTS_OF_UNIT)
				: undefined;
		case 'touchpoints':
			return own(tally.counts, path);
		case 'attributes':
			return own(tally.attributes, path);
		default:
			return undefined;
	}
}

/** A type or an attribute may be called `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}
