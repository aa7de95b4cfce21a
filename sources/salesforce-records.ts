import type { Channel } from '../journey/channel';
import { otherType } from './event-type';

export type RecordFields = Readonly<Record<string, string>>;

/** What a record says has happened. */
export interface SalesforceMeaning {
	readonly type: string;
	readonly channel: Channel;
	/** A fact that stays true, and so is sent again with every change of the record, has this name and counts once. */
	readonly once?: string;
}

/**
 * Gives what a record means. A message says which record and not what was done to it, and it has the record's latest
 * state; so the meaning is read from the fields that were chosen for the message, and without them it is a change.
 * A won opportunity is a purchase, and so is an activated order, unless it comes from an opportunity (`OpportunityId`).
 */
export function salesforceMeaning(object: string, fields: RecordFields): SalesforceMeaning {
	switch (object) {
		case 'Contact':
			return change('customer', fields);
		case 'Account':
			return isPerson(fields)
				? change('customer', fields)
				: { type: 'other:Account', channel: 'other' };
		case 'Lead':
			return fields.IsConverted === 'true'
				? { type: 'lead_converted', channel: 'other' }
				: change('lead', fields);
		case 'Opportunity':
			if (fields.IsWon === 'true' || fields.StageName === 'Closed Won')
				return { type: 'order_completed', channel: 'other', once: 'won' };
			return fields.IsClosed === 'true' || fields.StageName === 'Closed Lost'
				? { type: 'deal_lost', channel: 'other' }
				: change('deal', fields);
		case 'Order':
			return (fields.StatusCode ?? fields.Status)?.startsWith('Activated') &&
				fields.OpportunityId === undefined
				? { type: 'order_completed', channel: 'other', once: 'activated' }
				: change('order', fields);
		case 'Case':
			if (fields.IsClosed === 'true' || fields.Status === 'Closed')
				return { type: 'ticket_solved', channel: caseChannel(fields) };
			return isNew(fields) || fields.Status === 'New'
				? { type: 'ticket_opened', channel: caseChannel(fields) }
				: { type: 'ticket_updated', channel: caseChannel(fields) };
		case 'CampaignMember':
			return {
				type: fields.HasResponded === 'true' ? 'campaign_responded' : 'campaign_joined',
				channel: 'other',
			};
		case 'Event':
			return { type: isNew(fields) ? 'meeting_booked' : 'meeting_updated', channel: 'event' };
		default:
			return { type: otherType(object), channel: 'other' };
	}
}

/** Tells an account that is a person from one that is a company. */
export function isPerson(fields: RecordFields): boolean {
	return fields.IsPersonAccount === 'true' || fields.PersonEmail !== undefined;
}

function change(what: string, fields: RecordFields): SalesforceMeaning {
	return { type: `${what}_${isNew(fields) ? 'created' : 'updated'}`, channel: 'other' };
}

/** A record that was never changed since it was made. */
function isNew(fields: RecordFields): boolean {
	const changed = fields.LastModifiedDate ?? fields.SystemModstamp;
	return fields.CreatedDate !== undefined && fields.CreatedDate === changed;
}

const CASE_CHANNELS: ReadonlyMap<string, Channel> = new Map([
	['Phone', 'phone'],
	['Email', 'email'],
	['Web', 'web'],
	['Chat', 'chat'],
]);

function caseChannel(fields: RecordFields): Channel {
	return CASE_CHANNELS.get(fields.Origin ?? '') ?? 'other';
}
