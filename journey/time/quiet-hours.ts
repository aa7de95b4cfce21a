import { z } from 'zod/v4';
import { clockAt, offsetAt } from './time-zone';
import { DAY_MS, wallTimeMs, wallTimeSchema } from './wall-time';

/**
 * When a customer is left in peace, by the customer's own clock: from `start` on and before `end`. With `start` after
 * `end` it is the night between; with both equal there are no quiet hours.
 */
export const quietHoursSchema = z.object({ start: wallTimeSchema, end: wallTimeSchema });

export type QuietHours = z.infer<typeof quietHoursSchema>;

/**
 * Gives until when something due at `instant` is held: the first instant from then on at which the zone's clocks do not
 * show quiet hours, which is `instant` itself outside them. Both are epoch milliseconds. A night is as long as the clocks
 * make it: 22:00 to 08:00 is held for 9 or 11 hours when they change in between.
 */
export function heldUntil(instant: number, quietHours: QuietHours, zone: string): number {
	const start = wallTimeMs(quietHours.start);
	const end = wallTimeMs(quietHours.end);
	const length = (end - start + DAY_MS) % DAY_MS;
	let at = instant;
	for (;;) {
		const elapsed = positiveRemainder(clockAt(at, zone) - start);
		if (elapsed >= length) return at;
		const released = at + length - elapsed;
		if (offsetAt(released, zone) === offsetAt(at, zone)) return released;
		at = clockChangeBetween(at, released, zone);
	}
}

function positiveRemainder(clock: number): number {
	return ((clock % DAY_MS) + DAY_MS) % DAY_MS;
}

/** Gives the first instant of the offset that holds at `after`; `before` has another one. */
function clockChangeBetween(before: number, after: number, zone: string): number {
	const offset = offsetAt(before, zone);
	let [last, first] = [before, after];
	while (first - last > 1) {
		const middle = Math.floor((first + last) / 2);
		if (offsetAt(middle, zone) === offset) last = middle;
		else first = middle;
	}
	return first;
}
