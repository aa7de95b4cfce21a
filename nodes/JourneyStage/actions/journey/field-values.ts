import type { IDataObject } from 'n8n-workflow';
import { jsonObjectOf, textOf } from '../../../shared/fields';

/** Gives an ID in snake case for a name that people read; empty where the name has no Latin letter to begin with. */
export function idOfName(name: string): string {
	return name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '_')
		.replace(/^[_0-9]+|_+$/g, '');
}

/** Gives the texts of a list, or of one text with commas between them; empty ones are left out. */
export function textsOf(value: unknown, displayName: string): string[] {
	const parts = Array.isArray(value)
		? value.map((part) => textOf(part, displayName))
		: textOf(value, displayName).split(',');
	return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** Gives a JSON field that may hold an object or a list. */
export function jsonOf(value: unknown, displayName: string): IDataObject | IDataObject[] {
	if (Array.isArray(value)) return value as IDataObject[];
	if (typeof value !== 'string' || !value.trimStart().startsWith('[')) {
		return jsonObjectOf(value, displayName);
	}
	return jsonObjectOf(`{ "list": ${value} }`, displayName).list as IDataObject[];
}

/** Gives a list, or an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
