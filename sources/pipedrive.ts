import type { ConsentChange, Money, Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
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
import { readPerson, type Person } from './people';
import { pipedriveMeaning, type PipedriveMeaning } from './pipedrive-events';
import { verifySharedSecret } from './shared-secret';
import type { Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

/**
 * Pipedrive's webhooks, version 2 (pipedrive.readme.io/docs/guide-for-webhooks-v2) and version 1. Nothing is signed: the
 * secret is the HTTP Basic password that was entered with the webhook, or `user:password`.
 * There is no id that is promised to be the same in a repetition, so company, record, time and content are hashed; a won
 * deal is keyed by the deal and the time at which it was won. Ids mean something within one company:
 * `pipedrive:<company id>`, a person's id being the customer's.
 */
export const pipedrive: Source = {
	name: 'pipedrive',
	displayName: 'Pipedrive',
	group: 'crm',
	proof: 'shared_secret',
	howTo:
		'In Pipedrive, open Tools and apps, then Webhooks, and create one with the address of this trigger as its endpoint URL. Enter a user name and a password there; the secret is that password.',
	verify: (request, settings) => verifySharedSecret({ basic: true }, request, settings.secrets),
	split: (request) => [parseExactJson(request.body)],
	map: touchpointsOf,
};

function touchpointsOf(
	given: unknown,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint[] {
	const body = fieldsOf(given);
	const meta = fieldsOf(body.meta);
	const entity = firstText(meta.entity, meta.object);
	const action = textOf(meta.action);
	if (entity === undefined || action === undefined)
		throw new UnusableEvent('meta.entity and meta.action: expected them, like deal and change');
	const previous = fieldsOf(body.previous);
	const current = fieldsOf(body.data ?? body.current);
	const record = Object.keys(current).length > 0 ? current : previous;
	const meaning = pipedriveMeaning(entity, action, record, previous);
	if (meaning === null) return [];
	const id = firstText(meta.entity_id, record.id, meta.id);
	const company = firstText(meta.company_id, meta.host)?.slice(0, 100) ?? 'unknown';
	const person = personIn(entity, id, record, `pipedrive:${company}`, settings.defaultCountry);
	if (person.identities.length === 0)
		throw new UnusableEvent(
			`${meaning.event.slice(0, 80)}: the record names no person and no deal`,
		);
	const happenedAt = readTime(meta.timestamp);
	return [
		touchpointOf(
			{
				source: 'pipedrive',
				key: keyOf(meaning, company, id, record, [happenedAt, current, previous]),
				type: meaning.type,
				channel: meaning.channel,
				...placeTime(happenedAt, request.receivedAt),
				sequence: meaning.sequence,
				identities: person.identities,
				attributes: { ...attributesIn(entity, record), ...person.attributes },
				value: valueIn(record),
				keys: keysIn(entity, id, record),
				consent: consentIn(entity, meaning, record),
				properties: present({
					event: meaning.event,
					title: firstText(record.title, record.subject),
					status: textOf(record.status),
					statusBefore: textOf(previous.status),
					stage: textOf(record.stage_id),
					stageBefore: textOf(previous.stage_id),
					pipeline: textOf(record.pipeline_id),
					lostReason: textOf(record.lost_reason),
					changeSource: textOf(meta.change_source),
					mergedInto: textOf(meta.merged_to_id),
				}),
			},
			request,
			settings,
			index,
		),
	];
}

/** In version 1 a person stands in a deal as an object, with addresses and numbers. */
function personIn(
	entity: string,
	id: string | undefined,
	record: Fields,
	namespace: string,
	defaultCountry: string | undefined,
): Person {
	const isPerson = entity === 'person';
	const inDeal = fieldsOf(record.person_id);
	const own = isPerson ? record : inDeal;
	const texts = (...lists: readonly unknown[]): unknown[] =>
		lists.flatMap((list) => [
			textOf(list),
			...listOf(list).map((entry) => (isFields(entry) ? entry.value : entry)),
		]);
	const participant = listOf(record.participants)
		.map(fieldsOf)
		.find(({ primary, primary_flag: flag }) => primary === true || flag === true);
	return readPerson(
		{
			external: [
				[
					namespace,
					isPerson
						? id
						: firstText(inDeal.value, inDeal.id, record.person_id, participant?.person_id),
				],
			],
			emails: texts(own.emails, own.email),
			phones: texts(own.phones, own.phone),
			anonymous: Object.entries(keysIn(entity, id, record))
				.filter(([kind]) => kind !== 'order' && kind !== 'account')
				.map(([kind, key]) => [namespace, `${kind}:${key}`]),
		},
		defaultCountry,
	);
}

/** A won deal is an order, so that a deal's id is the order's. */
function keysIn(entity: string, id: string | undefined, record: Fields): Record<string, string> {
	const deal = entity === 'deal' ? id : textOf(record.deal_id);
	const lead = entity === 'lead' ? id : textOf(record.lead_id);
	const organisation = fieldsOf(record.org_id);
	return presentTexts({
		deal,
		order: deal,
		lead,
		account: firstText(record.org_id, organisation.value, organisation.id),
	});
}

function keyOf(
	meaning: PipedriveMeaning,
	company: string,
	id: string | undefined,
	record: Fields,
	told: readonly unknown[],
): EventKey {
	if (meaning.type === 'order_completed')
		return {
			kind: 'event_id',
			id: `${company}:deal:${id ?? ''}:won:${textOf(record.won_time) ?? ''}`,
		};
	return told[0] === null
		? { kind: 'none' }
		: { kind: 'content_hash', of: [company, meaning.event, id, ...told] };
}

function attributesIn(entity: string, record: Fields): Record<string, unknown> {
	return entity === 'person'
		? present({
				name: textOf(record.name),
				firstName: textOf(record.first_name),
				lastName: textOf(record.last_name),
			})
		: {};
}

/** A lead has an amount with its currency, a deal has both side by side. */
function valueIn(record: Fields): Money | undefined {
	const lead = fieldsOf(record.value);
	return moneyOf(firstText(record.value, lead.amount), firstText(record.currency, lead.currency));
}

/** A refusal counts whenever it is said, a permission only when it is new. */
function consentIn(entity: string, { type }: PipedriveMeaning, record: Fields): ConsentChange[] {
	const status =
		entity === 'person' && record.marketing_status === 'unsubscribed'
			? 'denied'
			: type === 'subscribed'
				? 'granted'
				: undefined;
	return status === undefined ? [] : [{ channel: 'email', purpose: 'marketing', status }];
}
