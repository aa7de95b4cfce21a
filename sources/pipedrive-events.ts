import type { Channel } from '../journey/channel';
import { otherType } from './event-type';
import { textOf, type Fields } from './payload-fields';

/** What was done, by the words of version 2; version 1 has its own. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
	['added', 'create'],
	['updated', 'change'],
	['deleted', 'delete'],
	['merged', 'merge'],
]);

/** Objects of the business itself, or of many of its customers at once. */
const NOT_ONE_CUSTOMER: ReadonlySet<string> = new Set([
	'activityType',
	'board',
	'deal_installment',
	'deal_product',
	'organization',
	'phase',
	'pipeline',
	'product',
	'project',
	'stage',
	'task',
	'user',
]);

const TYPES: ReadonlyMap<string, string> = new Map([
	['person.create', 'customer_created'],
	['person.change', 'customer_updated'],
	['person.merge', 'customer_merged'],
	['person.delete', 'customer_deleted'],
	['lead.create', 'lead_created'],
	['lead.change', 'lead_updated'],
	['lead.delete', 'lead_deleted'],
	['deal.create', 'deal_created'],
	['deal.change', 'deal_updated'],
	['deal.delete', 'deal_deleted'],
]);

/** What one event of Pipedrive means. */
export interface PipedriveMeaning {
	/** Like `deal.change`, in version 2's words whatever the version. */
	readonly event: string;
	readonly type: string;
	readonly channel: Channel;
	/** A record is made before it is changed, and changed before it goes. */
	readonly sequence: number;
}

/**
 * Gives what was done to a record, or null when it is about no one customer. `previous` has the fields as they were before
 * the change: in version 1 all of them, in version 2 those that changed. A won deal is a purchase; it is told once,
 * by the change that made it won. An activity that is still to come is an appointment.
 */
export function pipedriveMeaning(
	entity: string,
	action: string,
	record: Fields,
	previous: Fields,
): PipedriveMeaning | null {
	if (NOT_ONE_CUSTOMER.has(entity)) return null;
	const done = ACTIONS.get(action) ?? action;
	const event = `${entity}.${done}`;
	const became = (field: string): string | undefined => {
		const now = wordOf(record[field]);
		const isChanged = done === 'create' || (field in previous && wordOf(previous[field]) !== now);
		return done !== 'delete' && isChanged ? now : undefined;
	};
	const [type, channel]: readonly [string, Channel] =
		entity === 'activity'
			? activityType(event, record, became)
			: [typeOfState(entity, became) ?? TYPES.get(event) ?? otherType(event), 'other'];
	const place = ['create', 'change', 'merge', 'delete'].indexOf(done);
	return { event, type, channel, sequence: place < 0 ? 4 : place };
}

function typeOfState(
	entity: string,
	became: (field: string) => string | undefined,
): string | undefined {
	if (entity === 'deal') {
		const status = became('status');
		return status === 'won' ? 'order_completed' : status === 'lost' ? 'deal_lost' : undefined;
	}
	if (entity !== 'person') return undefined;
	const permission = became('marketing_status');
	return permission === 'unsubscribed' || permission === 'subscribed' ? permission : undefined;
}

function activityType(
	event: string,
	activity: Fields,
	became: (field: string) => string | undefined,
): readonly [type: string, channel: Channel] {
	const other = [otherType(event), 'other'] as const;
	const isDone = became('done') === 'true' || became('done') === '1';
	if (event !== 'activity.create' && !isDone) return other;
	switch (textOf(activity.type)) {
		case 'call':
			return [isDone ? 'call_logged' : 'call_booked', 'phone'];
		case 'meeting':
			return [isDone ? 'meeting_held' : 'meeting_booked', 'event'];
		default:
			return other;
	}
}

/** Truth values have words too. */
function wordOf(value: unknown): string | undefined {
	return typeof value === 'boolean' ? String(value) : textOf(value);
}
