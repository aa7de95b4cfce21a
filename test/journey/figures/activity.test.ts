import { DateTime } from 'luxon';
import { activityByDay, activityByHour } from '../../../journey/figures/activity';
import { ACTIVITY_SLOT_MS } from '../../../journey/figures/stage-facts';

const HOUR_MS = 60 * 60 * 1000;

const at = (text: string, zone: string): number => DateTime.fromISO(text, { zone }).toMillis();

/** One touchpoint in each quarter of an hour of the period. */
const steady = (from: number, to: number) =>
	Array.from({ length: (to - from) / ACTIVITY_SLOT_MS }, (_, index) => ({
		startsAt: from + index * ACTIVITY_SLOT_MS,
		touchpoints: 1,
		entries: 0,
		exits: 0,
		completions: 0,
	}));

describe('activity by day', () => {
	test.each([
		['Europe/Athens', '2026-03-28', '2026-03-31', [24, 23, 24]],
		['Europe/Athens', '2026-10-24', '2026-10-27', [24, 25, 24]],
		['Asia/Kathmandu', '2026-06-01', '2026-06-03', [24, 24]],
		['Australia/Lord_Howe', '2026-10-03', '2026-10-06', [24, 23.5, 24]],
		['America/Santiago', '2026-09-05', '2026-09-08', [24, 23, 24]],
	])('counts the days of %s from %s to %s by their own length', (zone, first, end, hours) => {
		const [from, to] = [at(first, zone), at(end, zone)];
		const days = activityByDay(steady(from, to), from, to, zone);
		expect(days.map((day) => day.hours)).toEqual(hours);
		expect(days.map((day) => day.touchpoints)).toEqual(hours.map((length) => length * 4));
		expect(days[0]?.date).toBe(first);
	});

	test('gives quiet days as well, and what happened on the others', () => {
		const [from, to] = [at('2026-06-01', 'Asia/Tehran'), at('2026-06-04', 'Asia/Tehran')];
		const lastQuarter = {
			startsAt: at('2026-06-02T23:45', 'Asia/Tehran'),
			touchpoints: 5,
			entries: 3,
			exits: 2,
			completions: 1,
		};
		const quiet = { hours: 24, touchpoints: 0, entries: 0, exits: 0, completions: 0 };
		expect(activityByDay([lastQuarter], from, to, 'Asia/Tehran')).toEqual([
			{ date: '2026-06-01', ...quiet },
			{ date: '2026-06-02', hours: 24, touchpoints: 5, entries: 3, exits: 2, completions: 1 },
			{ date: '2026-06-03', ...quiet },
		]);
	});

	test('agrees with Luxon on the day and hour of every hour of a year', () => {
		for (const zone of ['Africa/Casablanca', 'Pacific/Apia', 'Asia/Kolkata']) {
			const [from, to] = [at('2026-01-01', zone), at('2027-01-01', zone)];
			const dates = new Map<string, number>();
			const hours = Array.from({ length: 24 }, () => 0);
			for (let time = from; time < to; time += 4 * ACTIVITY_SLOT_MS) {
				const local = DateTime.fromMillis(time, { zone });
				dates.set(local.toISODate() ?? '', (dates.get(local.toISODate() ?? '') ?? 0) + 1);
				hours[local.hour]! += 1;
			}
			const whole = steady(from, to).filter((_, index) => index % 4 === 0);
			expect(
				activityByDay(whole, from, to, zone).map((day) => [day.date, day.touchpoints]),
			).toEqual([...dates]);
			expect(activityByHour(whole, from, to, zone).map((hour) => hour.touchpoints)).toEqual(hours);
		}
	});
});

describe('activity by hour of the day', () => {
	test('knows that a skipped hour never came and a repeated one came twice', () => {
		const zone = 'America/New_York';
		const hoursOf = (first: string, end: string) =>
			activityByHour([], at(first, zone), at(end, zone), zone).map(({ hours }) => hours);
		expect(hoursOf('2026-03-08', '2026-03-09').slice(0, 4)).toEqual([1, 1, 0, 1]);
		expect(hoursOf('2026-11-01', '2026-11-02').slice(0, 4)).toEqual([1, 2, 1, 1]);
	});

	test('puts both halves of a half-hour zone into their own hours', () => {
		const zone = 'Asia/Kolkata';
		const from = at('2026-06-01T09:30', zone);
		const hours = activityByHour(steady(from, from + HOUR_MS), from, from + HOUR_MS, zone);
		expect(hours).toHaveLength(24);
		expect([hours[9], hours[10]]).toEqual([
			expect.objectContaining({ hour: 9, hours: 0.5, touchpoints: 2 }),
			expect.objectContaining({ hour: 10, hours: 0.5, touchpoints: 2 }),
		]);
	});
});
