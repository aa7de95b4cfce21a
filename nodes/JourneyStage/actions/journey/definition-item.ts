import type { IDataObject } from 'n8n-workflow';
import {
	journeyDefinitionSchema,
	type JourneyDefinition,
	type JourneyDraft,
} from '../../../../journey/stages/definition';
import { draftOf } from '../../../../journey/stages/definition-changes';
import { Misconfiguration } from '../../../shared/misconfiguration';

/** What Get and Save say beside the definition itself; Save passes over it when an item comes back. */
const ABOUT_DEFINITION = ['version', 'versions', 'status', 'changes', 'journeysMoved'];

/** What a journey is where nobody says otherwise. */
const USUAL: IDataObject = {
	loops: false,
	movement: 'free',
	exits: [],
	goals: [],
	coolDownMs: 5 * 60 * 1000,
};

/** Gives a definition as the fields of an item that `draftOfItem` reads. */
export function itemOfDefinition(definition: JourneyDefinition): IDataObject {
	return { ...(definition as unknown as IDataObject) };
}

/**
 * Gives the draft that fields like those of `itemOfDefinition` describe; says which one is wrong or not known. All but
 * the name and the stages may be left out.
 */
export function draftOfItem(json: IDataObject): JourneyDraft {
	const given = Object.fromEntries(
		Object.entries(json).filter(([field]) => !ABOUT_DEFINITION.includes(field)),
	);
	const result = journeyDefinitionSchema.safeParse({ ...USUAL, ...given, version: 1 });
	if (!result.success) {
		const [issue] = result.error.issues;
		throw new Misconfiguration(
			`The journey is not valid at '${issue?.path.join('.') || 'name'}': ${issue?.message ?? 'unknown value'}`,
			'Correct that field and save the journey again; nothing was changed.',
		);
	}
	const draft = draftOf(result.data);
	const unknown = firstUnread(given, draft);
	if (unknown === null) return draft;
	throw new Misconfiguration(
		`The journey has a field that is not known: '${unknown}'`,
		'Check how it is written, or take it out, and save the journey again; nothing was changed.',
	);
}

/** Gives the path of the first field that was given and not read; null when there is none. */
function firstUnread(given: object, read: object): string | null {
	for (const [field, value] of Object.entries(given)) {
		if (value === undefined) continue;
		if (!Object.hasOwn(read, field)) return field;
		const taken = (read as Record<string, unknown>)[field];
		if (typeof value !== 'object' || typeof taken !== 'object' || !value || !taken) continue;
		const inner = firstUnread(value as object, taken);
		if (inner !== null) return `${field}.${inner}`;
	}
	return null;
}
