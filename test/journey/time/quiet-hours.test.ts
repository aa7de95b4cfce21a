import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { heldUntil, quietHoursSchema } from '../../../journey/time/quiet-hours';
import { QUIET_VECTORS } from './dst-vectors';
import { anyInstant, anyZone } from './zones-and-dates';

const QUARTER_MS = 15 * 60_000;
const NIGHT = { start: '22:00', end: '08:00' };

const held = (due: string, hours: { start: string; end: string }, zone: string) =>
	new Date(heldUntil(Date.parse(due), hours, zone)).toISOString();

test.each(QUIET_VECTORS)(
	'$start to $end at $due in $zone is held for $hours hours',
	({ due, zone, start, end, hours }) => {
		const instant = Date.parse(due);
		expect(heldUntil(instant, { start, end }, zone) - instant).toBe(hours * 3_600_000);
	},
);

test('the start is quiet and the end is not', () => {
	expect(held('2026-06-18T22:00:00Z', NIGHT, 'UTC')).toBe('2026-06-19T08:00:00.000Z');
	expect(held('2026-06-18T21:59:59.999Z', NIGHT, 'UTC')).toBe('2026-06-18T21:59:59.999Z');
	expect(held('2026-06-19T07:59:59.999Z', NIGHT, 'UTC')).toBe('2026-06-19T08:00:00.000Z');
	expect(held('2026-06-19T08:00:00Z', NIGHT, 'UTC')).toBe('2026-06-19T08:00:00.000Z');
});

test('quiet hours within a day hold only that part of it', () => {
	const siesta = { start: '14:00', end: '17:00' };
	expect(held('2026-06-18T12:30:00Z', siesta, 'Europe/Madrid')).toBe('2026-06-18T15:00:00.000Z');
	expect(held('2026-06-18T15:00:00Z', siesta, 'Europe/Madrid')).toBe('2026-06-18T15:00:00.000Z');
	expect(held('2026-06-18T03:00:00Z', siesta, 'Europe/Madrid')).toBe('2026-06-18T03:00:00.000Z');
});

test('an end that equals the start means no quiet hours', () => {
	for (const time of ['00:00', '22:00']) {
		const due = '2026-06-18T22:00:00.000Z';
		expect(held(due, { start: time, end: time }, 'UTC')).toBe(due);
	}
});

test('quiet hours that end when clocks go forward end with the jump', () => {
	// 02:00 became 03:00 at 07:00Z; the clocks never showed 02:30.
	const hours = { start: '22:00', end: '02:30' };
	expect(held('2026-03-08T06:30:00Z', hours, 'America/New_York')).toBe('2026-03-08T07:00:00.000Z');
});

test('an hour that comes twice is quiet twice', () => {
	// 02:00 became 01:00 at 06:00Z: the clocks show 01:15 at 05:15Z and at 06:15Z.
	const hours = { start: '01:00', end: '01:30' };
	expect(held('2026-11-01T05:15:00Z', hours, 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
	expect(held('2026-11-01T05:45:00Z', hours, 'America/New_York')).toBe('2026-11-01T05:45:00.000Z');
	expect(held('2026-11-01T06:15:00Z', hours, 'America/New_York')).toBe('2026-11-01T06:30:00.000Z');
});

test('only times of day are quiet hours', () => {
	expect(quietHoursSchema.safeParse(NIGHT).success).toBe(true);
	expect(quietHoursSchema.safeParse({ start: '22:00', end: '24:00' }).success).toBe(false);
	expect(quietHoursSchema.safeParse({ start: '22:00' }).success).toBe(false);
});

test('1,000 holds in any zone end when a walk by Temporal first reads a time outside', () => {
	const anyQuarter = fc
		.integer({ min: 0, max: 95 })
		.map((quarters) => Temporal.PlainTime.from('00:00').add({ minutes: 15 * quarters }));
	fc.assert(
		fc.property(anyZone, anyInstant, anyQuarter, anyQuarter, (zone, instant, start, end) => {
			const due = Math.floor(instant / QUARTER_MS) * QUARTER_MS;
			// A walk by quarters is enough: since 1980 all clocks differ from UTC by whole quarters of an hour.
			let at = Temporal.Instant.fromEpochMilliseconds(due).toZonedDateTimeISO(zone);
			while (isQuiet(at.toPlainTime(), start, end)) at = at.add({ minutes: 15 });
			const hours = { start: start.toString().slice(0, 5), end: end.toString().slice(0, 5) };
			expect(heldUntil(due, hours, zone)).toBe(at.epochMilliseconds);
		}),
		{ numRuns: 1000 },
	);
});

function isQuiet(time: Temporal.PlainTime, start: Temporal.PlainTime, end: Temporal.PlainTime) {
	const fromStart = Temporal.PlainTime.compare(time, start) >= 0;
	const beforeEnd = Temporal.PlainTime.compare(time, end) < 0;
	const order = Temporal.PlainTime.compare(start, end);
	if (order === 0) return false;
	return order < 0 ? fromStart && beforeEnd : fromStart || beforeEnd;
}
