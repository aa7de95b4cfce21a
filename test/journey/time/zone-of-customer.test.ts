import { ZONE_OF_COUNTRY } from '../../../journey/time/country-zones';
import { isTimeZone, offsetAt } from '../../../journey/time/time-zone';
import { zoneOfCustomer } from '../../../journey/time/zone-of-customer';

interface Known {
	readonly timeZone?: string;
	readonly country?: unknown;
	readonly phones?: readonly string[];
}

function zoneOf({ timeZone, country, phones = [] }: Known) {
	return zoneOfCustomer(
		{
			timeZone: timeZone ?? null,
			attributes: { country },
			identities: [
				{ kind: 'email', namespace: null, value: 'ada@example.com' },
				...phones.map((value) => ({ kind: 'phone', namespace: null, value })),
			],
		},
		'America/Chicago',
	);
}

const GREEK_PHONE = '+302101234567';
const GERMAN_PHONE = '+4930123456';
const AMERICAN_PHONE = '+12125550123';

test.each<[string, Known, string, string]>([
	[
		'the own zone first',
		{ timeZone: 'Asia/Tehran', country: 'GR', phones: [GERMAN_PHONE] },
		'Asia/Tehran',
		'customer',
	],
	[
		'the address when the own zone is none',
		{ timeZone: 'Foo/Bar', country: 'GR', phones: [GERMAN_PHONE] },
		'Europe/Athens',
		'address',
	],
	['a country in small letters', { country: ' de ' }, 'Europe/Berlin', 'address'],
	['a country by its name', { country: 'Germany' }, 'Europe/Berlin', 'address'],
	[
		'the phone when the country is not known',
		{ country: 'Atlantis', phones: [GREEK_PHONE] },
		'Europe/Athens',
		'phone',
	],
	[
		'the phone when the country has several times',
		{ country: 'US', phones: [GREEK_PHONE] },
		'Europe/Athens',
		'phone',
	],
	['the workspace without anything', {}, 'America/Chicago', 'workspace'],
	[
		'the workspace for a phone from a country with several times',
		{ phones: [AMERICAN_PHONE] },
		'America/Chicago',
		'workspace',
	],
	[
		'the workspace for phones that disagree',
		{ phones: [GREEK_PHONE, GERMAN_PHONE] },
		'America/Chicago',
		'workspace',
	],
	[
		'the workspace when one of two phones says nothing',
		{ phones: [GREEK_PHONE, AMERICAN_PHONE] },
		'America/Chicago',
		'workspace',
	],
	[
		'no word of an object for a country',
		{ country: 'constructor' },
		'America/Chicago',
		'workspace',
	],
	['no object for a country', { country: { code: 'GR' } }, 'America/Chicago', 'workspace'],
])('takes %s', (_, known, zone, zoneSource) => {
	expect(zoneOf(known)).toEqual({ zone, zoneSource });
});

test('every country has a zone that this runtime knows', () => {
	const unknown = Object.entries(ZONE_OF_COUNTRY).filter(([, zone]) => !isTimeZone(zone ?? ''));
	expect(unknown).toEqual([]);
	expect(Object.keys(ZONE_OF_COUNTRY).every((country) => /^[A-Z]{2}$/.test(country))).toBe(true);
});

test('a country with more than one time is not in the table', () => {
	const several = 'AQ AU BR CA CD CL CN EC ES FM GL ID KI MN MX NZ PF PG PT RU UA UM US'.split(' ');
	expect(several.filter((country) => country in ZONE_OF_COUNTRY)).toEqual([]);
});

test.each([
	['DE', 'Europe/Busingen'],
	['AR', 'America/Argentina/Ushuaia'],
	['CY', 'Asia/Famagusta'],
	['MY', 'Asia/Kuching'],
	['KZ', 'Asia/Oral'],
	['UZ', 'Asia/Samarkand'],
	['PS', 'Asia/Hebron'],
	['MH', 'Pacific/Kwajalein'],
])('the other zone of %s, %s, shows the same time all year', (country, other) => {
	for (let month = 0; month < 12; month++) {
		const instant = Date.UTC(2027, month, 15);
		expect(offsetAt(instant, ZONE_OF_COUNTRY[country] ?? '')).toBe(offsetAt(instant, other));
	}
});
