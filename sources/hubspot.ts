import type { ConsentChange, Touchpoint } from '../journey/touchpoint';
import { UnusableEvent } from './delivery-errors';
import { parseExactJson } from './exact-json';
import {
	associationEnds,
	HUBSPOT_ATTRIBUTES,
	hubspotMeaning,
	type HubspotMeaning,
} from './hubspot-events';
import { verifyHubspotSignature } from './hubspot-signature';
import { touchpointOfWorkflow } from './hubspot-workflow';
import { firstText, isFields, present, presentTexts, textOf, type Fields } from './payload-fields';
import { readPerson, type PersonFields } from './people';
import type { Source, SourceRequest, SourceSettings } from './source';
import { placeTime, readTime } from './time';
import { touchpointOf, type EventKey } from './touchpoint-of';

/** Objects that belong to the contact they are associated with, so that what happens to them happens to that contact. */
const BELONGINGS: ReadonlySet<string> = new Set([
	'deal',
	'ticket',
	'conversation',
	'meeting',
	'call',
]);

/**
 * HubSpot's webhooks of an app and of workflows (developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide);
 * how they are signed is said in `hubspot-signature.ts`. A delivery is a list of events, at most 100, in no order.
 * HubSpot does not promise that `eventId` is unique: the event id is portal, subscription, event, object and time;
 * a won or lost deal is keyed by the deal. Deliveries are thin: an object is an id, a change one property. A contact's id
 * is the customer's, in the namespace `hubspot:<portal>`; a deal or ticket is an anonymous id until it is associated.
 * A workflow sends the whole contact as one object: it is hashed when it says when it was changed.
 */
export const hubspot: Source = {
	name: 'hubspot',
	displayName: 'HubSpot',
	group: 'crm',
	proof: 'signature',
	howTo:
		"In your HubSpot app, open Webhooks, enter the address of this trigger as the target URL and subscribe to events. The secret is the client secret on the app's Auth tab. Behind a proxy, enter the public address in the options, since HubSpot signs it.",
	fields: [
		{
			name: 'requireV3',
			displayName: 'Require Version 3',
			description:
				'Whether to refuse deliveries that are signed by the older versions only, which have no time and can be sent again',
			default: false,
		},
	],
	verify: (request, settings) =>
		verifyHubspotSignature(request, settings.secrets, settings.fields?.requireV3 === true),
	split: (request) => {
		const body = parseExactJson(request.body);
		return Array.isArray(body) ? body : [body];
	},
	map: (event, request, settings, index) => {
		if (!isFields(event)) throw new UnusableEvent('event: expected an object');
		return textOf(event.subscriptionType) === undefined
			? [touchpointOfWorkflow(event, request, settings, index)]
			: touchpointsOfEvent(event, request, settings, index);
	},
};

function touchpointsOfEvent(
	event: Fields,
	request: SourceRequest,
	settings: SourceSettings,
	index: number,
): Touchpoint[] {
	const meaning = hubspotMeaning(event);
	if (meaning === null) return [];
	const portal = textOf(event.portalId)?.slice(0, 100) ?? 'unknown';
	const namespace = `hubspot:${portal}`;
	const id = firstText(event.objectId, event.newObjectId, event.primaryObjectId);
	const ends = associationEnds(event);
	const property = textOf(event.propertyName);
	const person = readPerson(personIn(meaning, namespace, id, event, ends), settings.defaultCountry);
	if (person.identities.length === 0)
		throw new UnusableEvent('objectId: expected the id of a contact, deal, ticket or other object');
	const owned = meaning.type === 'association_changed' ? ends : [[meaning.object, id] as const];
	const keys = presentTexts(Object.fromEntries(owned.filter(([object]) => BELONGINGS.has(object))));
	return [
		touchpointOf(
			{
				source: 'hubspot',
				key: keyOf(meaning, portal, id, event),
				type: meaning.type,
				channel: meaning.channel,
				...placeTime(readTime(event.occurredAt), request.receivedAt),
				sequence: meaning.sequence,
				identities: person.identities,
				attributes: { ...attributesIn(meaning, property, event), ...person.attributes },
				keys: {
					...keys,
					...(keys.deal !== undefined && { order: keys.deal }),
					...accountIn(meaning, event, ends),
				},
				consent: consentIn(meaning),
				properties: present({
					event: textOf(event.subscriptionType),
					objectType: textOf(event.objectTypeId),
					property,
					value: isPersonal(property) ? undefined : textOf(event.propertyValue),
					changeSource: textOf(event.changeSource),
					mergedIds: event.mergedObjectIds,
					associationType: textOf(event.associationType),
					isRemoved: event.associationRemoved === true ? true : undefined,
				}),
			},
			request,
			settings,
			index,
		),
	];
}

