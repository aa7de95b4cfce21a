import { DAY_MS } from '../time/wall-time';

/** What happens to an order, by the touchpoint types that say so. Each belongs to the order under the key `order`. */
export const ORDER_LIFE = {
	opens: ['order_completed'],
	fulfils: ['order_fulfilled', 'shipment_created'],
	closes: ['order_delivered', 'order_cancelled'],
	refunds: ['order_refunded'],
} as const;

/** What happens to a case, by the touchpoint types that say so. */
export const CASE_LIFE = {
	opens: ['ticket_opened', 'ticket_reopened', 'conversation_started', 'call_received'],
	goesOn: ['ticket_updated', 'conversation_updated'],
	closes: ['ticket_solved', 'ticket_closed', 'ticket_deleted', 'ticket_merged'],
} as const;

/** The keys of a touchpoint that name a case, the first that is there: a call about a ticket belongs to the ticket. */
export const CASE_KEYS = ['ticket', 'case', 'conversation'] as const;

/** After this long without a word an order or a case counts as over: not every source tells the end. */
export const SILENCE_ENDS_MS = 90 * DAY_MS;
