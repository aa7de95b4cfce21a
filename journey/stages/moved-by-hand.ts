import type { Identity } from '../identity';
import type { Touchpoint } from '../touchpoint';
import type { JourneyDefinition } from './definition';

/** The type of the touchpoint by which somebody puts a customer into a stage. */
export const MOVED_BY_HAND = 'moved_by_hand';

/** Its source; the same type from any other sender moves nobody. */
const BY_HAND_SOURCE = 'manual';

/** Who is moved where, and why. */
export interface HandMove {
	/** The sender's own id of the move: what makes it the same one when it comes again. */
	readonly eventId: string;
	readonly delivery: string;
	readonly identities: readonly Identity[];
	readonly definition: JourneyDefinition;
	readonly stage: string;
	/** Which of the customer's journeys, where the definition has several; null for the one without key. */
	readonly key: string | null;
	/** In people's own words; null without one. */
	readonly reason: string | null;
	/** Epoch milliseconds. */
	readonly now: number;
	/** Its place among the moves of this instant, from 0. */
	readonly place: number;
	readonly test: boolean;
}

/**
 * Gives a move by hand as a touchpoint. Since it is a fact among the others, the history stays the whole truth: it can
 * arrive late, be folded again and be moved to a new version like everything else.
 */
export function touchpointOfHandMove(move: HandMove): Touchpoint {
	const { definition, stage, key, reason, now } = move;
	return {
		id: `${BY_HAND_SOURCE}:${move.eventId}`,
		source: BY_HAND_SOURCE,
		delivery: move.delivery,
		dedupe: 'event_id',
		type: MOVED_BY_HAND,
		channel: 'other',
		occurredAt: now,
		receivedAt: now,
		// After what others report of the same instant: whoever moves a customer has seen that.
		sequence: 1 + move.place,
		timeMark: 'receipt_time',
		identities: [...move.identities],
		attributes: {},
		keys: key !== null && definition.keyKind ? { [definition.keyKind]: key } : {},
		properties: { definition: definition.name, stage, key, reason },
		test: move.test,
	};
}

/** Gives the definition and the stage that a move by hand names, or null for any other touchpoint. */
export function handMoveIn(
	touchpoint: Touchpoint | undefined,
): { readonly definition: string; readonly stage: string } | null {
	if (touchpoint?.type !== MOVED_BY_HAND || touchpoint.source !== BY_HAND_SOURCE) return null;
	const { definition, stage } = touchpoint.properties;
	return { definition: String(definition), stage: String(stage) };
}
