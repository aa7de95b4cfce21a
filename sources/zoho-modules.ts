import type { Channel } from '../journey/channel';
import { otherType } from './event-type';
import type { Fields } from './payload-fields';

/** Modules of the business itself, or of many of its customers at once. */
const NOT_ONE_CUSTOMER: ReadonlySet<string> = new Set([
	'Accounts',
	'Campaigns',
	'Price_Books',
	'Products',
	'Purchase_Orders',
	'Services__s',
	'Solutions',
	'Tasks',
	'Vendors',
]);

const TYPES: ReadonlyMap<string, readonly [type: string, channel: Channel]> = new Map([
	['Contacts.insert', ['customer_created', 'other']],
	['Contacts.update', ['customer_updated', 'other']],
	['Contacts.delete', ['customer_deleted', 'other']],
	['Leads.insert', ['lead_created', 'other']],
	['Leads.update', ['lead_updated', 'other']],
	['Leads.delete', ['lead_deleted', 'other']],
	['Deals.insert', ['deal_created', 'other']],
	['Deals.update', ['deal_updated', 'other']],
	['Deals.delete', ['deal_deleted', 'other']],
	['Cases.insert', ['ticket_opened', 'other']],
	['Cases.update', ['ticket_updated', 'other']],
	['Events.insert', ['meeting_booked', 'event']],
	['Appointments__s.insert', ['meeting_booked', 'event']],
	['Calls.insert', ['call_logged', 'phone']],
	['Quotes.insert', ['quote_created', 'other']],
	['Sales_Orders.insert', ['order_created', 'other']],
	['Invoices.insert', ['invoice_created', 'other']],
]);

/**
 * Gives what an operation (`insert`, `update`, `delete`) on a record of a module (`Deals`) means, with the values that
 * changed, or null when it is about no one customer. Stages can be renamed: these are Zoho's own names for the end.
 */
export function zohoMeaning(
	moduleName: string,
	operation: string,
	values: Fields,
): readonly [type: string, channel: Channel] | null {
	if (NOT_ONE_CUSTOMER.has(moduleName)) return null;
	const name = `${moduleName}.${operation}`;
	const listed = TYPES.get(name) ?? ([otherType(name), 'other'] as const);
	if (operation === 'delete') return listed;
	if (moduleName === 'Deals' && values.Stage === 'Closed Won') return ['order_completed', 'other'];
	if (moduleName === 'Deals' && values.Stage === 'Closed Lost') return ['deal_lost', 'other'];
	if (moduleName === 'Cases' && values.Status === 'Closed') return ['ticket_solved', 'other'];
	return values.Email_Opt_Out === true ? ['unsubscribed', 'email'] : listed;
}
