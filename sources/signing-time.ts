import type { Refusal } from './source';
import { readTime } from './time';

/** The window that most senders advise. */
export const FIVE_MINUTES_MS = 5 * 60_000;

/**
 * Gives null when the time of signing is near enough to the time of receipt, else why not. `place` names where the time
 * stands, for the reason. All others are in milliseconds: `maxAgeMs` for a time in the past, `maxAheadMs` for one ahead.
 */
export function refuseUntimely(
	place: string,
	timestamp: unknown,
	receivedAt: number,
	maxAgeMs: number,
	maxAheadMs = maxAgeMs,
): Refusal | null {
	const signedAt = readTime(timestamp);
	if (signedAt === null) {
		return {
			status: 401,
			code: 'missing_timestamp',
			reason: `${place} has no time of signing: expected seconds since 1970`,
		};
	}
	const ageMs = receivedAt - signedAt;
	if (ageMs <= maxAgeMs && -ageMs <= maxAheadMs) return null;
	const seconds = Math.round(Math.abs(ageMs) / 1000);
	return {
		status: 401,
		code: 'stale_timestamp',
		reason: `signed ${seconds} s ${ageMs > 0 ? 'ago' : 'ahead'}: it is a replay, or a clock is wrong; set both clocks by NTP`,
	};
}
