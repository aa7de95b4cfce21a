import type { JourneyDefinition } from '../../journey/stages/definition';
import type { JourneyStore } from '../../store/journey-store';

/** A change of a journey is seen within this time in every process. */
const FRESH_MS = 10_000;

interface Remembered {
	readonly definition: JourneyDefinition;
	/** Epoch milliseconds. */
	readonly readAt: number;
}

const remembered = new WeakMap<JourneyStore, Map<string, Remembered>>();

/**
 * Gives the newest version of a definition, or null when the store has none of that name. It is asked for with every
 * touchpoint, so a process reads it at most every ten seconds; `now` is in epoch milliseconds.
 */
export async function newestDefinition(
	store: JourneyStore,
	name: string,
	now: number,
): Promise<JourneyDefinition | null> {
	const known = remembered.get(store)?.get(name);
	if (known && now >= known.readAt && now - known.readAt < FRESH_MS) return known.definition;
	const definition = await store.getDefinition(name);
	if (definition) rememberDefinition(store, definition, now);
	return definition;
}

/** Makes a version that was saved just now the one that this process goes by at once. */
export function rememberDefinition(
	store: JourneyStore,
	definition: JourneyDefinition,
	now: number,
): void {
	const ofStore = remembered.get(store) ?? new Map<string, Remembered>();
	remembered.set(store, ofStore.set(definition.name, { definition, readAt: now }));
}