/** The company that a contact was associated with, or that the contact's own property names. */
function accountIn(
	meaning: HubspotMeaning,
	event: Fields,
	ends: ReturnType<typeof associationEnds>,
): Record<string, string> {
	const isContact = meaning.object === 'contact' || ends.some(([object]) => object === 'contact');
	if (!isContact || event.associationRemoved === true) return {};
	const associated =
		meaning.type === 'association_changed'
			? ends.find(([object]) => object === 'company')?.[1]
			: undefined;
	const named =
		textOf(event.propertyName) === 'associatedcompanyid' ? event.propertyValue : undefined;
	return presentTexts({ account: associated ?? named });
}

/** An association that was taken away joins nobody. Merged ids are different people in HubSpot's eyes until then. */
function personIn(
	meaning: HubspotMeaning,
	namespace: string,
	id: string | undefined,
	event: Fields,
	ends: ReturnType<typeof associationEnds>,
): PersonFields {
	const objects =
		meaning.type === 'association_changed'
			? ends.filter(([object]) => event.associationRemoved !== true || object === 'contact')
			: [[meaning.object, id] as const];
	const change = textOf(event.propertyName);
	const isContact = meaning.object === 'contact';
	return {
		external: objects
			.filter(([object]) => object === 'contact')
			.map(([, contact]) => [namespace, contact]),
		emails: [isContact && change === 'email' ? event.propertyValue : undefined],
		phones: [
			isContact && (change === 'phone' || change === 'mobilephone')
				? event.propertyValue
				: undefined,
		],
		anonymous: objects
			.filter(([object]) => object !== 'contact')
			.filter(([object]) => meaning.type !== 'association_changed' || BELONGINGS.has(object))
			.map(([object, other]) => [namespace, other && `${object}:${other}`]),
	};
}

function keyOf(
	meaning: HubspotMeaning,
	portal: string,
	id: string | undefined,
	event: Fields,
): EventKey {
	if (meaning.once !== undefined)
		return { kind: 'event_id', id: `${portal}:${meaning.object}:${id}:${meaning.once}` };
	const { attemptNumber: _, ...told } = event;
	return textOf(event.eventId) === undefined
		? { kind: 'content_hash', of: [told] }
		: {
				kind: 'event_id',
				id: [portal, event.subscriptionId, event.eventId, id, event.occurredAt]
					.map((part) => textOf(part) ?? '')
					.join(':'),
			};
}

function attributesIn(
	meaning: HubspotMeaning,
	property: string | undefined,
	event: Fields,
): Record<string, unknown> {
	const name =
		meaning.object === 'contact' && property !== undefined && HUBSPOT_ATTRIBUTES.get(property);
	return name ? present({ [name]: textOf(event.propertyValue) }) : {};
}

/** The value of these is an identity or an attribute, and stands there. */
function isPersonal(property: string | undefined): boolean {
	return (
		property !== undefined &&
		(HUBSPOT_ATTRIBUTES.has(property) || /email$|phone$|address|^ip_/.test(property))
	);
}

/** An opt-out that was taken back is not yet a permission. */
function consentIn({ type }: HubspotMeaning): ConsentChange[] {
	return type === 'unsubscribed'
		? [{ channel: 'email', purpose: 'marketing', status: 'denied' }]
		: [];
}
