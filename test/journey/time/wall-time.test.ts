import fc from 'fast-check';
import { DateTime } from 'luxon';
import { Temporal } from 'temporal-polyfill';
import { clockAt, isTimeZone, offsetAt } from '../../../journey/time/time-zone';
import {
	calendarDaysLater,
	DAY_MS,
	localDateOf,
	localDateSchema,
	nextWallTime,
	resolveWallTime,
	wallTimeSchema,
	WEEKDAYS,
} from '../../../journey/time/wall-time';
import { NEXT_TIME_VECTORS } from './dst-vectors';
import { anyInstant, anyWallTime, anyZone } from './zones-and-dates';

const TODAYS = ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'];

afterEach(() => jest.useRealTimers());

describe.each(TODAYS)('when today is %s', (today) => {
	beforeEach(() => jest.useFakeTimers({ now: new Date(today) }));

	test.each(NEXT_TIME_VECTORS)(
		'next $time $weekdays in $zone after $now is $at',
		({ now, zone, time, weekdays, at, kind, local }) => {
			const resolved = nextWallTime(Date.parse(now), time, zone, weekdays);
			expect({ ...resolved, at: new Date(resolved.at).toISOString() }).toEqual({
				at: new Date(at).toISOString(),
				kind,
			});
			expect(resolved.at).toBe(Date.parse(local));
			expect(clockAt(resolved.at, zone)).toBe(Date.parse(`${local.slice(0, 19)}Z`));
		},
	);

	test('takes the first of two equal wall times, on which Luxon depends on the day it runs', () => {
		expect(resolveWallTime('2026-11-01', '01:30', 'America/New_York')).toEqual({
			at: Date.parse('2026-11-01T05:30:00Z'),
			kind: 'overlap',
		});
		const luxon = DateTime.fromISO('2026-11-01T01:30', { zone: 'America/New_York' });
		const luxonsHour = today.startsWith('2026-01') ? '06' : '05';
		expect(luxon.toMillis()).toBe(Date.parse(`2026-11-01T${luxonsHour}:30:00Z`));
	});
});

test('a day that a country left out moves to the next', () => {
	expect(resolveWallTime('2011-12-30', '12:00', 'Pacific/Apia')).toEqual({
		at: Date.parse('2011-12-30T22:00:00Z'),
		kind: 'gap',
	});
	expect(localDateOf(Date.parse('2011-12-30T22:00:00Z'), 'Pacific/Apia')).toBe('2011-12-31');
});

test('the next wall time is after the instant, not at it', () => {
	const nine = Date.parse('2026-06-18T07:00:00Z');
	expect(nextWallTime(nine, '09:00', 'Europe/Berlin').at).toBe(nine + DAY_MS);
	expect(nextWallTime(nine - 1, '09:00', 'Europe/Berlin').at).toBe(nine);
});

test('a time that a gap carries over midnight is still to come just after midnight', () => {
	// In Nuuk 23:00 of 30 March 2024 became 00:00 of the 31st.
	const quarterPastMidnight = Date.parse('2024-03-31T01:15:00Z');
	expect(nextWallTime(quarterPastMidnight, '23:30', 'America/Nuuk')).toEqual({
		at: Date.parse('2024-03-31T01:30:00Z'),
		kind: 'gap',
	});
});

test.each([
	['2026-03-07T18:00:00Z', '2026-03-08T17:00:00Z', 23],
	['2026-06-07T18:00:00Z', '2026-06-08T18:00:00Z', 24],
	['2026-10-31T18:00:00Z', '2026-11-01T19:00:00Z', 25],
])('a calendar day from %s in New York ends %s, %i hours later', (from, at, hours) => {
	const later = calendarDaysLater(Date.parse(from), 1, 'America/New_York').at;
	expect(new Date(later).toISOString()).toBe(new Date(at).toISOString());
	expect(later - Date.parse(from)).toBe(hours * 3_600_000);
});

test('a number of calendar days later can have a wall time of its own', () => {
	const from = Date.parse('2026-03-06T18:00:00Z');
	expect(calendarDaysLater(from, 2, 'America/New_York', '02:30')).toEqual({
		at: Date.parse('2026-03-08T07:30:00Z'),
		kind: 'gap',
	});
	expect(calendarDaysLater(from, 0, 'America/New_York', '20:00').at).toBe(
		Date.parse('2026-03-07T01:00:00Z'),
	);
});

test('zones are those that Intl knows', () => {
	for (const zone of ['UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3', 'Asia/Kathmandu']) {
		expect([zone, isTimeZone(zone)]).toEqual([zone, true]);
	}
	for (const zone of ['Foo/Bar', '', 'Europe', 'Mars/Olympus', 'GMT+25:00', 'Europe/Berlin ']) {
		expect([zone, isTimeZone(zone)]).toEqual([zone, false]);
	}
	expect(() => offsetAt(0, 'Foo/Bar')).toThrow(RangeError);
});

test('only times and dates that exist are taken', () => {
	expect(['00:00', '23:59'].every((time) => wallTimeSchema.safeParse(time).success)).toBe(true);
	for (const time of ['24:00', '9:00', '09:60', '09:00:00', '', '۰۹:۰۰']) {
		expect([time, wallTimeSchema.safeParse(time).success]).toEqual([time, false]);
	}
	expect(localDateSchema.safeParse('2028-02-29').success).toBe(true);
	for (const date of ['2026-02-29', '2026-13-01', '2026-3-8', '08.03.2026', '']) {
		expect([date, localDateSchema.safeParse(date).success]).toEqual([date, false]);
	}
});

describe('with Temporal as the judge', () => {
	test('1,000 wall times in any zone are the same instants', () => {
		fc.assert(
			fc.property(anyZone, anyInstant, anyWallTime, (zone, instant, time) => {
				const date = localDateOf(instant, zone);
				const judged = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone);
				expect(resolveWallTime(date, time, zone).at).toBe(judged.epochMilliseconds);
			}),
			{ numRuns: 1000 },
		);
	});

	test('1,000 next wall times are the first of the days around that comes after', () => {
		const anyWeekdays = fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 7 });
		fc.assert(
			fc.property(
				anyZone,
				anyInstant,
				anyWallTime,
				anyWeekdays,
				(zone, instant, time, weekdays) => {
					const today = Temporal.Instant.fromEpochMilliseconds(instant)
						.toZonedDateTimeISO(zone)
						.toPlainDate();
					const candidates = Array.from({ length: 12 }, (_, days) => today.add({ days: days - 2 }))
						.filter(
							({ dayOfWeek }) =>
								weekdays.length === 0 || weekdays.some((day) => WEEKDAYS[dayOfWeek - 1] === day),
						)
						.map((date) => date.toZonedDateTime({ timeZone: zone, plainTime: time }))
						.map(({ epochMilliseconds }) => epochMilliseconds)
						.filter((at) => at > instant);
					expect(nextWallTime(instant, time, zone, weekdays).at).toBe(Math.min(...candidates));
				},
			),
			{ numRuns: 1000 },
		);
	});

	test('1,000 spans of calendar days end at the same instant', () => {
		fc.assert(
			fc.property(anyZone, anyInstant, fc.integer({ min: 1, max: 400 }), (zone, from, days) => {
				const judged = Temporal.Instant.fromEpochMilliseconds(from)
					.toZonedDateTimeISO(zone)
					.add({ days });
				expect(calendarDaysLater(from, days, zone).at).toBe(judged.epochMilliseconds);
			}),
			{ numRuns: 1000 },
		);
	});
});
