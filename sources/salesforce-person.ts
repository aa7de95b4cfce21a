import type { ConsentChange } from '../journey/touchpoint';
import { firstText, present } from './payload-fields';
import { readPerson, type Person } from './people';
import { isPerson, type RecordFields } from './salesforce-records';
import { withoutSensitiveFields } from './sensitive-fields';

const EMAILS = ['Email', 'PersonEmail', 'SuppliedEmail', 'ContactEmail', 'Email__c'] as const;

const PHONES = [
	'MobilePhone',
	'Phone',
	'PersonMobilePhone',
	'SuppliedPhone',
	'ContactMobile',
	'ContactPhone',
	'Phone__c',
] as const;

/** Fields that are an identity or an attribute here, and so no property. */
const ELSEWHERE: ReadonlySet<string> = new Set([
	...EMAILS,
	...PHONES,
	'FirstName',
	'LastName',
	'Name',
	'SuppliedName',
	'HomePhone',
	'OtherPhone',
	'Fax',
	'ContactFax',
]);

/**
 * Gives the person whom a record names, by ids of one organization (`namespace`), addresses and numbers.
 * Leads have a namespace of their own: a converted lead and its contact are one person with an id in each.
 */
export function salesforcePerson(
	object: string,
	fields: RecordFields,
	namespace: string,
	defaultCountry: string | undefined,
): Person {
	const own = (name: string): string | undefined => (object === name ? fields.Id : undefined);
	const who = fields.WhoId ?? '';
	const isCompany = object === 'Account' && !isPerson(fields);
	return readPerson(
		{
			external: [
				[
					namespace,
					firstText(
						own('Contact'),
						fields.ContactId,
						fields.PersonContactId,
						fields.ConvertedContactId,
						fields.BillToContactId,
						who.startsWith('003') ? who : undefined,
					),
				],
				[
					`${namespace}:lead`,
					firstText(own('Lead'), fields.LeadId, who.startsWith('00Q') ? who : undefined),
				],
				[`${namespace}:account`, own('Account')],
			],
			emails: EMAILS.map((name) => fields[name]),
			phones: isCompany ? [] : PHONES.map((name) => fields[name]),
			anonymous: ['Opportunity', 'Order', 'Case'].map((name) => [
				namespace,
				own(name) && `${name.toLowerCase()}:${own(name)}`,
			]),
		},
		defaultCountry,
	);
}

/** Gives what a record says about its person. */
export function salesforceAttributes(fields: RecordFields): Record<string, unknown> {
	return present({
		firstName: fields.FirstName,
		lastName: fields.LastName,
		city: firstText(fields.MailingCity, fields.PersonMailingCity, fields.City),
		country: firstText(
			fields.MailingCountryCode,
			fields.PersonMailingCountryCode,
			fields.CountryCode,
			fields.MailingCountry,
			fields.Country,
		),
	});
}

/** Gives what a record says about permission: a box that is not ticked is no permission. */
export function salesforceConsent(fields: RecordFields): ConsentChange[] {
	const denied = (channel: 'email' | 'phone'): ConsentChange => ({
		channel,
		purpose: 'marketing',
		status: 'denied',
	});
	const has = (name: string): boolean =>
		fields[name] === 'true' || fields[`Person${name}`] === 'true';
	return [
		...(has('HasOptedOutOfEmail') ? [denied('email')] : []),
		...(has('DoNotCall') ? [denied('phone')] : []),
	];
}

/** Gives the other fields: somebody chose each of them for the message. */
export function salesforceProperties(fields: RecordFields): Record<string, unknown> {
	return withoutSensitiveFields(
		Object.fromEntries(
			Object.entries(fields).filter(
				([name]) => !ELSEWHERE.has(name) && !/(?:Street|PostalCode|Birthdate)$/.test(name),
			),
		),
	);
}
