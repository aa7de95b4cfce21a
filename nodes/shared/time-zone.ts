import { IANAZone } from 'luxon';

/** Gives the zone when it is an IANA zone that exists; senders write all sorts of things there. */
export function usableZone(zone: string | null): string | null {
	return zone !== null && IANAZone.isValidZone(zone) ? zone : null;
}
