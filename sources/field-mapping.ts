import { UnusableEvent } from './delivery-errors';
import { isFields, type Fields } from './payload-fields';

/** The fields of an event in our own words (`canonical-event.ts`) that people can point at their payload. */
export const MAPPED_FIELDS = [
	'type',
	'id',
	'occurredAt',
	'channel',
	'email',
	'phone',
	'customerId',
	'anonymousId',
	'amount',
	'currency',
	'orderId',
	'cartId',
	'ticketId',
	'accountId',
	'metric',
	'score',
	'worstScore',
	'bestScore',
	'attributes',
	'properties',
] as const;

export type MappedField = (typeof MAPPED_FIELDS)[number];

/** Where one field comes from: a place in the payload (`order.items.0.sku`), or a value that is always the same. */
export type MappingLine =
	| { readonly field: MappedField; readonly path: string }
	| { readonly field: MappedField; readonly value: string };

/** All lines; of several for one field the first that gives something counts. */
export type FieldMapping = readonly MappingLine[];

/** Fields that take an object of the payload as it is. */
const OBJECTS: ReadonlySet<MappedField> = new Set(['attributes', 'properties']);

/**
 * Gives the event in our own words for an event of a custom payload. A place with nothing in it (no such field, null, or
 * empty text) leaves its field out, but for `type`, without which there is no touchpoint. What is not pointed at is not
 * kept. Pure. Throws `UnusableEvent` naming the field and the place; it does not quote what stands there.
 */
export function mapFields(event: unknown, mapping: FieldMapping): Fields {
	const found: Partial<Record<MappedField, unknown>> = {};
	for (const line of mapping) {
		if (found[line.field] === undefined) found[line.field] = valueOf(line, event);
	}
	if (found.type === undefined) throw new UnusableEvent(missingType(mapping));
	const { amount, currency, metric, score, worstScore, bestScore, ...same } = found;
	return {
		...same,
		...(amount !== undefined && { value: amount, currency }),
		...(score !== undefined && {
			experience: {
				metric,
				raw: numberIn('score', score),
				...(worstScore !== undefined &&
					bestScore !== undefined && {
						scale: [numberIn('worstScore', worstScore), numberIn('bestScore', bestScore)],
					}),
			},
		}),
	};
}

/**
 * Gives what stands at a place of the payload: names and list indexes with points between them, lists also as `items[0]`.
 * A name may hold points itself when it is the last one. Undefined when nothing stands there.
 */
export function readPath(payload: unknown, path: string): unknown {
	const names = path.replace(/\[(\d+)\]/g, '.$1').split('.');
	let here = payload;
	for (const [index, name] of names.entries()) {
		const rest = names.slice(index).join('.');
		if (isFields(here) && Object.hasOwn(here, rest)) return here[rest];
		if (Array.isArray(here)) here = /^\d+$/.test(name) ? here[Number(name)] : undefined;
		else here = isFields(here) && Object.hasOwn(here, name) ? here[name] : undefined;
	}
	return here;
}

function valueOf(line: MappingLine, event: unknown): unknown {
	const { field } = line;
	if ('value' in line) return line.value === '' ? undefined : line.value;
	const value = readPath(event, line.path);
	if (value === undefined || value === null) return undefined;
	if (OBJECTS.has(field)) {
		if (isFields(value)) return value;
		throw new UnusableEvent(`${field}: expected an object at '${line.path}'`);
	}
	if (typeof value === 'object') {
		const kind = Array.isArray(value) ? 'a list' : 'an object';
		throw new UnusableEvent(
			`${field}: at '${line.path}' stands ${kind}, expected a text or a number: go on with a point and a name`,
		);
	}
	const text = String(value).trim();
	return text === '' ? undefined : text;
}

function missingType(mapping: FieldMapping): string {
	const places = mapping.flatMap((line) =>
		line.field === 'type' && 'path' in line ? [`'${line.path}'`] : [],
	);
	return places.length > 0
		? `type: nothing stands at ${places.join(' or ')} in the payload`
		: 'type: no line of the mapping gives it';
}

function numberIn(field: MappedField, value: unknown): number {
	const number = Number(value);
	if (Number.isFinite(number)) return number;
	throw new UnusableEvent(`${field}: expected a number`);
}
