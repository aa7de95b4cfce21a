import { textOf } from './fields';
import { timeOfIso } from './iso-time';
import { Misconfiguration } from './misconfiguration';

/** Gives the text of a time, which an expression may give as a kind of its own. */
export function timeTextOf(value: unknown, displayName: string): string {
	const isTime = typeof value === 'object' && value !== null && 'toISO' in value;
	if (isTime && typeof value.toISO === 'function') return String(value.toISO());
	return value instanceof Date ? value.toISOString() : textOf(value, displayName);
}

/**
 * Gives the time in a field as epoch milliseconds, read in `zone` (IANA) where it names none; null when the field is empty.
 * Throws `Misconfiguration` when it is no time.
 */
export function timeOf(value: unknown, displayName: string, zone: string): number | null {
	const text = timeTextOf(value, displayName);
	if (text === '') return null;
	const time = timeOfIso(text, zone);
	if (time !== null) return time;
	throw new Misconfiguration(
		`'${displayName}' is not an ISO 8601 time`,
		'Enter it as in 2026-03-31T14:05:00+02:00, or map a field that holds one.',
	);
}
