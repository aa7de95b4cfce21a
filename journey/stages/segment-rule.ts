import { z } from 'zod/v4';
import { conditionSchema, fieldsOf } from '../conditions/condition';
import type { Vocabulary } from '../conditions/view';

/** Which customers are in a segment, by what their journey has shown up to a touchpoint. */
export const segmentRuleSchema = z.object({
	name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'use snake case, like high_value'),
	displayName: z.string().min(1),
	when: conditionSchema,
});

export type SegmentRule = z.infer<typeof segmentRuleSchema>;

const FIELDS = ['orders', 'daysSinceOrder', 'touchpoints', 'lastScore', 'lowestScore'] as const;
const SPENT = /^spent\.[A-Z]{3}$/;
const ORDER_FIELDS = /^(orders|daysSinceOrder|spent\.[A-Z]{3}|rfm\..*)$/;
const RFM = /^rfm\.(recency|frequency|monetary)$/;
const COUNTED = /^touchpoints\../;
const SAID = /^attributes\../;

/**
 * What a segment rule can ask, each as the journey's own history tells it up to and with the touchpoint: `orders`,
 * `spent.EUR` (orders less refunds, in units of that currency), `daysSinceOrder`, `touchpoints` and
 * `touchpoints.<type>`, `lastScore` and `lowestScore` (0 to 100), `attributes.<path>` as last said; and `rfm.recency`,
 * `rfm.frequency` and `rfm.monetary` (1 to 5), by the limits published before the touchpoint happened.
 */
export const SEGMENT_VOCABULARY: Vocabulary = {
	has: (field) =>
		(FIELDS as readonly string[]).includes(field) ||
		SPENT.test(field) ||
		RFM.test(field) ||
		COUNTED.test(field) ||
		SAID.test(field),
	isCount: (field) =>
		field === 'orders' || field === 'touchpoints' || COUNTED.test(field) || SPENT.test(field),
};

/** Gives the field paths that a segment rule asks for and no history can have. */
export function unknownSegmentFields({ when }: SegmentRule): readonly string[] {
	return fieldsOf(when).filter((field) => !SEGMENT_VOCABULARY.has(field));
}

/** Whether a segment rule asks where the customer stands among all. */
export function asksRfm({ when }: SegmentRule): boolean {
	return fieldsOf(when).some((field) => RFM.test(field));
}

/** What the rules of a definition ask for, so that nothing else need be remembered. */
export interface SegmentQuestions {
	readonly rules: readonly SegmentRule[];
	/** Whether orders have to be remembered. */
	readonly orders: boolean;
	/** Whether the limits that held at a touchpoint's time have to be handed in with it. */
	readonly rfm: boolean;
	readonly types: readonly string[];
	/** Paths below `attributes`. */
	readonly attributes: readonly string[];
}

/** Gives what segment rules ask for. */
export function questionsOf(rules: readonly SegmentRule[]): SegmentQuestions {
	const fields = [...new Set(rules.flatMap(({ when }) => fieldsOf(when)))];
	const after = (prefix: string): string[] =>
		fields
			.filter((field) => field.startsWith(prefix))
			.map((field) => field.slice(prefix.length))
			.sort();
	return {
		rules,
		orders: fields.some((field) => ORDER_FIELDS.test(field)),
		rfm: rules.some(asksRfm),
		types: after('touchpoints.'),
		attributes: after('attributes.'),
	};
}
