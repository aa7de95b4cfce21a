import type { Movement } from '../stages/movement';
import type { MomentKind, WaitOutcome } from './moment';

/** When a stay in a stage counts as a stall. */
export type StallRule =
	| { readonly from: 'learned' }
	| { readonly from: 'definition' }
	| { readonly from: 'typed'; readonly ms: number };

/** What one trigger wants to hear of. An empty list or text leaves nothing out. */
export type MomentSettings =
	| {
			readonly kind: 'stage_entered';
			/** Name of a journey definition. */
			readonly journey: string;
			readonly stages: readonly string[];
			readonly movements: readonly Movement[];
	  }
	| {
			readonly kind: 'customer_stalled';
			readonly journey: string;
			readonly stages: readonly string[];
			readonly threshold: StallRule;
	  }
	| {
			readonly kind: 'wait_resolved';
			readonly wait: string;
			readonly outcomes: readonly WaitOutcome[];
	  }
	| { readonly kind: 'offer_expiring'; readonly leadMs: number }
	| { readonly kind: 'touchpoint_not_applied'; readonly afterMs: number };

/** The kinds that are written down with the fact itself; the others are found when a trigger looks. */
export const RAISED_KINDS = [
	'stage_entered',
	'wait_resolved',
] as const satisfies readonly MomentKind[];

/** What a raised moment is about, for the subscriptions to choose from. */
export interface MomentTopic {
	readonly kind: (typeof RAISED_KINDS)[number];
	/** For `stage_entered` what `stageScope` gives; for `wait_resolved` the name of the wait. */
	readonly scope: string;
	/** For `stage_entered` the movement; for `wait_resolved` how it ended, one of `WAIT_OUTCOMES`. */
	readonly outcome: string;
}

/** Gives the scope of a moment that is about one stage of one journey definition. */
export function stageScope(definition: string, stage: string): string {
	return `${definition}/${stage}`;
}

/** Whether a subscription asks for moments on this topic. */
export function isWanted(settings: MomentSettings, topic: MomentTopic): boolean {
	switch (settings.kind) {
		case 'stage_entered':
			return (
				topic.kind === 'stage_entered' &&
				(settings.stages.length === 0
					? topic.scope.startsWith(stageScope(settings.journey, ''))
					: settings.stages.some((stage) => topic.scope === stageScope(settings.journey, stage))) &&
				isAmong(settings.movements, topic.outcome)
			);
		case 'wait_resolved':
			return (
				topic.kind === 'wait_resolved' &&
				(settings.wait === '' || settings.wait === topic.scope) &&
				isAmong(settings.outcomes, topic.outcome)
			);
		case 'customer_stalled':
		case 'offer_expiring':
		case 'touchpoint_not_applied':
			return false;
	}
}

/**
 * Whether a trigger that is set up differently from before begins anew, without what the old settings left. Only
 * another number of minutes does not make touchpoints that were already brought back come again.
 */
export function beginsAnew(before: MomentSettings, after: MomentSettings): boolean {
	if (before.kind !== after.kind) return true;
	return (
		after.kind !== 'touchpoint_not_applied' && JSON.stringify(before) !== JSON.stringify(after)
	);
}

function isAmong(chosen: readonly string[], value: string): boolean {
	return chosen.length === 0 || chosen.includes(value);
}
