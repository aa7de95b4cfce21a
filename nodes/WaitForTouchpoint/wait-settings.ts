import type { IDataObject } from 'n8n-workflow';
import { CHANNELS } from '../../journey/channel';
import type { TouchpointRule } from '../../journey/stages/touchpoint-rule';
import type { Deadline } from '../../journey/time/deadline';
import type { QuietHours } from '../../journey/time/quiet-hours';
import type { WaitExits } from '../../journey/waits/wait';
import { choiceOf, numberOf, textOf, type Fields } from '../shared/fields';
import { timeOfIso } from '../shared/iso-time';
import { Misconfiguration } from '../shared/misconfiguration';
import { timeOf } from '../shared/time-field';
import { deadlineOf, quietHoursOf } from './deadline-settings';
import { LOOK_BACKS } from './description';
import { conditionOf, typesOf } from './touchpoint-settings';

/** What a wait is set up to be, before it is known whose it is and when it begins. */
export interface WaitSettings {
	readonly rule: TouchpointRule;
	readonly deadline: Deadline;
	readonly quietHours: QuietHours | undefined;
	readonly longestDays: number | undefined;
	/** An IANA zone; null for that of the customer. */
	readonly zone: string | null;
	readonly exits: WaitExits;
	/** Null for now; epoch milliseconds. */
	readonly lookBackFrom: number | null;
	readonly openedBy: string | undefined;
	/** Null for the name of the node. */
	readonly name: string | null;
}

/** Reads what the wait of one item is set up to be. Times without a zone are meant in `workflowZone`. */
export function waitSettings(
	fields: Fields,
	json: IDataObject,
	workflowZone: string,
): WaitSettings {
	const options = fields.collection('options');
	const types = typesOf(fields.value('types'), options.otherTypes);
	if (types.length === 0) {
		throw new Misconfiguration("'Wait For' is empty", 'Choose at least one type of touchpoint.');
	}
	const when = conditionOf(fields.collection('conditions'));
	return {
		rule: { types: [...types], ...(when && { when }) },
		deadline: deadlineOf(fields),
		quietHours: quietHoursOf(options),
		longestDays:
			options.longestDays === undefined
				? undefined
				: numberOf(options.longestDays, 'Longest Wait (Days)'),
		zone: textOf(options.timeZone, 'Time Zone') || null,
		exits: exitsOf(fields.collection('leaveWhen'), json),
		...lookBackOf(fields, json, workflowZone),
		name: textOf(options.waitName, 'Wait Name') || null,
	};
}

/** An item that tells of a movement in the chosen journey means that one journey, where a customer has several. */
function exitsOf(leaveWhen: IDataObject, json: IDataObject): WaitExits {
	const { types, otherTypes, journeyEnds, consent } = leaveWhen;
	const definition = textOf(journeyEnds, 'Journey Ends');
	const key = json.journey === definition ? textOf(json.journeyKey, 'journeyKey') : '';
	const exitTypes = typesOf(types, otherTypes);
	return {
		...(exitTypes.length > 0 && { types: [...exitTypes] }),
		...(definition !== '' && { journey: { definition, ...(key !== '' && { key }) } }),
		...(consent !== undefined && {
			consent: choiceOf(consent, 'Consent Is Withdrawn For', CHANNELS),
		}),
	};
}

function lookBackOf(
	fields: Fields,
	json: IDataObject,
	workflowZone: string,
): Pick<WaitSettings, 'lookBackFrom' | 'openedBy'> {
	switch (fields.choice('lookBack', 'Look Back To', LOOK_BACKS)) {
		case 'now':
			return { lookBackFrom: null, openedBy: undefined };
		case 'time': {
			const lookBackFrom = timeOf(fields.value('lookBackTime'), 'From', workflowZone);
			if (lookBackFrom !== null) return { lookBackFrom, openedBy: undefined };
			throw new Misconfiguration("'From' is empty", 'Enter from when on touchpoints count.');
		}
		case 'item': {
			// An item of the Journey Moment Trigger tells of a touchpoint and is none itself.
			const { touchpointId, id = touchpointId, occurredAt } = json;
			const isTouchpoint = typeof id === 'string' && typeof occurredAt === 'string';
			return {
				lookBackFrom: isTouchpoint ? timeOfIso(occurredAt) : null,
				openedBy: isTouchpoint ? id : undefined,
			};
		}
	}
}
