import type { Channel } from '../journey/channel';
import { otherType } from './event-type';
import { textOf, type Fields } from './payload-fields';

/** Objects by the ids that generic subscriptions name them with (developers.hubspot.com/docs/guides/crm/understanding-the-crm). */
const OBJECTS: ReadonlyMap<string, string> = new Map([
	['0-1', 'contact'],
	['0-2', 'company'],
	['0-3', 'deal'],
	['0-5', 'ticket'],
	['0-7', 'product'],
	['0-8', 'line_item'],
	['0-14', 'quote'],
	['0-19', 'feedback_submission'],
	['0-47', 'meeting'],
	['0-48', 'call'],
	['0-123', 'order'],
	['0-142', 'cart'],
	['0-421', 'appointment'],
]);

/** Objects of the business itself, or of many of its customers at once. */
const NOT_ONE_CUSTOMER: ReadonlySet<string> = new Set(['company', 'product', 'line_item']);

/** Properties of a contact that are attributes of a customer here. */
export const HUBSPOT_ATTRIBUTES: ReadonlyMap<string, string> = new Map([
	['firstname', 'firstName'],
	['lastname', 'lastName'],
	['hs_language', 'language'],
	['hs_timezone', 'timeZone'],
	['city', 'city'],
	['country', 'country'],
	['lifecyclestage', 'lifecycleStage'],
]);

type Row = readonly [event: string, type: string, channel: Channel];

/** Subscription types of developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide that say something new. */
const ROWS: readonly Row[] = [
	['contact.creation', 'customer_created', 'other'],
	['contact.propertyChange', 'customer_updated', 'other'],
	['contact.associationChange', 'association_changed', 'other'],
	['contact.merge', 'customer_merged', 'other'],
	['contact.restore', 'customer_restored', 'other'],
	['contact.deletion', 'customer_deleted', 'other'],
	['contact.privacyDeletion', 'erasure_requested', 'other'],
	['deal.creation', 'deal_created', 'other'],
	['deal.propertyChange', 'deal_updated', 'other'],
	['deal.associationChange', 'association_changed', 'other'],
	['deal.deletion', 'deal_deleted', 'other'],
	['ticket.creation', 'ticket_opened', 'other'],
	['ticket.propertyChange', 'ticket_updated', 'other'],
	['ticket.associationChange', 'association_changed', 'other'],
	['ticket.deletion', 'ticket_deleted', 'other'],
	['conversation.creation', 'conversation_started', 'chat'],
	['conversation.propertyChange', 'conversation_updated', 'chat'],
	['feedback_submission.creation', 'survey_answered', 'other'],
	['meeting.creation', 'meeting_booked', 'event'],
	['appointment.creation', 'meeting_booked', 'event'],
	['call.creation', 'call_logged', 'phone'],
	['quote.creation', 'quote_created', 'other'],
	['order.creation', 'order_created', 'other'],
	['cart.creation', 'cart_created', 'web'],
];

const TYPES: ReadonlyMap<string, readonly [type: string, channel: Channel]> = new Map(
	ROWS.map(([event, type, channel]) => [event, [type, channel] as const]),
);

const ACTIONS = ['creation', 'propertyChange', 'associationChange', 'merge', 'restore'];

/** What one event of HubSpot means. */
export interface HubspotMeaning {
	/** The object that it is about: `contact`, `deal`, or the id of a custom one. */
	readonly object: string;
	readonly type: string;
	readonly channel: Channel;
	/** A record is made before it is changed, and changed before it goes. */
	readonly sequence: number;
	/** A fact that several events tell has this name within its object, and counts once. */
	readonly once?: string;
}

/**
 * Gives what an event means, or null when it is about no one customer. A won deal is a purchase; it is told by its stage
 * (`closedwon` in the default pipeline) and by `hs_is_closed_won` in every pipeline, and counts once.
 * A ticket is solved when it gets a `closed_date`: stages differ from pipeline to pipeline.
 */
export function hubspotMeaning(event: Fields): HubspotMeaning | null {
	const [named = '', action = ''] = (textOf(event.subscriptionType) ?? '').split('.');
	const id = textOf(event.objectTypeId) ?? textOf(event.fromObjectTypeId) ?? '';
	const object = named === 'object' ? (OBJECTS.get(id) ?? id) : named;
	if (NOT_ONE_CUSTOMER.has(object)) return null;
	const name = `${object}.${action}`;
	const [type, channel] = TYPES.get(name) ?? [otherType(name), 'other' as const];
	const place = ACTIONS.indexOf(action);
	const meaning = { object, type, channel, sequence: place < 0 ? ACTIONS.length : place };
	if (action !== 'propertyChange') return meaning;
	const change = typeOfChange(
		object,
		textOf(event.propertyName) ?? '',
		textOf(event.propertyValue),
	);
	return { ...meaning, ...change };
}

/** The store keeps no word for a purchase taken back, so a deal that is opened again and won again counts once. */
function typeOfChange(
	object: string,
	property: string,
	value: string | undefined,
): { readonly type: string; readonly once?: string } | undefined {
	switch (`${object}.${property}`) {
		case 'deal.dealstage':
			if (value === 'closedwon') return { type: 'order_completed', once: 'won' };
			return value === 'closedlost' ? { type: 'deal_lost', once: 'lost' } : undefined;
		case 'deal.hs_is_closed_won':
			return value === 'true' ? { type: 'order_completed', once: 'won' } : undefined;
		case 'deal.hs_is_closed_lost':
			return value === 'true' ? { type: 'deal_lost', once: 'lost' } : undefined;
		case 'ticket.closed_date':
			return value === undefined ? undefined : { type: 'ticket_solved' };
		case 'contact.lifecyclestage':
			return { type: 'lifecycle_stage_changed' };
		default:
			return object === 'contact' && isOptOut(property)
				? { type: value === 'true' ? 'unsubscribed' : 'consent_updated' }
				: undefined;
	}
}

/** Tells the property by which a contact refuses all mail, and those for one kind of mail each (`hs_email_optout_123`). */
function isOptOut(property: string): boolean {
	return /^hs_email_optout(?:_\d+)?$/.test(property);
}

/** Gives both ends of an association: `CONTACT_TO_DEAL`, or object type ids in a generic one. */
export function associationEnds(
	event: Fields,
): readonly (readonly [object: string, id: string | undefined])[] {
	const words = /^([A-Z_]+?)_TO_([A-Z_]+)$/.exec(textOf(event.associationType) ?? '');
	const kindOf = (end: 'from' | 'to', word: string | undefined): string => {
		const id = textOf(event[`${end}ObjectTypeId`]);
		return (id === undefined ? undefined : OBJECTS.get(id)) ?? word?.toLowerCase() ?? '';
	};
	return [
		[kindOf('from', words?.[1]), textOf(event.fromObjectId)],
		[kindOf('to', words?.[2]), textOf(event.toObjectId)],
	];
}
