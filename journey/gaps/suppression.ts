/** A number of people or answers in a table, with the numbers it is the sum of. */
export interface TableCell<Name> {
	/** Unlike that of every other cell of the table. */
	readonly name: Name;
	readonly count: number;
	/** None where the table goes no deeper. */
	readonly parts: readonly TableCell<Name>[];
}

/**
 * Gives the names of the cells that must not be shown: those with fewer people than `limit` (but some), and the smallest
 * others without which a hidden one could be taken as a sum less what is shown. Behind each shown sum either nothing is
 * hidden or at least two cells, with `limit` people or more between them; behind each hidden sum there is a hidden part.
 * This is primary and secondary cell suppression (Hundepool and others, Handbook on Statistical Disclosure Control,
 * chapters 4 and 5, sdctools.github.io/HandbookSDC), exact here because each cell is part of one sum only. Pure.
 */
export function suppressedCells<Name>(total: TableCell<Name>, limit: number): ReadonlySet<Name> {
	const hidden = new Set<Name>();
	const isHidden = ({ name }: TableCell<Name>): boolean => hidden.has(name);
	const smallestShown = (cells: readonly TableCell<Name>[]): TableCell<Name> | undefined =>
		cells
			.filter((cell) => cell.count > 0 && !isHidden(cell))
			.reduce<TableCell<Name> | undefined>(
				(smallest, cell) => (smallest && smallest.count <= cell.count ? smallest : cell),
				undefined,
			);

	const hideSmall = (cell: TableCell<Name>): void => {
		if (cell.count > 0 && cell.count < limit) hidden.add(cell.name);
		cell.parts.forEach(hideSmall);
	};
	const hide = (cell: TableCell<Name>): void => {
		hidden.add(cell.name);
		const part = cell.parts.some(isHidden) ? undefined : smallestShown(cell.parts);
		if (part) hide(part);
	};
	/** How many people the hidden cells behind a sum have between them. */
	const peopleBehind = ({ parts }: TableCell<Name>): number =>
		parts
			.filter(isHidden)
			.reduce((sum, part) => sum + (part.parts.length > 0 ? peopleBehind(part) : part.count), 0);
	const cellsBehind = ({ parts }: TableCell<Name>): readonly TableCell<Name>[] =>
		parts.flatMap((part) => (isHidden(part) ? [part, ...cellsBehind(part)] : [part]));

	const protect = (cell: TableCell<Name>): void => {
		cell.parts.forEach(protect);
		if (isHidden(cell)) return hide(cell);
		for (;;) {
			const parts = cell.parts.filter(isHidden);
			const isAlone = parts.length === 1;
			if (!isAlone && (parts.length === 0 || peopleBehind(cell) >= limit)) return;
			const next = smallestShown(isAlone ? cell.parts : cellsBehind(cell));
			if (!next) return;
			hide(next);
		}
	};

	hideSmall(total);
	protect(total);
	return hidden;
}
