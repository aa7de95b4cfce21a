import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

/** The last moment that a Date can be (ECMAScript, "Time Values and Time Range"). */
const LAST_MS = 8.64e15;

/** Gives epoch milliseconds as ISO 8601 in an IANA zone; UTC for an unknown zone. */
export function isoTime(time: number, zone = 'utc'): string {
	// The same text as below, for a tenth of the time: a batch of a thousand asks for two thousand.
	if (zone === 'utc' && Math.abs(time) <= LAST_MS) return new Date(time).toISOString();
	const local = DateTime.fromMillis(time, { zone });
	const known = local.isValid ? local : DateTime.fromMillis(time, { zone: 'utc' });
	return known.toISO() ?? '';
}

/** Gives epoch milliseconds as ISO 8601 in UTC, or null for null. */
export function isoTimeOrNull(time: number | null): string | null {
	return time === null ? null : isoTime(time);
}

/**
 * Gives the fields of a value of our own, however deep, with each time as ISO 8601 in UTC: the numbers below names that
 * are `at` or end in `At`, which are epoch milliseconds. Not for what others have named, such as attributes.
 */
export function withIsoTimes(value: object): IDataObject {
	return Object.fromEntries(
		Object.entries(value).map(([name, one]: [string, unknown]) => [
			name,
			withIsoTimesIn(one, name),
		]),
	) as IDataObject;
}

function withIsoTimesIn(value: unknown, name: string): unknown {
	if (typeof value === 'number') return /^at$|At$/.test(name) ? isoTime(value) : value;
	if (Array.isArray(value)) return value.map((one) => withIsoTimesIn(one, ''));
	return typeof value === 'object' && value !== null ? withIsoTimes(value) : value;
}

/** Gives ISO 8601 text, read in `zone` where it names none, as epoch milliseconds; null when it is no such text. */
export function timeOfIso(text: string, zone = 'utc'): number | null {
	const time = DateTime.fromISO(text, { zone });
	return time.isValid ? time.toMillis() : null;
}
