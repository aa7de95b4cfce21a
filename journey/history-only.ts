import type { Touchpoint } from './touchpoint';

/** A touchpoint older than this on arrival is history: nothing is sent because of it. */
const HISTORY_ONLY_AFTER_MS = 72 * 60 * 60 * 1000;

/** Whether a touchpoint came so late that it only corrects the history. */
export function isHistoryOnly({ receivedAt, occurredAt }: Touchpoint): boolean {
	return receivedAt - occurredAt > HISTORY_ONLY_AFTER_MS;
}
