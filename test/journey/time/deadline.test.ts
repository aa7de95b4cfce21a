import {
	deadlineSchema,
	resolveDeadline,
	type Deadline,
	type DeadlineSettings,
} from '../../../journey/time/deadline';

const NEW_YORK = 'America/New_York';
const HOUR_MS = 3_600_000;

/** A Friday, 13:00 in New York, two nights before its clocks go forward. */
const FROM = Date.parse('2026-03-06T18:00:00Z');

function resolve(deadline: unknown, settings: Partial<DeadlineSettings> = {}) {
	const result = resolveDeadline(deadlineSchema.parse(deadline), {
		from: FROM,
		zone: NEW_YORK,
		...settings,
	});
	return result.ok ? { ...result, at: iso(result.at), askedFor: iso(result.askedFor) } : result;
}

const iso = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z');

test.each<[string, Deadline, string, 'unique' | 'gap' | null]>([
	['90 minutes', { kind: 'duration', amount: 90, unit: 'minutes' }, '2026-03-06T19:30:00Z', null],
	['half an hour', { kind: 'duration', amount: 0.5, unit: 'hours' }, '2026-03-06T18:30:00Z', null],
	['72 hours', { kind: 'duration', amount: 72, unit: 'hours' }, '2026-03-09T18:00:00Z', null],
	['3 days', { kind: 'duration', amount: 3, unit: 'days' }, '2026-03-09T18:00:00Z', null],
	['3 calendar days', { kind: 'calendar_days', days: 3 }, '2026-03-09T17:00:00Z', 'unique'],
	[
		'2 calendar days later at 02:30',
		{ kind: 'calendar_days', days: 2, time: '02:30' },
		'2026-03-08T07:30:00Z',
		'gap',
	],
	[
		'today at 20:00',
		{ kind: 'calendar_days', days: 0, time: '20:00' },
		'2026-03-07T01:00:00Z',
		'unique',
	],
	['a date', { kind: 'date', date: '2026-03-10' }, '2026-03-10T04:00:00Z', 'unique'],
	[
		'a date and time',
		{ kind: 'date', date: '2026-03-10', time: '09:15' },
		'2026-03-10T13:15:00Z',
		'unique',
	],
	[
		'an instant',
		{ kind: 'instant', at: Date.parse('2026-03-10T00:00:00Z') },
		'2026-03-10T00:00:00Z',
		null,
	],
	['the next 09:00', { kind: 'next_time', time: '09:00' }, '2026-03-07T14:00:00Z', 'unique'],
	[
		'the next 09:00 on a working day',
		{
			kind: 'next_time',
			time: '09:00',
			weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
		},
		'2026-03-09T13:00:00Z',
		'unique',
	],
])('%s', (_, deadline, at, wallTime) => {
	expect(resolve(deadline)).toEqual({ ok: true, at, askedFor: at, wallTime, zone: NEW_YORK });
});

test('a deadline in quiet hours is put off to their end and says so', () => {
	const quietHours = { start: '22:00', end: '08:00' };
	expect(resolve({ kind: 'duration', amount: 34, unit: 'hours' }, { quietHours })).toEqual({
		ok: true,
		askedFor: '2026-03-08T04:00:00Z',
		at: '2026-03-08T12:00:00Z',
		wallTime: null,
		zone: NEW_YORK,
	});
	expect(resolve({ kind: 'next_time', time: '09:00' }, { quietHours })).toMatchObject({
		askedFor: '2026-03-07T14:00:00Z',
		at: '2026-03-07T14:00:00Z',
	});
});

test.each<[string, Deadline]>([
	['now', { kind: 'instant', at: FROM }],
	['yesterday', { kind: 'date', date: '2026-03-05' }],
	['earlier today', { kind: 'calendar_days', days: 0, time: '12:59' }],
	['zero days', { kind: 'calendar_days', days: 0 }],
])('%s has passed', (_, deadline) => {
	expect(resolve(deadline)).toMatchObject({ ok: false, code: 'deadline_passed', limit: FROM });
});

test.each<[Deadline, boolean]>([
	[{ kind: 'duration', amount: 30, unit: 'days' }, true],
	[{ kind: 'calendar_days', days: 30 }, true],
	[{ kind: 'calendar_days', days: 30, time: '23:59' }, true],
	[{ kind: 'calendar_days', days: 31, time: '00:00' }, false],
	[{ kind: 'date', date: '2026-04-06' }, false],
	[{ kind: 'date', date: '9999-12-31' }, false],
	[{ kind: 'duration', amount: 1e300, unit: 'days' }, false],
	[{ kind: 'instant', at: Number.MAX_SAFE_INTEGER }, false],
])('without more said, %j is within the longest wait: %s', (deadline, isPossible) => {
	expect(resolve(deadline)).toMatchObject(
		isPossible ? { ok: true } : { ok: false, code: 'deadline_too_far' },
	);
});

test('30 times 24 hours is possible also where they end a date later', () => {
	const lateEvening = Date.parse('2026-03-07T04:30:00Z');
	const thirtyDays: Deadline = { kind: 'duration', amount: 30, unit: 'days' };
	expect(resolve(thirtyDays, { from: lateEvening })).toMatchObject({ at: '2026-04-06T04:30:00Z' });
});

test('the longest wait can be raised and lowered', () => {
	const ninetyDays: Deadline = { kind: 'duration', amount: 90, unit: 'days' };
	expect(resolve(ninetyDays, { longestDays: 90 })).toMatchObject({ ok: true });
	const twoHours: Deadline = { kind: 'duration', amount: 26, unit: 'hours' };
	expect(resolve(twoHours, { longestDays: 1 })).toMatchObject({ ok: true });
	expect(resolve({ ...twoHours, amount: 36 }, { longestDays: 1 })).toMatchObject({
		code: 'deadline_too_far',
		askedFor: FROM + 36 * HOUR_MS,
		limit: Date.parse('2026-03-08T05:00:00Z') - 1,
	});
});

test('quiet hours may carry a deadline past the longest wait', () => {
	const quietHours = { start: '22:00', end: '08:00' };
	expect(resolve({ kind: 'calendar_days', days: 30, time: '23:00' }, { quietHours })).toMatchObject(
		{ ok: true, at: '2026-04-06T12:00:00Z' },
	);
});

test('a zone that does not exist is refused, whatever the deadline', () => {
	for (const deadline of [
		{ kind: 'duration', amount: 1, unit: 'hours' },
		{ kind: 'next_time', time: '09:00' },
	]) {
		expect(resolve(deadline, { zone: 'Foo/Bar' })).toEqual({
			ok: false,
			code: 'zone_unknown',
			zone: 'Foo/Bar',
		});
	}
});

test.each([
	[{ kind: 'duration', amount: 0, unit: 'hours' }],
	[{ kind: 'duration', amount: -1, unit: 'hours' }],
	[{ kind: 'duration', amount: Number.POSITIVE_INFINITY, unit: 'hours' }],
	[{ kind: 'duration', amount: 1, unit: 'months' }],
	[{ kind: 'calendar_days', days: 1.5 }],
	[{ kind: 'calendar_days', days: 1e9 }],
	[{ kind: 'date', date: '2026-02-30' }],
	[{ kind: 'date', date: '2026-03-08', time: '25:00' }],
	[{ kind: 'instant', at: Number.NaN }],
	[{ kind: 'next_time' }],
	[{ kind: 'next_time', time: '09:00', weekdays: ['freeday'] }],
	[{ kind: 'someday' }],
	[{}],
])('%j is no deadline', (value) => {
	expect(deadlineSchema.safeParse(value).success).toBe(false);
});
