import type { IDataObject } from 'n8n-workflow';
import type { CustomerContext } from '../../journey/customer-context';
import type { ClaimedMoment } from '../../store/moment-store';
import { itemOfPerson } from '../shared/context-item';
import { isoTime } from '../shared/iso-time';
import { itemOfTouchpoint } from '../shared/touchpoint-item';

/**
 * Gives a moment as the fields of an item: who the customer is, where next nodes look for it, and what happened. A
 * touchpoint that was not applied is there as its trigger gave it, for Journey Stage to record.
 */
export function itemOfMoment(moment: ClaimedMoment, context: CustomerContext | null): IDataObject {
	return {
		moment: moment.kind,
		dueAt: isoTime(moment.dueAt),
		attempt: moment.attempt,
		...(context && itemOfPerson(context)),
		...(moment.journeyId !== null && { journeyId: moment.journeyId }),
		...(moment.touchpoint && itemOfTouchpoint(moment.touchpoint)),
		...itemOfBody(moment.body),
	};
}

/** Times stand in a body as epoch milliseconds, below names that end in `At`. */
function itemOfBody(body: ClaimedMoment['body']): IDataObject {
	return Object.fromEntries(
		Object.entries(body).map(([name, value]) => [
			name,
			name.endsWith('At') && typeof value === 'number' ? isoTime(value) : value,
		]),
	) as IDataObject;
}
