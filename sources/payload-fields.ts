/** A JSON object of a sender, read field by field: nothing in it is trusted to have the type its docs give. */
export type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = Object.freeze({});

/** Tells a JSON object from everything else. */
export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Gives the value as an object to read from; one without fields when it is none. */
export function fieldsOf(value: unknown): Fields {
	return isFields(value) ? value : NO_FIELDS;
}

/** Gives the value as a list; an empty one when it is none. */
export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** Gives a text without white space around it, or a number as text; undefined when it is neither or empty. */
export function textOf(value: unknown): string | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	return text === '' ? undefined : text;
}

/** Gives the first of the values that has a text. */
export function firstText(...values: readonly unknown[]): string | undefined {
	for (const value of values) {
		const text = textOf(value);
		if (text !== undefined) return text;
	}
	return undefined;
}

/** Gives the fields that have a value: neither undefined nor null, no empty text, no empty list. */
export function present(fields: Fields): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).filter(
			([, value]) =>
				value !== undefined &&
				value !== null &&
				value !== '' &&
				!(Array.isArray(value) && value.length === 0),
		),
	);
}

/** Gives those of the fields that have a text. */
export function presentTexts(fields: Fields): Record<string, string> {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([name, value]) => {
			const text = textOf(value);
			return text === undefined ? [] : [[name, text]];
		}),
	);
}
