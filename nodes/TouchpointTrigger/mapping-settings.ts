import type { INodeParameters } from 'n8n-workflow';
import { MAPPED_FIELDS, type FieldMapping, type MappingLine } from '../../sources/field-mapping';
import { choiceOf, objectOf, textOf } from '../shared/fields';
import { Misconfiguration } from '../shared/misconfiguration';
import { MAPPED_FIELD_NAMES } from './mapping-fields';

/** Gives how the payload is mapped, or undefined where the sender writes in our own words. */
export function mappingIn({ payload, mapping }: INodeParameters): FieldMapping | undefined {
	if (payload !== 'mapped') return undefined;
	const { lines } = objectOf(mapping);
	const read = (Array.isArray(lines) ? lines : []).map(lineOf);
	if (read.some(({ field }) => field === 'type')) return read;
	throw new Misconfiguration(
		"'Mapping' has no line for Type",
		'Add the field Type: from the payload, or as a fixed value like survey_answered.',
	);
}

function lineOf(value: unknown): MappingLine {
	const line = objectOf(value);
	const field = choiceOf(line.field, 'Field', MAPPED_FIELDS);
	const from = choiceOf(line.from ?? 'path', 'From', ['path', 'value']);
	const text = textOf(line[from], from === 'path' ? 'Field Path' : 'Fixed Value');
	if (text !== '') return from === 'path' ? { field, path: text } : { field, value: text };
	throw new Misconfiguration(
		`'Mapping' has an empty line for ${MAPPED_FIELD_NAMES[field]}`,
		'Enter where it stands in the payload, like customer.email, or remove the line.',
	);
}
