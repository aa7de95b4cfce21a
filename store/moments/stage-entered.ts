import { stageScope } from '../../journey/moments/subscription';
import type { Step } from '../../journey/stages/fold';
import type { Touchpoint } from '../../journey/touchpoint';
import type { JourneyRow } from '../recording/journeys';
import type { RaisedMoment } from './raise';

/** Gives the subject of what happens in one stay: the touchpoint that began it, in one definition. */
export function staySubject(definition: string, enteredBy: string): string {
	return `${definition}/${enteredBy}`;
}

/** Gives the moment of a step that began a stay in a stage, due at once; null for any other step. */
export function stageEntered(
	touchpoint: Touchpoint,
	journey: JourneyRow,
	{ enters, to, from, movement, why }: Step,
	now: number,
): RaisedMoment | null {
	if (!enters || to === null) return null;
	const { name, version } = journey.definition;
	return {
		kind: 'stage_entered',
		subject: staySubject(name, touchpoint.id),
		scope: stageScope(name, to),
		outcome: movement,
		customerId: journey.customerId,
		journeyId: journey.id,
		dueAt: now,
		body: {
			journey: name,
			journeyVersion: version,
			journeyKey: journey.key,
			stage: to,
			from,
			movement,
			why,
			enteredAt: touchpoint.occurredAt,
			touchpointId: touchpoint.id,
			type: touchpoint.type,
			channel: touchpoint.channel,
			occurredAt: touchpoint.occurredAt,
		},
	};
}
