import type { Weekday } from '../../../journey/time/wall-time';

/** The next time clocks show `time`, if `weekdays` is not empty on one of them, and what they show then. */
export interface NextTimeVector {
	readonly now: string;
	readonly zone: string;
	readonly time: string;
	readonly weekdays: readonly Weekday[];
	readonly at: string;
	readonly kind: 'unique' | 'gap' | 'overlap';
	readonly local: string;
}

export const NEXT_TIME_VECTORS: readonly NextTimeVector[] = [
	{
		now: '2026-03-07T18:00:00Z',
		zone: 'America/New_York',
		time: '09:00',
		weekdays: [],
		at: '2026-03-08T13:00:00Z',
		kind: 'unique',
		local: '2026-03-08T09:00:00-04:00',
	},
	{
		now: '2026-03-08T05:00:00Z',
		zone: 'America/New_York',
		time: '02:30',
		weekdays: [],
		at: '2026-03-08T07:30:00Z',
		kind: 'gap',
		local: '2026-03-08T03:30:00-04:00',
	},
	{
		now: '2026-11-01T04:00:00Z',
		zone: 'America/New_York',
		time: '01:30',
		weekdays: [],
		at: '2026-11-01T05:30:00Z',
		kind: 'overlap',
		local: '2026-11-01T01:30:00-04:00',
	},
	{
		now: '2026-10-24T18:00:00Z',
		zone: 'Europe/Berlin',
		time: '09:00',
		weekdays: [],
		at: '2026-10-25T08:00:00Z',
		kind: 'unique',
		local: '2026-10-25T09:00:00+01:00',
	},
	{
		now: '2026-03-28T20:00:00Z',
		zone: 'Europe/Berlin',
		time: '02:30',
		weekdays: [],
		at: '2026-03-29T01:30:00Z',
		kind: 'gap',
		local: '2026-03-29T03:30:00+02:00',
	},
	{
		now: '2026-06-18T00:00:00Z',
		zone: 'Pacific/Auckland',
		time: '08:00',
		weekdays: ['monday'],
		at: '2026-06-21T20:00:00Z',
		kind: 'unique',
		local: '2026-06-22T08:00:00+12:00',
	},
	{
		now: '2026-06-18T00:00:00Z',
		zone: 'America/Los_Angeles',
		time: '18:00',
		weekdays: ['monday'],
		at: '2026-06-23T01:00:00Z',
		kind: 'unique',
		local: '2026-06-22T18:00:00-07:00',
	},
	{
		// The day that another project's own test takes for a Thursday in Tokyo is a Friday there.
		now: '2023-12-19T23:00:00Z',
		zone: 'Asia/Tokyo',
		time: '05:00',
		weekdays: ['thursday'],
		at: '2023-12-20T20:00:00Z',
		kind: 'unique',
		local: '2023-12-21T05:00:00+09:00',
	},
	{
		now: '2026-10-03T10:00:00Z',
		zone: 'Australia/Lord_Howe',
		time: '02:15',
		weekdays: [],
		at: '2026-10-03T15:45:00Z',
		kind: 'gap',
		local: '2026-10-04T02:45:00+11:00',
	},
	{
		now: '2026-06-18T00:00:00Z',
		zone: 'Asia/Kathmandu',
		time: '09:00',
		weekdays: [],
		at: '2026-06-18T03:15:00Z',
		kind: 'unique',
		local: '2026-06-18T09:00:00+05:45',
	},
	{
		now: '2026-09-05T12:00:00Z',
		zone: 'America/Santiago',
		time: '00:00',
		weekdays: [],
		at: '2026-09-06T04:00:00Z',
		kind: 'gap',
		local: '2026-09-06T01:00:00-03:00',
	},
];

/** How long what is due at `due` is held for quiet hours. */
export interface QuietVector {
	readonly due: string;
	readonly zone: string;
	readonly start: string;
	readonly end: string;
	readonly hours: number;
}

const newYorkNight = { zone: 'America/New_York', start: '22:00', end: '08:00' };

export const QUIET_VECTORS: readonly QuietVector[] = [
	{ ...newYorkNight, due: '2026-03-08T04:00:00Z', hours: 8 },
	{ ...newYorkNight, due: '2026-06-01T03:00:00Z', hours: 9 },
	{ ...newYorkNight, due: '2026-11-01T03:00:00Z', hours: 10 },
];
