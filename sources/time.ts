import { foldDigits } from '../journey/fold-text';
import type { Touchpoint } from '../journey/touchpoint';

/** How far ahead of our clock a sender's time may be before it is taken for wrong (design: five minutes). */
const MAX_AHEAD_MS = 5 * 60_000;

/** Numbers from here to the next bound are seconds since 1970 (March 1973 on); smaller ones are no times at all. */
const FIRST_SECONDS = 1e8;
const FIRST_MILLISECONDS = 1e11;
const LAST_MILLISECONDS = 8.64e15;

const ISO =
	/^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,30}))?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * Gives a time as epoch milliseconds, or null when it cannot be read. Understood: seconds (also with a fraction) and
 * milliseconds since 1970 as number or text, and ISO 8601 dates and times; without a zone they are read as UTC.
 * Fractions below a millisecond are cut off.
 */
export function readTime(value: unknown): number | null {
	if (typeof value === 'number') return fromEpoch(value);
	if (typeof value !== 'string' || value.length > 60) return null;
	const text = foldDigits(value).trim();
	if (/^\d+(?:\.\d+)?$/.test(text)) return fromEpoch(Number(text));
	return fromIso(text);
}

function fromEpoch(value: number): number | null {
	if (!(value >= FIRST_SECONDS && value <= LAST_MILLISECONDS)) return null;
	return value < FIRST_MILLISECONDS ? Math.round(value * 1000) : Math.floor(value);
}

/** `Date.parse` does the sum, on a text in the one form that ECMAScript defines; it alone would take 31 February. */
function fromIso(text: string): number | null {
	const match = ISO.exec(text);
	if (match === null) return null;
	const [
		,
		year = '',
		month = '',
		day = '',
		hour = '00',
		minute = '00',
		second = '00',
		fraction = '',
	] = match;
	if (Number(day) > daysIn(Number(year), Number(month)) || (hour === '24' && fraction !== ''))
		return null;
	const zone = (match[8] ?? 'Z').toUpperCase();
	const offset =
		zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
	const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
	const time = Date.parse(
		`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${offset}`,
	);
	return Number.isNaN(time) ? null : time;
}

function daysIn(year: number, month: number): number {
	return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export type PlacedTime = Pick<Touchpoint, 'occurredAt' | 'timeMark'>;

/**
 * Gives when the touchpoint occurred and what was done to the sender's time. All times are epoch milliseconds.
 * With the time at which the sender sent it, by the same clock, that clock's error is taken out:
 * occurredAt = receivedAt − (sentAt − happenedAt). A time more than five minutes ahead becomes `receivedAt`.
 */
export function placeTime(
	happenedAt: number | null,
	receivedAt: number,
	sentAt: number | null = null,
): PlacedTime {
	if (happenedAt === null) return { occurredAt: receivedAt, timeMark: 'receipt_time' };
	const occurredAt = sentAt === null ? happenedAt : receivedAt - (sentAt - happenedAt);
	if (occurredAt > receivedAt + MAX_AHEAD_MS)
		return { occurredAt: receivedAt, timeMark: 'clamped' };
	return { occurredAt, timeMark: sentAt === null ? 'as_sent' : 'skew_corrected' };
}
