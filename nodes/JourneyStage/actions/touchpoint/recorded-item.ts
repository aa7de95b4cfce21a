import type { IDataObject } from 'n8n-workflow';
import type { JourneyDefinition } from '../../../../journey/stages/definition';
import type { Touchpoint } from '../../../../journey/touchpoint';
import type { Recorded } from '../../../../store/journey-store';
import { itemOfTouchpoint } from '../../../shared/touchpoint-item';

/** Into which journey a touchpoint was recorded. */
export interface RecordedWith {
	readonly definition: JourneyDefinition;
}

/** Gives what recording did, with the touchpoint that did it, as the fields of an item. */
export function itemOfRecorded(
	recorded: Recorded,
	touchpoint: Touchpoint,
	{ definition }: RecordedWith,
): IDataObject {
	const { keyKind } = definition;
	return {
		outcome: recorded.outcome,
		movement: recorded.movement,
		from: recorded.from,
		to: recorded.to,
		why: recorded.refusal ?? recorded.why,
		late: recorded.late,
		refusedStages: recorded.refused.map((refusal) => ({ ...refusal })),
		customerId: recorded.customerId,
		conflicts: recorded.conflicts.map((conflict) => ({ ...conflict })),
		journey: definition.name,
		journeyVersion: recorded.journeyVersion ?? definition.version,
		journeyKey: keyKind === undefined ? null : (touchpoint.keys[keyKind] ?? null),
		journeyId: recorded.journeyId,
		...itemOfTouchpoint(touchpoint),
	};
}
