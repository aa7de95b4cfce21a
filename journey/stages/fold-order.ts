/** A touchpoint's place in its customer's history. */
export interface FoldKey {
	/** Epoch milliseconds. */
	readonly occurredAt: number;
	readonly sequence: number;
	readonly id: string;
}

/**
 * Orders two touchpoints of a history: by the moment, then the sender's own sequence, then the id as plain text.
 * Negative when `a` comes first; 0 only for the same touchpoint. No arrival time takes part, so every order of
 * arrival gives the same history.
 */
export function compareFoldKeys(a: FoldKey, b: FoldKey): number {
	if (a.occurredAt !== b.occurredAt) return a.occurredAt - b.occurredAt;
	if (a.sequence !== b.sequence) return a.sequence - b.sequence;
	if (a.id === b.id) return 0;
	return a.id < b.id ? -1 : 1;
}
