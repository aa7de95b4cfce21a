import type { ConsentChange, Touchpoint } from '../journey/touchpoint';
import { BrokenBody, UnusableEvent } from './delivery-errors';
import { jsonBody } from './json-body';
import { moneyOf } from './money';
import {
	fieldsOf,
	firstText,
	isFields,
	listOf,
	present,
	presentTexts,
	textOf,
	type Fields,
} from './payload-fields';
import { readPerson } from './people';
import { verifySharedSecret } from './shared-secret';
import type { Refusal, Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';
import { zohoMeaning } from './zoho-modules';

/**
 * Zoho CRM's notifications (zoho.com/crm/developer/docs/api/v8/notifications/overview.html). Nothing is signed: the secret is
 * the token that was given with the channel and comes back in the body. One notification tells of several records.
 * It is thin, with the record's id and, when asked for (`return_affected_field_values`), the values that changed: a purchase,
 * a solved ticket and an opt-out are only seen in those. Zoho does not say whether it repeats notifications, and has no
 * id: channel, module, operation, record, time and values are hashed; a won deal is keyed by the deal.
 * Record ids are unique in all of Zoho: the namespace is `zoho`, and `zoho:lead` for leads.
 */
export const zoho: Source = {
	name: 'zoho',
	displayName: 'Zoho CRM',
	group: 'crm',
	proof: 'shared_secret',
	howTo:
		"Enable notifications with Zoho CRM's API (POST /crm/v8/actions/watch), with the address of this trigger as notify_url, a token of your own of up to 50 characters, and return_affected_field_values set to true. The secret is that token; the channel has to be renewed before it expires.",
	fields: [
		{
			name: 'currency',
			displayName: 'Currency',
			description: 'The currency of all amounts, for an organization that has only one',
			placeholder: 'e.g. EUR',
			default: '',
		},
	],
	verify,
	split: (request) => {
		const body = jsonBody(request);
		if (!isFields(body)) throw new BrokenBody('the body is not a JSON object, as Zoho has it');
		const values = new Map(
			listOf(body.affected_values)
				.map(fieldsOf)
				.map((record) => [textOf(record.record_id), record.values]),
		);
		const { token: _, ids, affected_values: __, affected_fields: ___, ...shared } = body;
		return listOf(ids).map((id) => ({ ...shared, id, values: values.get(textOf(id)) }));
	},
	map: touchpointsOf,
};

function verify(request: SourceRequest, settings: SourceSettings): Refusal | null {
	const { token } = fieldsOf(jsonBody(request));
	return verifySharedSecret({ query: ['token'] }, request, settings.secrets, [textOf(token)]);
}

function touchpointsOf(
	given: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint[] {
	const event = fieldsOf(given);
	const moduleName = textOf(event.module);
	const operation = textOf(event.operation)?.toLowerCase();
	const id = textOf(event.id);
	if (moduleName === undefined || operation === undefined || id === undefined)
		throw new UnusableEvent('module, operation and ids: expected them, like Contacts and insert');
	const values = fieldsOf(event.values);
	const meaning = zohoMeaning(moduleName, operation, values);
	if (meaning === null) return [];
	const [type, channel] = meaning;
	const name = `${moduleName}.${operation}`;
	const isPerson = moduleName === 'Contacts' || moduleName === 'Leads';
	const person = readPerson(
		{
			external: [
				['zoho', moduleName === 'Contacts' ? id : idOf(values.Contact_Name ?? values.Who_Id)],
				['zoho:lead', moduleName === 'Leads' ? id : undefined],
			],
			emails: [values.Email, values.Secondary_Email],
			phones: [values.Mobile, values.Phone],
			anonymous: [['zoho', isPerson ? undefined : `${moduleName.toLowerCase()}:${id}`]],
		},
		settings.defaultCountry,
	);
	if (person.identities.length === 0)
		throw new UnusableEvent('ids: expected ids by which a record can be recognised');
	const happenedAt = readTime(event.server_time);
	return [
		touchpointOf(
			{
				source: 'zoho',
				key: keyOf(type, name, id, event, happenedAt),
				type,
				channel,
				...placeTime(happenedAt, request.receivedAt),
				identities: person.identities,
				attributes: { ...attributesIn(isPerson, values), ...person.attributes },
				value: moneyOf(
					firstText(values.Amount, values.Grand_Total),
					firstText(values.Currency, settings.fields?.currency),
				),
				keys: presentTexts({
					order:
						moduleName === 'Deals' || moduleName === 'Sales_Orders' ? id : idOf(values.Deal_Name),
					ticket: moduleName === 'Cases' ? id : undefined,
					account: idOf(values.Account_Name),
				}),
				consent: consentIn(values),
				properties: present({
					event: name,
					stage: textOf(values.Stage),
					status: firstText(values.Status, values.Lead_Status),
					leadSource: textOf(values.Lead_Source),
					reasonForLoss: textOf(values.Reason_For_Loss__s),
				}),
			},
			request,
			settings,
			index,
		),
	];
}

/** A lookup is `{ name, id }`, or the id alone. */
function idOf(value: unknown): string | undefined {
	return isFields(value) ? textOf(value.id) : textOf(value);
}

function keyOf(
	type: string,
	name: string,
	id: string,
	event: Fields,
	happenedAt: number | null,
): EventKey {
	if (type === 'order_completed') return { kind: 'event_id', id: `deal:${id}:won` };
	return happenedAt === null
		? { kind: 'none' }
		: { kind: 'content_hash', of: [textOf(event.channel_id), name, id, happenedAt, event.values] };
}

function attributesIn(isPerson: boolean, values: Fields): Record<string, unknown> {
	return isPerson
		? present({
				firstName: textOf(values.First_Name),
				lastName: textOf(values.Last_Name),
				city: firstText(values.Mailing_City, values.City),
				country: firstText(values.Mailing_Country, values.Country),
			})
		: {};
}

/** An opt-out that was taken back is not yet a permission. */
function consentIn(values: Fields): ConsentChange[] {
	return values.Email_Opt_Out === true
		? [{ channel: 'email', purpose: 'marketing', status: 'denied' }]
		: [];
}
