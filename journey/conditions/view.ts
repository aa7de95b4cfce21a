export type Scalar = string | number | boolean;
export type FieldValue = Scalar | readonly Scalar[];

/** What a condition can ask: the value under a field path, undefined where nothing is known. */
export interface View {
	get(field: string): FieldValue | undefined;
}

/** The field paths of a kind of view. */
export interface Vocabulary {
	/** Whether a path can ever have a value: `segmet` cannot, `attributes.city` can. */
	readonly has: (field: string) => boolean;
	/** Whether a path counts something, so that nothing known means 0. */
	readonly isCount: (field: string) => boolean;
}

/** Gives a value of a sender's JSON as a condition sees it: undefined for null, empty text, odd numbers and objects. */
export function fieldValueOf(value: unknown): FieldValue | undefined {
	if (isScalar(value)) return value;
	return Array.isArray(value) ? value.filter(isScalar) : undefined;
}

function isScalar(value: unknown): value is Scalar {
	switch (typeof value) {
		case 'string':
			return value !== '';
		case 'number':
			return Number.isFinite(value);
		default:
			return typeof value === 'boolean';
	}
}
