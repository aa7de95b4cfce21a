import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { Misconfiguration } from './misconfiguration';
import { withoutConstructor } from './plain-object';

/** Gives the names of the node's fields as people read them, so that messages can point at them. */
type FieldName = readonly [name: string, displayName: string];

/** Reads a node's fields for one item, each as what it has to be; what it is not is told by the field's display name. */
export class Fields {
	readonly #context: IExecuteFunctions;
	readonly #itemIndex: number;

	constructor(context: IExecuteFunctions, itemIndex: number) {
		this.#context = context;
		this.#itemIndex = itemIndex;
	}

	/** Gives the text without spaces at its ends; empty when the field is left empty. */
	text(...[name, displayName]: FieldName): string {
		return textOf(this.#read(name), displayName);
	}

	/** Gives the text of a field that must be filled in. */
	requiredText(name: string, displayName: string, nextStep: string): string {
		const text = this.text(name, displayName);
		if (text === '') throw new Misconfiguration(`'${displayName}' is empty`, nextStep);
		return text;
	}

	/** Gives the option chosen in the field; an expression may give something else, which is refused. */
	choice<Option extends string>(
		name: string,
		displayName: string,
		options: readonly Option[],
	): Option {
		return choiceOf(this.#read(name), displayName, options);
	}

	number(...[name, displayName]: FieldName): number {
		return numberOf(this.#read(name), displayName);
	}

	/** Gives what stands in a field of many kinds of values, such as a list or a date. */
	value(name: string): unknown {
		return this.#read(name);
	}

	flag(name: string): boolean {
		return this.#read(name) === true;
	}

	/** Gives the filled-in fields of a collection; the ones not added are not there. */
	collection(name: string): IDataObject {
		return objectOf(this.#read(name));
	}

	#read(name: string): unknown {
		return this.#context.getNodeParameter(name, this.#itemIndex, null);
	}
}

/** Gives a value as text; numbers are written out, null and undefined are empty, anything else is refused. */
export function textOf(value: unknown, displayName: string): string {
	switch (typeof value) {
		case 'string':
			return value.trim();
		case 'number':
			return String(value);
		default:
			if (value === null || value === undefined) return '';
			throw new Misconfiguration(
				`'${displayName}' must be text and is ${kindOf(value)}`,
				'Check the expression in this field.',
			);
	}
}

/** Gives a value as one of the options, or refuses it with the list of them. */
export function choiceOf<Option extends string>(
	value: unknown,
	displayName: string,
	options: readonly Option[],
): Option {
	const found = options.find((option) => option === value);
	if (found !== undefined) return found;
	throw new Misconfiguration(
		`'${displayName}' has a value that is not on offer`,
		`Choose one of: ${options.join(', ')}.`,
	);
}

/** Gives a value as a finite number; text that holds one is taken. */
export function numberOf(value: unknown, displayName: string): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw new Misconfiguration(
		`'${displayName}' must be a number and is ${kindOf(value)}`,
		'Enter digits, with a point before decimals.',
	);
}

/** Gives a value as a number in a range, both ends included, or refuses it with the range. */
export function numberWithin(
	value: unknown,
	displayName: string,
	least: number,
	most: number,
): number {
	const number = numberOf(value, displayName);
	if (number >= least && number <= most) return number;
	throw new Misconfiguration(
		`'${displayName}' is ${number} and must lie between ${least} and ${most}`,
		'Enter a number in that range.',
	);
}

/** Gives a JSON field, which n8n hands over as text or already read, as an object; empty is an empty object. */
export function jsonObjectOf(value: unknown, displayName: string): IDataObject {
	const read = typeof value === 'string' ? parsed(value, displayName) : (value ?? {});
	if (typeof read === 'object' && read !== null && !Array.isArray(read))
		return withoutConstructor(read as IDataObject);
	throw new Misconfiguration(
		`'${displayName}' must be a JSON object and is ${kindOf(read)}`,
		'Write it in braces, like { "city": "Athens" }.',
	);
}

/** Gives an object or an empty one. */
export function objectOf(value: unknown): IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: {};
}

function parsed(text: string, displayName: string): unknown {
	if (text.trim() === '') return {};
	try {
		return JSON.parse(text);
	} catch {
		return refuseJson(displayName);
	}
}

function refuseJson(displayName: string): never {
	throw new Misconfiguration(
		`'${displayName}' is not JSON`,
		'Check the quotes, commas and braces: keys and texts stand in double quotes.',
	);
}

function kindOf(value: unknown): string {
	if (value === null || value === undefined || value === '') return 'empty';
	return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}
