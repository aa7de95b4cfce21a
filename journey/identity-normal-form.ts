import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { foldDigits, stripInvisible } from './fold-text';
import type { Identity } from './identity';

/** The longest address an SMTP server has to take (RFC 5321, 4.5.3.1), in characters. */
const MAX_EMAIL_LENGTH = 254;
const MAX_ID_LENGTH = 300;

const ASCII = /^[\x00-\x7f]*$/;
const LOCAL_PART = /^[^\s\x00-\x1f\x7f@"(),:;<>[\]\\]{1,64}$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * Ids that programs send when they have none. Taken at their word, they would join all such visitors into one customer.
 */
const PLACEHOLDER_IDS: ReadonlySet<string> = new Set([
	'0',
	'-',
	'-1',
	'n/a',
	'na',
	'nan',
	'nil',
	'none',
	'null',
	'true',
	'false',
	'undefined',
	'unknown',
	'anonymous',
	'guest',
	'[object object]',
	'00000000-0000-0000-0000-000000000000',
]);

/**
 * Gives the identity of an e-mail address, or null when the text is not one address.
 * Normal form: no white space around it, no direction marks, digits 0 to 9, lower case, Unicode NFC, the domain in ASCII
 * (punycode). Dots and +tags are kept: only the mail provider knows whether they matter. Pure.
 */
export function emailIdentity(text: string): Identity | null {
	if (text.length > 2 * MAX_EMAIL_LENGTH) return null;
	const address = foldDigits(stripInvisible(text)).trim().normalize('NFC').toLowerCase();
	const at = address.lastIndexOf('@');
	const local = address.slice(0, Math.max(at, 0));
	const domain = asciiDomain(address.slice(at + 1).replace(/\.$/, ''));
	if (domain === null || !LOCAL_PART.test(local)) return null;
	const value = `${local}@${domain}`;
	return value.length <= MAX_EMAIL_LENGTH ? { kind: 'email', value } : null;
}

/**
 * Gives the identity of a phone number in E.164 form, or null when the number is not valid, when it has an extension
 * (many people share such a line), or when it has no country and `defaultCountry` (ISO 3166, two letters) is not given.
 * Persian and Arabic digits and direction marks are understood. Pure.
 */
export function phoneIdentity(text: string, defaultCountry?: string): Identity | null {
	if (text.length > 100) return null;
	const country = defaultCountry?.toUpperCase() as CountryCode | undefined;
	const number = parsePhoneNumberFromString(foldDigits(stripInvisible(text)), country);
	if (!number?.isValid() || number.ext !== undefined) return null;
	return { kind: 'phone', value: number.number };
}

/**
 * Gives the identity of a customer id within a namespace, case kept, or null for an empty one, one over 300 characters,
 * and one that means "nobody", such as `null`, `0` or `guest`. Pure.
 */
export function externalIdentity(namespace: string, id: string): Identity | null {
	const value = usableId(id);
	return value === null ? null : { kind: 'external', namespace, value };
}

/** Gives the identity of a cookie, cart or device id within a namespace, by the same rules as `externalIdentity`. Pure. */
export function anonymousIdentity(namespace: string, id: string): Identity | null {
	const value = usableId(id);
	return value === null ? null : { kind: 'anonymous', namespace, value };
}

function usableId(id: string): string | null {
	const value = stripInvisible(id).trim();
	if (value === '' || value.length > MAX_ID_LENGTH || PLACEHOLDER_IDS.has(value.toLowerCase()))
		return null;
	return value;
}

/** The URL parser does the IDNA mapping; characters that mean something in an address are kept away from it. */
function asciiDomain(domain: string): string | null {
	if (/[\s/?#@:%[\]\\]/.test(domain)) return null;
	const ascii = ASCII.test(domain) ? domain : hostOf(`http://${domain}`);
	return ascii !== null && DOMAIN.test(ascii) ? ascii : null;
}

function hostOf(address: string): string | null {
	return URL.canParse(address) ? new URL(address).hostname : null;
}
