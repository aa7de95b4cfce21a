import type { Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { moneyOf } from './money';
import { fieldsOf, firstText, presentTexts, textOf } from './payload-fields';
import { refuse } from './refuse';
import { readSalesforceMessage } from './salesforce-message';
import {
	salesforceAttributes,
	salesforceConsent,
	salesforcePerson,
	salesforceProperties,
} from './salesforce-person';
import { isPerson, salesforceMeaning, type RecordFields } from './salesforce-records';
import { equalsOneOf } from './secret-comparison';
import type { Answer, Refusal, Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

/** Without it, word for word, Salesforce sends the message again for 24 hours; it stands for all its notifications. */
const ACK: Answer = {
	status: 200,
	headers: { 'content-type': 'text/xml; charset=utf-8' },
	body: '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack></notificationsResponse></soapenv:Body></soapenv:Envelope>',
};

/**
 * Salesforce's Outbound Messages (developer.salesforce.com/docs/platform/api/guide/sforce-api-om-outboundmessaging.html):
 * SOAP, up to 100 notifications each, in no order, each with a record's latest state.
 * Nothing is signed. The secret is the organization's id, which a message names and which few people know; the address is
 * to be kept secret as well. Ids are compared by their first 15 characters: the last three only repeat their case.
 * The event id is the notification's; a won opportunity and an activated order are keyed by the record, since each
 * further change sends them again. Record ids mean something within one organization: `salesforce:<organization>`.
 */
export const salesforce: Source = {
	name: 'salesforce',
	displayName: 'Salesforce (Outbound Message)',
	group: 'crm',
	proof: 'shared_secret',
	howTo:
		'In Salesforce Setup, open Outbound Messages, make one with the address of this trigger as its endpoint URL, and send it from a flow. Choose Id, LastModifiedDate and CreatedDate beside the fields that you need. The secret is the Organization ID under Company Information.',
	fields: [
		{
			name: 'currency',
			displayName: 'Currency',
			description:
				'The currency of all amounts, for an organization that has only one and so does not send it',
			placeholder: 'e.g. EUR',
			default: '',
		},
	],
	verify,
	split: (request) => {
		const { organization, notifications } = readSalesforceMessage(request.body);
		return notifications.map((notification) => ({ ...notification, organization }));
	},
	map: (event, request, settings, index) => [touchpointOfRecord(event, request, settings, index)],
	accepted: ACK,
};

function verify(request: SourceRequest, settings: SourceSettings): Refusal | null {
	const ids = settings.secrets.flatMap((secret) => shortId(secret) ?? []);
	if (ids.length === 0)
		return refuse(
			'no_secret',
			'no organization id is set: it begins with 00D and has 15 or 18 characters',
		);
	const { organization } = readSalesforceMessage(request.body);
	if (!organization)
		return refuse('missing_signature', 'OrganizationId is missing: expected it in the message');
	return equalsOneOf(shortId(organization) ?? '', ids)
		? null
		: refuse(
				'bad_signature',
				'OrganizationId is not the one in the credential: compare it with Company Information',
			);
}

function shortId(id: string): string | null {
	return /^(00D[A-Za-z0-9]{12})(?:[A-Za-z0-9]{3})?$/.exec(id)?.[1] ?? null;
}

function touchpointOfRecord(
	given: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const { id, object, organization, fields: read } = fieldsOf(given);
	const fields = presentTexts(fieldsOf(read));
	const name = textOf(object) ?? '';
	if (name === '') throw new UnusableEvent('sObject: expected its type, like sf:Contact');
	const meaning = salesforceMeaning(name, fields);
	const org = shortId(textOf(organization) ?? '') ?? 'unknown';
	const person = salesforcePerson(name, fields, `salesforce:${org}`, settings.defaultCountry);
	if (person.identities.length === 0)
		throw new UnusableEvent(
			`${name.slice(0, 80)}: nobody is named; choose Id, ContactId or Email for the message`,
		);
	const happenedAt = readTime(
		firstText(fields.LastModifiedDate, fields.SystemModstamp, fields.CreatedDate),
	);
	return touchpointOf(
		{
			source: 'salesforce',
			key: keyOf(meaning.once, textOf(id), org, name, fields, happenedAt),
			type: meaning.type,
			channel: meaning.channel,
			...placeTime(happenedAt, request.receivedAt),
			identities: person.identities,
			attributes: { ...salesforceAttributes(fields), ...person.attributes },
			value: moneyOf(
				firstText(fields.Amount, fields.TotalAmount),
				firstText(fields.CurrencyIsoCode, settings.fields?.currency),
			),
			keys: presentTexts({
				order: name === 'Opportunity' || name === 'Order' ? fields.Id : fields.OpportunityId,
				ticket: name === 'Case' ? firstText(fields.CaseNumber, fields.Id) : fields.CaseId,
				// The account's own record names no member of it, and a person's account is that person alone.
				account: name === 'Account' || isPerson(fields) ? undefined : fields.AccountId,
			}),
			consent: salesforceConsent(fields),
			properties: { object: name, ...salesforceProperties(fields) },
		},
		request,
		settings,
		index,
	);
}

function keyOf(
	once: string | undefined,
	id: string | undefined,
	org: string,
	object: string,
	fields: RecordFields,
	happenedAt: number | null,
): EventKey {
	if (once !== undefined && fields.Id !== undefined)
		return { kind: 'event_id', id: `${org}:${object}:${fields.Id}:${once}` };
	if (id !== undefined) return { kind: 'event_id', id: `${org}:${id}` };
	return happenedAt === null
		? { kind: 'none' }
		: { kind: 'content_hash', of: [org, object, happenedAt, fields] };
}
