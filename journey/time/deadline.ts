import { z } from 'zod/v4';
import { heldUntil, type QuietHours } from './quiet-hours';
import { isTimeZone } from './time-zone';
import {
	calendarDaysLater,
	DAY_MS,
	HOUR_MS,
	localDateSchema,
	MINUTE_MS,
	nextWallTime,
	resolveWallTime,
	WEEKDAYS,
	wallTimeSchema,
	type ResolvedWallTime,
} from './wall-time';

/** The longest wait in days, unless a wait says otherwise. */
const LONGEST_WAIT_DAYS = 30;

/** Units of a wait by the stopwatch; a day is 24 hours. */
export const DURATION_UNITS = ['minutes', 'hours', 'days'] as const;

/** A hundred years: what is more is no wait. */
const MOST_DAYS = 36_525;

const UNIT_MS: Readonly<Record<(typeof DURATION_UNITS)[number], number>> = {
	minutes: MINUTE_MS,
	hours: HOUR_MS,
	days: DAY_MS,
};

/** Until when a wait lasts. Wall times and dates are those of the zone it is resolved in. */
export const deadlineSchema = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('duration'),
		amount: z.number().positive(),
		unit: z.enum(DURATION_UNITS),
	}),
	/** So many dates later, at the same wall time or at `time`; 0 with a `time` is today. */
	z.object({
		kind: z.literal('calendar_days'),
		days: z.int().min(0).max(MOST_DAYS),
		time: wallTimeSchema.optional(),
	}),
	/** Without a `time` the date's first moment. */
	z.object({
		kind: z.literal('date'),
		date: localDateSchema,
		time: wallTimeSchema.optional(),
	}),
	/** Epoch milliseconds. */
	z.object({ kind: z.literal('instant'), at: z.int() }),
	/** The next time the clocks show `time`, if `weekdays` is not empty on one of these days. */
	z.object({
		kind: z.literal('next_time'),
		time: wallTimeSchema,
		weekdays: z.array(z.enum(WEEKDAYS)).optional(),
	}),
]);

export type Deadline = z.infer<typeof deadlineSchema>;

/** From when, where, and how far a deadline is looked for. */
export interface DeadlineSettings {
	/** The instant the wait begins, epoch milliseconds: the touchpoint that opened it, or now. */
	readonly from: number;
	/** IANA zone whose clocks and calendar count. */
	readonly zone: string;
	/** A deadline within these is put off to their end. */
	readonly quietHours?: QuietHours;
	/** `LONGEST_WAIT_DAYS` when left out. */
	readonly longestDays?: number;
}

/** A deadline as an instant, or why there is none. Times are epoch milliseconds. */
export type DeadlineResult =
	| {
			readonly ok: true;
			/** When the wait ends. */
			readonly at: number;
			/** When it would end without quiet hours; `at` is later if they held it. */
			readonly askedFor: number;
			/** What became of the wall time; null when the deadline names none. */
			readonly wallTime: ResolvedWallTime['kind'] | null;
			readonly zone: string;
	  }
	| { readonly ok: false; readonly code: 'zone_unknown'; readonly zone: string }
	| {
			readonly ok: false;
			readonly code: 'deadline_passed' | 'deadline_too_far';
			readonly zone: string;
			/** The deadline as it was asked for, and the end of what is possible on that side. */
			readonly askedFor: number;
			readonly limit: number;
	  };

/**
 * Gives the instant at which a wait that begins at `from` ends, or the coded reason why it cannot: `zone_unknown`;
 * `deadline_passed`, at or before `from`; `deadline_too_far`, beyond `longestDays` times 24 hours and also beyond the
 * local date that many days later, so that `30 calendar days at 18:00` stays possible. Quiet hours come last and may
 * carry a deadline past that limit.
 */
export function resolveDeadline(deadline: Deadline, settings: DeadlineSettings): DeadlineResult {
	const { from, zone, quietHours, longestDays = LONGEST_WAIT_DAYS } = settings;
	if (!isTimeZone(zone)) return { ok: false, code: 'zone_unknown', zone };
	const { at: askedFor, kind: wallTime } = instantOf(deadline, from, zone);
	if (askedFor <= from) {
		return { ok: false, code: 'deadline_passed', zone, askedFor, limit: from };
	}
	const limit = latestPossible(from, longestDays, zone);
	if (askedFor > limit) return { ok: false, code: 'deadline_too_far', zone, askedFor, limit };
	const at = quietHours ? heldUntil(askedFor, quietHours, zone) : askedFor;
	return { ok: true, at, askedFor, wallTime, zone };
}

interface DeadlineInstant {
	readonly at: number;
	readonly kind: ResolvedWallTime['kind'] | null;
}

function instantOf(deadline: Deadline, from: number, zone: string): DeadlineInstant {
	switch (deadline.kind) {
		case 'duration':
			return { at: from + Math.round(deadline.amount * UNIT_MS[deadline.unit]), kind: null };
		case 'calendar_days':
			return calendarDaysLater(from, deadline.days, zone, deadline.time);
		case 'date':
			return resolveWallTime(deadline.date, deadline.time ?? '00:00', zone);
		case 'instant':
			return { at: deadline.at, kind: null };
		case 'next_time':
			return nextWallTime(from, deadline.time, zone, deadline.weekdays);
	}
}

function latestPossible(from: number, days: number, zone: string): number {
	const endOfThatDate = calendarDaysLater(from, Math.floor(days) + 1, zone, '00:00').at - 1;
	return Math.max(from + days * DAY_MS, endOfThatDate);
}
