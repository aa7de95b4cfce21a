import type { JourneyContext } from '../customer-context';

/** Gives the journey that a customer is on now: the active one entered last, else the one entered last; null without any. */
export function currentJourney(journeys: readonly JourneyContext[]): JourneyContext | null {
	const [current] = [...journeys].sort(
		(a, b) =>
			Number(b.status === 'active') - Number(a.status === 'active') ||
			(b.enteredAt ?? -Infinity) - (a.enteredAt ?? -Infinity) ||
			(a.key < b.key ? -1 : 1),
	);
	return current ?? null;
}
