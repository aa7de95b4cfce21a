import { IANAZone } from 'luxon';

const MINUTE_MS = 60_000;

/**
 * Whether this runtime knows the time zone: any name or alias of the IANA database, such as `UTC`,
 * `America/Argentina/Buenos_Aires` or `Etc/GMT+3`.
 */
export function isTimeZone(zone: string): boolean {
	return IANAZone.isValidZone(zone);
}

/**
 * Gives how far the clocks of a zone are ahead of UTC at an instant (epoch milliseconds), in milliseconds. Of Luxon only
 * this is asked: its reading of a local time that occurs twice depends on the day it is run. Throws a RangeError for a
 * zone that `isTimeZone` does not know.
 */
export function offsetAt(instant: number, zone: string): number {
	const minutes = IANAZone.create(zone).offset(instant);
	if (Number.isNaN(minutes)) throw new RangeError(`'${zone}' is not a time zone, or not a time`);
	return Math.round(minutes * MINUTE_MS);
}

/**
 * Gives what the clocks of a zone show at an instant (epoch milliseconds): the milliseconds since 1970-01-01 00:00 on the
 * clock itself.
 */
export function clockAt(instant: number, zone: string): number {
	return instant + offsetAt(instant, zone);
}
