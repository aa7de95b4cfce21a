import type { IDataObject } from 'n8n-workflow';
import { objectOf, textOf } from '../../../shared/fields';
import { Misconfiguration } from '../../../shared/misconfiguration';
import { idOfName, listOf } from './field-values';

/** A list of the panel whose rows have a name, and an ID among their further fields. */
export interface NamedRows {
	/** What one row describes: `stage`. */
	readonly what: string;
	/** The collection of the row in which the ID may stand. */
	readonly more: string;
	/** What to do where the name makes no ID. */
	readonly enterId: string;
	/** What to do where two rows describe the same. */
	readonly whenTwice: string;
}

/**
 * Gives what the rows of a list describe: those of `base` that they name changed in their place, the others added after
 * them. `change` makes one of its row, its ID, its name and what it was before.
 */
export function changedByRows(
	rows: unknown,
	base: readonly IDataObject[],
	{ what, more, enterId, whenTwice }: NamedRows,
	change: (
		row: IDataObject,
		id: string,
		displayName: string,
		known: IDataObject | undefined,
	) => IDataObject,
): IDataObject[] {
	const all = new Map(base.map((entry) => [String(entry.name), entry]));
	const filledIn = new Set<string>();
	for (const row of listOf(rows).map(objectOf)) {
		const displayName = textOf(row.name, 'Name');
		const known = base.find((entry) => entry.displayName === displayName)?.name;
		const id =
			textOf(objectOf(row[more]).id, 'ID') || (known ? String(known) : idOfName(displayName));
		if (id === '') {
			throw new Misconfiguration(
				`The name of the ${what} '${displayName}' has no Latin letters to make an ID of`,
				enterId,
			);
		}
		if (filledIn.has(id)) throw new Misconfiguration(`The ${what} '${id}' stands twice`, whenTwice);
		filledIn.add(id);
		all.set(id, change(row, id, displayName, all.get(id)));
	}
	return [...all.values()];
}
