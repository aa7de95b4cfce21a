import { offsetAt } from '../time/time-zone';
import { DAY_MS, HOUR_MS, localDateOf } from '../time/wall-time';
import { ACTIVITY_SLOT_MS, type ActivitySlot } from './stage-facts';

export type ActivityFigures = Omit<ActivitySlot, 'startsAt'>;

/** What happened on one day of a zone. */
export interface ActiveDay extends ActivityFigures {
	/** ISO 8601, as in 2026-03-29. */
	readonly date: string;
	/** How many hours of it lie in the period: 23 or 25 where clocks change. */
	readonly hours: number;
}

/** What happened in one hour of the day of a zone, over all days. */
export interface ActiveHour extends ActivityFigures {
	/** 0 to 23. */
	readonly hour: number;
	/** How many such hours lie in the period: none on the day clocks skip it, two on the day they repeat it. */
	readonly hours: number;
}

/**
 * Gives each day of [from, to) in a zone (IANA), quiet ones too. Slots may come in any order. Times are epoch
 * milliseconds; days are those of people's calendars, whatever their length.
 */
export function activityByDay(
	slots: readonly ActivitySlot[],
	from: number,
	to: number,
	zone: string,
): readonly ActiveDay[] {
	const days = countLocally(slots, from, to, zone, (local) => Math.floor(local / DAY_MS));
	return [...days].map(([day, counted]) => ({
		date: localDateOf(day * DAY_MS, 'UTC'),
		...counted,
	}));
}

/** Gives each of the 24 hours of the day in a zone (IANA), over all days of [from, to). Slots may come in any order. */
export function activityByHour(
	slots: readonly ActivitySlot[],
	from: number,
	to: number,
	zone: string,
): readonly ActiveHour[] {
	const hours = countLocally(slots, from, to, zone, (local) => Math.floor(local / HOUR_MS) % 24);
	return Array.from({ length: 24 }, (_, hour) => ({ hour, ...(hours.get(hour) ?? NOTHING) }));
}

const NOTHING = { hours: 0, touchpoints: 0, entries: 0, exits: 0, completions: 0 };

type Sum = { -readonly [Name in keyof typeof NOTHING]: number };

/**
 * Adds up slots by what `keyOf` makes of their local time, and counts the hours of the period that have this key. Local
 * time is the milliseconds that a clock of the zone would show, as if it stood in UTC.
 */
function countLocally(
	slots: readonly ActivitySlot[],
	from: number,
	to: number,
	zone: string,
	keyOf: (localMs: number) => number,
): ReadonlyMap<number, Sum> {
	const happened = new Map(slots.map((slot) => [slot.startsAt, slot]));
	const offsetOf = offsets(zone);
	const counted = new Map<number, Sum>();
	for (let at = floorTo(ACTIVITY_SLOT_MS, from); at < to; at += ACTIVITY_SLOT_MS) {
		const key = keyOf(at + offsetOf(at));
		let sum = counted.get(key);
		if (!sum) counted.set(key, (sum = { ...NOTHING }));
		sum.hours += ACTIVITY_SLOT_MS / HOUR_MS;
		const slot = happened.get(at);
		if (!slot) continue;
		sum.touchpoints += slot.touchpoints;
		sum.entries += slot.entries;
		sum.exits += slot.exits;
		sum.completions += slot.completions;
	}
	return counted;
}

/**
 * Gives the zone's offset from UTC by time, both in milliseconds. A zone is asked twice a day, and more often only on
 * a day on which its clocks change: a year of quarters of an hour takes a second otherwise.
 */
function offsets(zone: string): (at: number) => number {
	const ask = (at: number) => offsetAt(at, zone);
	let day = Number.NaN;
	let constant: number | null = null;
	return (at) => {
		const start = floorTo(DAY_MS, at);
		if (start !== day) {
			day = start;
			const morning = ask(start);
			constant = morning === ask(start + DAY_MS - 1) ? morning : null;
		}
		return constant ?? ask(at);
	};
}

function floorTo(stepMs: number, at: number): number {
	return Math.floor(at / stepMs) * stepMs;
}
