import { consentWords } from '../consent/consent-word';
import { isHistoryOnly } from '../history-only';
import { compareFoldKeys } from '../stages/fold-order';
import { refusalOf } from '../stages/touchpoint-rule';
import type { Touchpoint } from '../touchpoint';
import { summaryOf } from '../touchpoint-summary';
import { timesOutAt } from './grace';
import type { Resolution, Wait } from './wait';

/** A journey that a touchpoint ended. */
export interface JourneyEnd {
	readonly touchpointId: string;
	readonly definition: string;
	readonly key: string;
	readonly movement: 'completed' | 'exited';
}

/**
 * Gives what ends a wait among these touchpoints of its customer, or null when nothing does. Whatever their order, the
 * first in fold order decides. Where one touchpoint would end it in several ways, being waited for comes first, then
 * the goal of the journey, then its exit, then the wait's own exits. Touchpoints outside the wait's time, the one that
 * opened it, tests, and those more than 72 hours late end nothing. `colleagues` are touchpoints of others in an account
 * of the customer: of those only the end of a journey counts, and the wait does not tell whose touchpoint it was.
 */
export function resolveWait(
	wait: Wait,
	touchpoints: readonly Touchpoint[],
	ends: readonly JourneyEnd[],
	colleagues: readonly Touchpoint[] = [],
): Resolution | null {
	const others = new Set(colleagues);
	const inTime = [...touchpoints, ...colleagues].filter(isInTimeOf(wait)).sort(compareFoldKeys);
	for (const touchpoint of inTime) {
		const isOwn = !others.has(touchpoint);
		const end = isOwn ? endBy(wait, touchpoint, ends) : endByJourney(wait, touchpoint, ends);
		const summary = isOwn ? summaryOf(touchpoint) : null;
		if (end) return { ...end, at: touchpoint.occurredAt, touchpoint: summary };
	}
	return null;
}

/** Gives the end of a wait that nothing has ended by `now` (epoch milliseconds), or null while it may still go on. */
export function timeOut(wait: Wait, now: number): Resolution | null {
	if (now < timesOutAt(wait)) return null;
	return { status: 'timed_out', why: 'deadline', at: wait.deadlineAt, touchpoint: null };
}

function isInTimeOf(wait: Wait): (touchpoint: Touchpoint) => boolean {
	return (touchpoint) =>
		touchpoint.occurredAt >= wait.lookBackFrom &&
		touchpoint.occurredAt <= wait.deadlineAt &&
		touchpoint.id !== wait.openedBy &&
		!touchpoint.test &&
		!isHistoryOnly(touchpoint);
}

function endBy(
	wait: Wait,
	touchpoint: Touchpoint,
	ends: readonly JourneyEnd[],
): Pick<Resolution, 'status' | 'why'> | null {
	if (isWaitedFor(wait, touchpoint)) return { status: 'touchpoint', why: 'touchpoint' };
	const byJourney = endByJourney(wait, touchpoint, ends);
	if (byJourney) return byJourney;
	if (wait.exits.types?.includes(touchpoint.type)) {
		return { status: 'exited', why: 'exit_touchpoint' };
	}
	return withdrawsConsent(wait, touchpoint) ? { status: 'exited', why: 'consent_withdrawn' } : null;
}

function endByJourney(
	wait: Wait,
	touchpoint: Touchpoint,
	ends: readonly JourneyEnd[],
): Pick<Resolution, 'status' | 'why'> | null {
	const own = ends.filter((end) => end.touchpointId === touchpoint.id && isEndOf(wait, end));
	if (own.length === 0) return null;
	const isGoal = own.some(({ movement }) => movement === 'completed');
	return { status: 'exited', why: isGoal ? 'goal_reached' : 'journey_exited' };
}

function isWaitedFor({ rule }: Wait, whole: Touchpoint): boolean {
	const { type, experience } = whole;
	return (
		rule.types.includes(type) && refusalOf(rule, { type, score: experience?.score, whole }) === null
	);
}

function isEndOf({ exits: { journey } }: Wait, { definition, key }: JourneyEnd): boolean {
	if (journey?.definition !== definition) return false;
	return journey.key === undefined || journey.key === key;
}

function withdrawsConsent({ exits }: Wait, touchpoint: Touchpoint): boolean {
	return consentWords(touchpoint).some(
		({ channel, purpose, status }) =>
			exits.consent !== undefined &&
			purpose === 'marketing' &&
			status === 'denied' &&
			(channel === 'all' || channel === exits.consent),
	);
}
