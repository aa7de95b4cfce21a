import type { JourneyDefinition, JourneyDraft } from '../journey/stages/definition';

/** What saving a draft came to. */
export interface SavedDefinition {
	/** The version that now counts: a new one, or the newest there was when nothing had changed. */
	readonly definition: JourneyDefinition;
	/** The version before it; null for a name that was new, and the same one when nothing had changed. */
	readonly previous: JourneyDefinition | null;
}

/** How many journeys go by one version of a definition. */
export interface VersionUse {
	readonly version: number;
	readonly journeys: number;
	/** Those that have not ended. */
	readonly active: number;
}

/** The part of the store that keeps journey definitions and brings journeys to a newer version. */
export interface DefinitionStore {
	/** Keeps a definition under its name and version; the same version with another content is refused. */
	saveDefinition(definition: JourneyDefinition): Promise<void>;
	/**
	 * Keeps a draft as the next version of its name, or as nothing new when it says what the newest version says. Throws
	 * `key_kind_changed` when journeys would no longer find their keys.
	 */
	saveNextVersion(draft: JourneyDraft): Promise<SavedDefinition>;
	/** The version asked for, or the newest; null when neither the store nor the package has one of that name. */
	getDefinition(name: string, version?: number): Promise<JourneyDefinition | null>;
	/** The newest version of every definition, built-in ones included, by name. */
	listDefinitions(): Promise<readonly JourneyDefinition[]>;
	/** How many journeys go by which version of a definition, the oldest version first. */
	getVersionUse(name: string): Promise<readonly VersionUse[]>;
	/**
	 * Folds the histories of at most so many journeys of older versions anew under this version, in one transaction, and
	 * gives how many they were; fewer than `atMost` means that none is left. Called again after a crash, it goes on.
	 * Throws `unknown_definition` when there is no such version.
	 */
	moveJourneys(name: string, version: number, atMost: number): Promise<number>;
}
