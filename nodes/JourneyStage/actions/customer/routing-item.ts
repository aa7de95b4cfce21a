import type { IDataObject } from 'n8n-workflow';
import type { CustomerContext } from '../../../../journey/customer-context';
import type { IncomingContact, Routing } from '../../../../journey/routing/routing';
import { itemOfContext } from '../../../shared/context-item';
import { isoTime, isoTimeOrNull, withIsoTimes } from '../../../shared/iso-time';

/**
 * Gives how a contact is answered as the fields of an item, and after them everything known of the customer, so that
 * whoever answers sees it. Times are ISO 8601; the time to call back is in the zone of the customer.
 */
export function itemOfRouting(
	routing: Routing,
	contact: IncomingContact,
	context: CustomerContext | null,
	zone: string,
): IDataObject {
	const { order } = routing;
	return {
		route: routing.route,
		orderId: order?.key ?? null,
		orderStatus: order?.status ?? null,
		orderedAt: isoTimeOrNull(order?.orderedAt ?? null),
		orderChangedAt: isoTimeOrNull(order?.lastAt ?? null),
		callBackAt: routing.callBackAt === null ? null : isoTime(routing.callBackAt, zone),
		skill: routing.skill,
		priority: routing.priority,
		language: routing.language,
		stage: routing.stage,
		topic: contact.topic,
		contactChannel: contact.channel,
		why: routing.why.map(withIsoTimes),
		found: context !== null,
		...(context && itemOfContext(context)),
	};
}
