import { checkCondition } from '../conditions/check-condition';
import { valueUnder } from '../conditions/touchpoint-view';
import type { FieldValue, View } from '../conditions/view';
import { PARTS_OF_UNIT } from '../segments/exact-amount';
import { DAY_MS } from '../time/wall-time';
import type { Touchpoint } from '../touchpoint';
import { addOrder, NO_ORDERS, type OrderTally } from './order-tally';
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
}

/** Gives the first segment whose rule holds, else the one a touchpoint named last; null when there is neither. */
export function segmentAt(
	tally: SegmentTally,
	moment: SegmentMoment,
	{ rules }: SegmentQuestions,
): string | null {
	const view = viewOf(tally, moment);
	const rule = rules.find(({ when }) => checkCondition(when, view, SEGMENT_VOCABULARY).ok);
	return rule?.name ?? tally.said;
}

function viewOf(tally: SegmentTally, { at, touchpoints, lastScore }: SegmentMoment): View {
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
		case 'spent': {
			const parts = own(tally.orders.spent, path);
			return parts === undefined ? undefined : parts / Number(PARTS_OF_UNIT);
		}
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
