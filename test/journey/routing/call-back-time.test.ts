import fc from 'fast-check';
import { DateTime } from 'luxon';
import { callBackTime, openFrom, usualHours } from '../../../journey/routing/call-back-time';

const ATHENS = usualHours('Europe/Athens');

const at = (text: string, zone = 'Europe/Athens') => DateTime.fromISO(text, { zone }).toMillis();
const shown = (time: number | null, zone = 'Europe/Athens') =>
	time === null ? null : DateTime.fromMillis(time, { zone }).toFormat('ccc HH:mm');

const preferring = (hour: number, zone = 'Europe/Athens') => ({ hour, zone, basis: 12 });

describe('opening', () => {
	test.each([
		['2026-01-14T08:59', 'Wed 09:00'],
		['2026-01-14T09:00', 'Wed 09:00'],
		['2026-01-14T17:59', 'Wed 17:59'],
		['2026-01-14T18:00', 'Thu 09:00'],
		['2026-01-16T18:00', 'Mon 09:00'],
		['2026-01-17T12:00', 'Mon 09:00'],
	])('after %s the business is open from %s', (now, open) => {
		expect(shown(openFrom(at(now), ATHENS))).toBe(open);
	});
});

describe('the best time to call back', () => {
	test.each([
		['nobody is called sooner than somebody can', '2026-01-14T10:01', null, 'Wed 10:45'],
		['the first possible time without a habit', '2026-01-14T20:00', null, 'Thu 09:00'],
		['the hour of the habit, today', '2026-01-14T10:00', 15, 'Wed 15:30'],
		['the hour of the habit, tomorrow', '2026-01-14T17:00', 10, 'Thu 10:30'],
		['the nearest hour of business to a night owl', '2026-01-14T10:00', 23, 'Wed 17:45'],
		['over the weekend', '2026-01-16T17:50', 12, 'Mon 12:30'],
	])('%s', (_name, now, hour, expected) => {
		const preferred = hour === null ? null : preferring(hour);
		expect(shown(callBackTime(at(now), ATHENS, 'Europe/Athens', preferred))).toBe(expected);
	});

	test('is never at night where the customer is', () => {
		const time = callBackTime(at('2026-01-14T10:00'), ATHENS, 'America/New_York', null);
		expect(shown(time, 'America/New_York')).toBe('Wed 08:00');
		expect(shown(time)).toBe('Wed 15:00');
	});

	test('does not exist where the customer sleeps through all business hours', () => {
		const early = { ...ATHENS, start: '09:00', end: '11:00' };
		expect(callBackTime(at('2026-01-14T08:00'), early, 'America/New_York', null)).toBeNull();
	});

	test('is always while the business is open, by day, and soon', () => {
		const zones = ['Europe/Athens', 'Asia/Kathmandu', 'America/Santiago', 'Australia/Lord_Howe'];
		fc.assert(
			fc.property(
				fc.integer({ min: at('2026-01-01'), max: at('2027-01-01') }),
				fc.constantFrom(...zones),
				fc.constantFrom(...zones),
				fc.option(fc.integer({ min: 0, max: 23 })),
				(now, ours, theirs, hour) => {
					const hours = usualHours(ours);
					const preferred = hour === null ? null : preferring(hour, theirs);
					const time = callBackTime(now, hours, theirs, preferred);
					if (time === null) return;
					const here = DateTime.fromMillis(time, { zone: ours });
					expect(here.hour).toBeGreaterThanOrEqual(9);
					expect(here.hour).toBeLessThan(18);
					expect(here.weekday).toBeLessThanOrEqual(5);
					const there = DateTime.fromMillis(time, { zone: theirs }).hour;
					expect(there).toBeGreaterThanOrEqual(8);
					expect(there).toBeLessThan(21);
					expect(time - now).toBeGreaterThanOrEqual(30 * 60_000);
					// Zones at the two ends of the world may agree only once one of them has changed its clocks.
					expect(time - now).toBeLessThanOrEqual(8 * 86_400_000);
				},
			),
			{ numRuns: 300 },
		);
	});
});
