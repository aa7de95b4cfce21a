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

	const hide = (cell: TableCell<Name>): void => {
		hidden.add(cell.name);
		if (!cell.parts.some(isHidden)) hideSmallest(cell.parts);
	};
	/** Of those that are shown and not empty. */
	const hideSmallest = (cells: readonly TableCell<Name>[]): void => {
		const shown = cells.filter((cell) => cell.count > 0 && !isHidden(cell));
		const [smallest] = shown.toSorted((a, b) => a.count - b.count);
		if (smallest) hide(smallest);
	};
	const protect = (cell: TableCell<Name>): void => {
		cell.parts.forEach(protect);
		if (cell.count > 0 && cell.count < limit) return hide(cell);
		// Until here only small parts are hidden: of one alone, too, there are fewer people than the limit.
		const people = cell.parts.filter(isHidden).reduce((sum, { count }) => sum + count, 0);
		if (people > 0 && people < limit) hideSmallest(cell.parts);
	};

	protect(total);
	return hidden;
}
