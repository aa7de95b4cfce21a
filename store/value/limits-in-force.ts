import { limitsAt, type RfmHistory } from '../../journey/segments/rfm-history';
import type { RfmLimits } from '../../journey/segments/rfm';
import type { JourneyDefinition } from '../../journey/stages/definition';
import { indexOf } from '../../journey/stages/definition-index';
import type { FoldTouchpoint } from '../../journey/stages/fold';
import type { Transaction } from '../database';

/** Touchpoints that are to be folded by one definition. */
export interface Folding<T extends FoldTouchpoint> {
	readonly definition: JourneyDefinition;
	readonly touchpoints: readonly T[];
}

/** Whether the segment rules of a definition ask where customers stand among all. */
export function asksRfm(definition: JourneyDefinition): boolean {
	return indexOf(definition).segments?.rfm ?? false;
}

/**
 * Reads the published limits that held at any time between these touchpoints: one indexed statement, and none where no
 * definition asks. Nothing is kept in memory, so that a fold sees what another process has just published.
 */
export async function readLimits(
	transaction: Transaction,
	foldings: readonly Folding<FoldTouchpoint>[],
): Promise<RfmHistory> {
	let [first, last] = [Infinity, -Infinity];
	for (const { definition, touchpoints } of foldings) {
		if (!asksRfm(definition)) continue;
		for (const { occurredAt } of touchpoints) {
			first = Math.min(first, occurredAt);
			last = Math.max(last, occurredAt);
		}
	}
	if (first > last) return [];
	const rows = await transaction.all(
		`SELECT holds_from, body FROM rfm_limits WHERE holds_from <= ? AND holds_from >=
			COALESCE((SELECT MAX(holds_from) FROM rfm_limits WHERE holds_from <= ?), 0) ORDER BY holds_from`,
		[last, first],
	);
	return rows.map((row) => ({
		from: Number(row.holds_from),
		limits: JSON.parse(String(row.body)) as RfmLimits,
	}));
}

/** Gives the touchpoints, with the limits that held when each happened where their definition asks for them. */
export function withLimits<T extends FoldTouchpoint>(
	{ definition, touchpoints }: Folding<T>,
	history: RfmHistory,
): readonly T[] {
	if (!asksRfm(definition)) return touchpoints;
	return touchpoints.map((touchpoint) => ({
		...touchpoint,
		limits: limitsAt(history, touchpoint.occurredAt),
	}));
}
