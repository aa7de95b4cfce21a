import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { placeTime, readTime } from '../../sources/time';
import { NOW } from './requests';

const iso = (text: string): number => Date.parse(text);

test.each([
	['seconds', 1_795_000_000, 1_795_000_000_000],
	['seconds as text', '1795000000', 1_795_000_000_000],
	['seconds with a fraction', 1_795_000_000.25, 1_795_000_000_250],
	['seconds with a fraction as text', '1521243339.873676', 1_521_243_339_874],
	['milliseconds', 1_795_000_000_123, 1_795_000_000_123],
	['milliseconds as text', ' 1795000000123 ', 1_795_000_000_123],
	['Persian digits', '۱۷۹۵۰۰۰۰۰۰', 1_795_000_000_000],
	['UTC', '2026-11-20T07:00:30Z', NOW],
	['an offset', '2026-11-20T10:30:30+03:30', NOW],
	['an offset without a colon', '2026-11-20T10:30:30+0330', NOW],
	['an offset of hours', '2026-11-20T02:00:30-05', NOW],
	['nanoseconds', '2026-11-20T07:00:30.877041743Z', NOW + 877],
	['a comma', '2026-11-20T07:00:30,5Z', NOW + 500],
	['small letters', '2026-11-20t07:00:30z', NOW],
	['no zone, which is UTC', '2026-11-20T07:00:30', NOW],
	['a space', '2026-11-20 07:00:30', NOW],
	['no seconds', '2026-11-20T07:00Z', NOW - 30_000],
	['a date alone', '2026-11-20', iso('2026-11-20T00:00:00Z')],
	['midnight as 24:00', '2026-11-20T24:00:00Z', iso('2026-11-21T00:00:00Z')],
	['29 February of a leap year', '2028-02-29T00:00:00Z', iso('2028-02-29T00:00:00Z')],
])('reads %s', (_name, value, expected) => expect(readTime(value)).toBe(expected));

test.each([
	undefined,
	null,
	'',
	'yesterday',
	'12:00',
	'2026',
	'20261120',
	'2026-13-01',
	'2026-02-30T00:00:00Z',
	'2027-02-29',
	'2026-11-20T25:00:00Z',
	'2026-11-20T24:00:00.5Z',
	'2026-11-20T07:60:00Z',
	'2026-11-20T07:00:30+99:00',
	'Fri, 20 Nov 2026 07:00:30 GMT',
	0,
	-1,
	12,
	Number.NaN,
	Number.POSITIVE_INFINITY,
	1e300,
	true,
	{},
	['2026-11-20'],
	'1'.repeat(10_000),
])('reads no time from %j', (value) => expect(readTime(value)).toBeNull());

test('reads ISO 8601 as Luxon does', () => {
	const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
	const parts = fc.record({
		year: fc.integer({ min: 1970, max: 2100 }),
		month: fc.integer({ min: 0, max: 13 }),
		day: fc.integer({ min: 0, max: 32 }),
		hour: fc.integer({ min: 0, max: 25 }),
		minute: fc.integer({ min: 0, max: 60 }),
		second: fc.integer({ min: 0, max: 59 }),
		fraction: fc.constantFrom('', '.5', '.25', '.123', '.999999999'),
		zone: fc.constantFrom('', 'Z', '+03:30', '-0500', '+14:00', '+01'),
	});
	fc.assert(
		fc.property(parts, ({ year, month, day, hour, minute, second, fraction, zone }) => {
			const date = `${year}-${pad(month)}-${pad(day)}`;
			const text = `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}${zone}`;
			const judge = DateTime.fromISO(text, { zone: 'utc' });
			expect(readTime(text)).toBe(judge.isValid ? judge.toMillis() : null);
		}),
		{ numRuns: 2000 },
	);
});

describe('a touchpoint', () => {
	const FIVE_MINUTES = 300_000;

	test('occurs when the sender says, up to five minutes ahead of our clock', () => {
		for (const happenedAt of [NOW - 1e9, NOW, NOW + FIVE_MINUTES]) {
			expect(placeTime(happenedAt, NOW)).toEqual({ occurredAt: happenedAt, timeMark: 'as_sent' });
		}
	});

	test('further ahead occurs when it was received, and is marked', () => {
		const clamped = { occurredAt: NOW, timeMark: 'clamped' };
		expect(placeTime(NOW + FIVE_MINUTES + 1, NOW)).toEqual(clamped);
		expect(placeTime(NOW + 900_000, NOW, NOW + 1)).toEqual(clamped);
	});

	test('occurs when it was received if the sender names no time', () => {
		expect(placeTime(null, NOW)).toEqual({ occurredAt: NOW, timeMark: 'receipt_time' });
		expect(placeTime(null, NOW, NOW)).toEqual({ occurredAt: NOW, timeMark: 'receipt_time' });
	});

	test.each([
		['an hour slow', -3_600_000],
		['right', 0],
		['a day fast', 86_400_000],
	])(
		'sent by a clock that is %s occurs as long before its receipt as it happened before it was sent',
		(_name, skew) => {
			const happenedAt = NOW - 90_000 + skew;
			const sentAt = NOW - 1_000 + skew;
			expect(placeTime(happenedAt, NOW, sentAt)).toEqual({
				occurredAt: NOW - 89_000,
				timeMark: 'skew_corrected',
			});
		},
	);
});
