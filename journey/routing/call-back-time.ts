import type { PreferredHour } from '../customer-context';
import { heldUntil } from '../time/quiet-hours';
import { clockAt } from '../time/time-zone';
import {
	DAY_MS,
	HOUR_MS,
	localDateOf,
	MINUTE_MS,
	nextWallTime,
	resolveWallTime,
} from '../time/wall-time';
import type { BusinessHours } from './rules';

/** Call-backs are planned to the quarter of an hour. */
const STEP_MS = 15 * MINUTE_MS;

/** Somebody has to find the time, and who has just hung up need not be called at once. */
const EARLIEST_MS = 30 * MINUTE_MS;

/** Nobody is called at night, whenever their habits are. */
const NIGHT = { start: '21:00', end: '08:00' };

/** Every opening of the week has come by then. */
const FARTHEST_MS = 8 * DAY_MS;

/** When people are there where operations have not said: working days, nine to six. */
export function usualHours(zone: string): BusinessHours {
	const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
	return { start: '09:00', end: '18:00', weekdays: [...weekdays], zone };
}

/** Gives when the business is open next: `now` itself while it is open. Times are epoch milliseconds. */
export function openFrom(now: number, { start, end, weekdays, zone }: BusinessHours): number {
	const today = localDateOf(now, zone);
	const opening = resolveWallTime(today, start, zone).at;
	const isWorkingDay = nextWallTime(opening - 1, start, zone, weekdays).at === opening;
	const isOpen = isWorkingDay && opening <= now && now < resolveWallTime(today, end, zone).at;
	return isOpen ? now : nextWallTime(now, start, zone, weekdays).at;
}

/**
 * Gives the best time to call a customer back after `now` (epoch milliseconds): while the business is open, not at the
 * customer's night, and of the times within a day of the first possible one, that nearest to the hour in which the
 * customer acts most; without such an hour, the first. Null when the two clocks do not agree within eight days.
 */
export function callBackTime(
	now: number,
	hours: BusinessHours,
	customerZone: string,
	preferred: PreferredHour | null,
): number | null {
	let best: { readonly at: number; readonly distance: number } | null = null;
	let last = now + FARTHEST_MS;
	for (let at = possibleFrom(now + EARLIEST_MS, hours, customerZone); at <= last;) {
		if (preferred === null) return at;
		if (best === null) last = Math.min(last, at + DAY_MS);
		const distance = distanceFrom(preferred, at);
		if (best === null || distance < best.distance) best = { at, distance };
		at = possibleFrom(at + STEP_MS, hours, customerZone);
	}
	return best?.at ?? null;
}

/** Gives the first quarter of an hour from `from` on at which both are awake, or a time beyond all that is looked at. */
function possibleFrom(from: number, hours: BusinessHours, customerZone: string): number {
	const end = from + FARTHEST_MS;
	let at = roundUp(from);
	while (at <= end) {
		const next = heldUntil(openFrom(at, hours), NIGHT, customerZone);
		if (next === at) return at;
		at = roundUp(next);
	}
	return Number.POSITIVE_INFINITY;
}

function roundUp(at: number): number {
	return Math.ceil(at / STEP_MS) * STEP_MS;
}

/** How far a time is from the middle of the preferred hour, the short way round the clock. */
function distanceFrom({ hour, zone }: PreferredHour, at: number): number {
	const timeOfDay = clockAt(at, zone) % DAY_MS;
	const apart = Math.abs(timeOfDay - (hour * HOUR_MS + HOUR_MS / 2));
	return Math.min(apart, DAY_MS - apart);
}
