import type { Touchpoint } from '../touchpoint';
import { fieldValueOf, type FieldValue, type View, type Vocabulary } from './view';

const FIELDS = ['type', 'channel', 'source', 'score', 'metric', 'amount', 'currency', 'products'];
const GROUPS = ['keys.', 'properties.', 'attributes.'];

/** The field paths of a touchpoint that a condition can ask about. */
export const TOUCHPOINT_VOCABULARY: Vocabulary = {
	has: (field) =>
		FIELDS.includes(field) ||
		GROUPS.some((group) => field.length > group.length && field.startsWith(group)),
	isCount: () => false,
};

/**
 * Shows a touchpoint to a condition: `type`, `channel`, `source`, `score` (0 to 100), `metric`, `amount` and `currency`
 * of its value, `products` (their ids), and under `keys.`, `properties.` and `attributes.` what it says there, deeper
 * levels by further dots.
 */
export function touchpointView(touchpoint: Touchpoint): View {
	return { get: (field) => valueAt(touchpoint, field) };
}

/**
 * Gives the value under a dotted path of a sender's JSON, or undefined. A key that is written with the dots itself
 * comes before the nested one; only the object's own keys count.
 */
export function valueUnder(object: object, path: string): FieldValue | undefined {
	if (Object.hasOwn(object, path)) return fieldValueOf((object as Record<string, unknown>)[path]);
	for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
		const head = path.slice(0, dot);
		const inner = Object.hasOwn(object, head) ? (object as Record<string, unknown>)[head] : null;
		if (typeof inner !== 'object' || inner === null) continue;
		const value = valueUnder(inner, path.slice(dot + 1));
		if (value !== undefined) return value;
	}
	return undefined;
}

function valueAt(touchpoint: Touchpoint, field: string): FieldValue | undefined {
	switch (field) {
		case 'type':
		case 'channel':
		case 'source':
			return touchpoint[field];
		case 'score':
		case 'metric':
			return touchpoint.experience?.[field];
		case 'amount':
		case 'currency':
			return touchpoint.value?.[field];
		case 'products':
			return touchpoint.products?.map(({ id }) => id);
	}
	const dot = field.indexOf('.');
	const group = field.slice(0, dot);
	switch (group) {
		case 'keys':
		case 'properties':
		case 'attributes':
			return valueUnder(touchpoint[group], field.slice(dot + 1));
		default:
			return undefined;
	}
}
