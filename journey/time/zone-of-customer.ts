import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { CustomerContext } from '../customer-context';
import { ZONE_OF_COUNTRY } from './country-zones';
import { isTimeZone } from './time-zone';

/** What a zone was taken from, the most reliable first. */
export const ZONE_SOURCES = ['customer', 'address', 'phone', 'workspace'] as const;

export type ZoneSource = (typeof ZONE_SOURCES)[number];

/** The IANA zone to meet a customer in, and where it is known from. */
export interface CustomerZone {
	readonly zone: string;
	readonly zoneSource: ZoneSource;
}

/**
 * Gives the zone of a customer: its attribute `timeZone` where that is a zone; else that of its attribute `country` (two
 * letters, or the English name) or of its phone numbers, where that country has one time only and the numbers do not
 * disagree; else `workspaceZone`.
 */
export function zoneOfCustomer(
	customer: Pick<CustomerContext, 'timeZone' | 'attributes' | 'identities'>,
	workspaceZone: string,
): CustomerZone {
	const own = customer.timeZone?.trim();
	if (own && isTimeZone(own)) return { zone: own, zoneSource: 'customer' };
	const ofAddress = zoneOfCountryText(customer.attributes.country);
	if (ofAddress !== undefined) return { zone: ofAddress, zoneSource: 'address' };
	const ofPhone = zoneOfPhones(customer.identities);
	if (ofPhone !== undefined) return { zone: ofPhone, zoneSource: 'phone' };
	return { zone: workspaceZone, zoneSource: 'workspace' };
}

function zoneOfPhones(identities: CustomerContext['identities']): string | undefined {
	const zones = identities
		.filter(({ kind }) => kind === 'phone')
		.map(({ value }) => zoneOfCountryText(parsePhoneNumberFromString(value)?.country));
	return zones.every((zone) => zone === zones[0]) ? zones[0] : undefined;
}

function zoneOfCountryText(country: unknown): string | undefined {
	if (typeof country !== 'string') return undefined;
	const text = country.trim();
	const code = text.length === 2 ? text.toUpperCase() : codeOfName.get(text.toLowerCase());
	return code === undefined ? undefined : ZONE_OF_COUNTRY[code];
}

const englishNames = new Intl.DisplayNames(['en'], { type: 'region' });

const codeOfName: ReadonlyMap<string, string> = new Map(
	Object.keys(ZONE_OF_COUNTRY).map((code) => [(englishNames.of(code) ?? code).toLowerCase(), code]),
);
