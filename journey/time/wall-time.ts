import { z } from 'zod/v4';
import { clockAt, offsetAt } from './time-zone';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** Twenty-four hours, which is not always one calendar day. */
export const DAY_MS = 24 * HOUR_MS;

/** Days of the week as ISO 8601 orders them. */
export const WEEKDAYS = [
	'monday',
	'tuesday',
	'wednesday',
	'thursday',
	'friday',
	'saturday',
	'sunday',
] as const;

export type Weekday = (typeof WEEKDAYS)[number];

/** A time on the clock, `00:00` to `23:59`. */
export const wallTimeSchema = z
	.string()
	.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'use a time of day from 00:00 to 23:59, like 09:00');

/** A date on the calendar that exists, like `2026-03-08`. */
export const localDateSchema = z.iso.date('use a date that exists, like 2026-03-08');

/**
 * What became of a wall time: `unique`: it occurs once on its date; `gap`: the clocks jump over it, and it moved forward
 * by as much; `overlap`: the clocks show it twice, and this is the first time.
 */
export const WALL_TIME_KINDS = ['unique', 'gap', 'overlap'] as const;

/** The instant of a wall time, epoch milliseconds. */
export interface ResolvedWallTime {
	readonly at: number;
	readonly kind: (typeof WALL_TIME_KINDS)[number];
}

/** Gives a wall time as milliseconds after 00:00 on the clock. */
export function wallTimeMs(time: string): number {
	const [hour = 0, minute = 0] = time.split(':').map(Number);
	return hour * HOUR_MS + minute * MINUTE_MS;
}

/** Gives the local date of an instant (epoch milliseconds) in a zone, as `2026-03-08`. */
export function localDateOf(instant: number, zone: string): string {
	return new Date(clockAt(instant, zone)).toISOString().slice(0, 10);
}

/**
 * Gives the instant at which the clocks of a zone show a wall time (`09:00`) on a local date (`2026-03-08`). One that
 * they jump over moves forward by the gap; of one that they show twice, the first counts: as `compatible` of Temporal.
 */
export function resolveWallTime(date: string, time: string, zone: string): ResolvedWallTime {
	return resolveClock(startOf(date) + wallTimeMs(time), zone);
}

/**
 * Gives the first instant after `after` (epoch milliseconds, itself excluded) at which a zone's clocks show a wall time,
 * if `weekdays` is not empty on one of these local days. The weekday is that of the date asked for, also where a gap
 * carries the time over midnight.
 */
export function nextWallTime(
	after: number,
	time: string,
	zone: string,
	weekdays: readonly Weekday[] = [],
): ResolvedWallTime {
	const today = startOfDay(clockAt(after, zone));
	// From yesterday, since a gap at midnight carries its last hour into today; eight days on, every weekday has come up.
	for (let day = today - DAY_MS; day <= today + 8 * DAY_MS; day += DAY_MS) {
		if (weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) continue;
		const resolved = resolveClock(day + wallTimeMs(time), zone);
		if (resolved.at > after) return resolved;
	}
	throw new RangeError(`'${time}' does not come up in ${zone} within eight days`);
}

/**
 * Gives the instant a number of calendar days after `from` (epoch milliseconds), at the same wall time or at `time`.
 * Over a change of the clocks that is not the same number of times 24 hours.
 */
export function calendarDaysLater(
	from: number,
	days: number,
	zone: string,
	time?: string,
): ResolvedWallTime {
	const clock = clockAt(from, zone);
	const timeOfDay = time === undefined ? clock - startOfDay(clock) : wallTimeMs(time);
	return resolveClock(startOfDay(clock) + days * DAY_MS + timeOfDay, zone);
}

/** `clock`: what the clocks show, as `clockAt` gives it. No zone changes its clocks twice within two days. */
function resolveClock(clock: number, zone: string): ResolvedWallTime {
	const before = offsetAt(clock - DAY_MS, zone);
	const after = offsetAt(clock + DAY_MS, zone);
	if (before === after) return { at: clock - before, kind: 'unique' };
	const isShown = (offset: number) => offsetAt(clock - offset, zone) === offset;
	if (isShown(before)) return { at: clock - before, kind: isShown(after) ? 'overlap' : 'unique' };
	return isShown(after)
		? { at: clock - after, kind: 'unique' }
		: { at: clock - before, kind: 'gap' };
}

function startOf(date: string): number {
	return Date.parse(`${date}T00:00:00Z`);
}

function startOfDay(clock: number): number {
	return Math.floor(clock / DAY_MS) * DAY_MS;
}

function weekdayOf(clock: number): Weekday {
	// 1970-01-01 was a Thursday.
	const days = Math.floor(clock / DAY_MS) + 3;
	return WEEKDAYS[((days % 7) + 7) % 7] as Weekday;
}
