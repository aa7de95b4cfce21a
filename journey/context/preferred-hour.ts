import { DateTime } from 'luxon';
import type { PreferredHour } from '../customer-context';

/** Fewer acts say more about chance than about habit. */
const LEAST_ACTS = 10;

const HOURS = 24;

/**
 * Gives the local hour in which a customer acts most, from the times of their own acts (epoch milliseconds) and their
 * IANA zone; null for fewer than ten acts. Each hour counts together with its neighbours, so that a habit on the
 * edge of two hours is not missed; of equal ones the fuller hour itself wins, then the earlier.
 */
export function preferredHour(times: readonly number[], zone: string): PreferredHour | null {
	if (times.length < LEAST_ACTS) return null;
	const acts = Array.from({ length: HOURS }, () => 0);
	for (const time of times) {
		const { hour } = DateTime.fromMillis(time, { zone });
		acts[hour] = (acts[hour] ?? 0) + 1;
	}
	const at = (hour: number): number => acts[(hour + HOURS) % HOURS] ?? 0;
	const around = (hour: number): number => at(hour - 1) + at(hour) + at(hour + 1);
	const [hour = 0] = [...acts.keys()].sort(
		(a, b) => around(b) - around(a) || at(b) - at(a) || a - b,
	);
	return { hour, zone, basis: times.length };
}
