import type { Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { HUBSPOT_ATTRIBUTES } from './hubspot-events';
import {
	fieldsOf,
	firstText,
	isFields,
	present,
	presentTexts,
	textOf,
	type Fields,
} from './payload-fields';
import { readPerson } from './people';
import type { SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf } from './touchpoint-of';

/**
 * Gives the touchpoint of what a workflow's action "Send a webhook" posts: the whole contact as one object, with its
 * properties as `{ email: { value } }`, or as `{ email }` where people chose them. What it means only the workflow knows.
 * Throws `UnusableEvent` when it names nobody.
 */
export function touchpointOfWorkflow(
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint {
	const properties = Object.fromEntries(
		Object.entries(fieldsOf(event.properties ?? event)).map(([name, property]) => [
			name,
			isFields(property) ? property.value : property,
		]),
	);
	const namespace = `hubspot:${firstText(event['portal-id'], event.portalId)?.slice(0, 100) ?? 'unknown'}`;
	const person = readPerson(
		{
			external: [[namespace, firstText(event.vid, event.objectId, properties.hs_object_id)]],
			emails: [properties.email],
			phones: [properties.phone, properties.mobilephone],
		},
		settings.defaultCountry,
	);
	if (person.identities.length === 0)
		throw new UnusableEvent('the workflow names no contact: expected vid, objectId or email');
	const happenedAt = readTime(properties.lastmodifieddate);
	return touchpointOf(
		{
			source: 'hubspot',
			key:
				happenedAt === null ? { kind: 'none' } : { kind: 'content_hash', of: [happenedAt, event] },
			type: 'other:workflow',
			channel: 'other',
			...placeTime(happenedAt, request.receivedAt),
			identities: person.identities,
			attributes: {
				...present(
					Object.fromEntries(
						[...HUBSPOT_ATTRIBUTES].map(([property, name]) => [name, textOf(properties[property])]),
					),
				),
				...person.attributes,
			},
			keys: presentTexts({ account: properties.associatedcompanyid }),
			consent:
				properties.hs_email_optout === 'true' || properties.hs_email_optout === true
					? [{ channel: 'email', purpose: 'marketing', status: 'denied' }]
					: [],
		},
		request,
		settings,
		index,
	);
}
