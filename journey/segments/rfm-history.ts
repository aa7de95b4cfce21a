import type { RfmLimits } from './rfm';

/** Limits as they were published. They are never changed afterwards, so that what was stamped by them stays right. */
export interface PublishedLimits {
	/** From when on they hold, until the next ones do; epoch milliseconds. */
	readonly from: number;
	readonly limits: RfmLimits;
}

/** Published limits, those that hold first first. */
export type RfmHistory = readonly PublishedLimits[];

/** Gives the limits that held at a time (epoch milliseconds); null before the first ones. */
export function limitsAt(history: RfmHistory, at: number): RfmLimits | null {
	return history.findLast(({ from }) => from <= at)?.limits ?? null;
}
