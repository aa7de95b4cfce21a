import type { IDataObject } from 'n8n-workflow';
import type { Person } from '../../journey/customer-context';
import type { ClaimedMoment } from '../../store/moment-store';
import { itemOfPerson } from '../shared/context-item';
import { isoTime, withIsoTimes } from '../shared/iso-time';
import { itemOfTouchpoint } from '../shared/touchpoint-item';

/**
 * Gives a moment as the fields of an item: who the customer is, where next nodes look for it, and what happened. A
 * touchpoint that was not applied is there as its trigger gave it, for Journey Stage to record.
 */
export function itemOfMoment(moment: ClaimedMoment, person: Person | null): IDataObject {
	return {
		moment: moment.kind,
		dueAt: isoTime(moment.dueAt),
		attempt: moment.attempt,
		...(person && itemOfPerson(person)),
		...(moment.journeyId !== null && { journeyId: moment.journeyId }),
		...(moment.touchpoint && itemOfTouchpoint(moment.touchpoint)),
		...withIsoTimes(moment.body),
	};
}
