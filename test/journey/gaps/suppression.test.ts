import fc from 'fast-check';
import { suppressedCells, type TableCell } from '../../../journey/gaps/suppression';

const LIMIT = 10;

/** A table of sums over sums, written as its finest counts; each cell is named by its place. */
type Counts = number | readonly Counts[];

function table(counts: Counts, name = 'all'): TableCell<string> {
	if (typeof counts === 'number') return { name, count: counts, parts: [] };
	const parts = counts.map((part, index) => table(part, `${name}.${index}`));
	return { name, count: parts.reduce((sum, { count }) => sum + count, 0), parts };
}

function cellsOf(cell: TableCell<string>): readonly TableCell<string>[] {
	return [cell, ...cell.parts.flatMap(cellsOf)];
}

const hiddenIn = (counts: Counts, limit = LIMIT): readonly string[] =>
	[...suppressedCells(table(counts), limit)].sort();

const count = fc.oneof(fc.nat(12), fc.nat(60));
const anyTable: fc.Arbitrary<Counts> = fc.oneof(
	fc.array(count, { minLength: 1, maxLength: 6 }),
	fc.array(fc.array(count, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
	fc.array(
		fc.array(fc.array(count, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
		{ minLength: 1, maxLength: 3 },
	),
);

/**
 * Gives the hidden cells whose value follows from the sums of the table, by Gauss and Jordan: each sum is an equation in
 * the hidden values, and a value follows when an equation is left in which it stands alone.
 */
function solvable(all: TableCell<string>, hidden: ReadonlySet<string>): readonly string[] {
	const unknown = [...hidden];
	const rows = cellsOf(all)
		.filter(({ parts }) => parts.length > 0)
		.map(({ name, parts }) =>
			unknown.map(
				(other) => (parts.some((part) => part.name === other) ? 1 : 0) - (name === other ? 1 : 0),
			),
		);
	let done = 0;
	for (let column = 0; column < unknown.length; column++) {
		const pivot = rows.findIndex((row, index) => index >= done && Math.abs(row[column]!) > 1e-9);
		if (pivot < 0) continue;
		[rows[done], rows[pivot]] = [rows[pivot]!, rows[done]!];
		const scale = rows[done]![column]!;
		rows[done] = rows[done]!.map((value) => value / scale);
		rows.forEach((row, index) => {
			const factor = row[column]!;
			if (index !== done)
				rows[index] = row.map((value, place) => value - factor * rows[done]![place]!);
		});
		done++;
	}
	return rows.flatMap((row) => {
		const places = row.flatMap((value, place) => (Math.abs(value) > 1e-9 ? [place] : []));
		return places.length === 1 ? [unknown[places[0]!]!] : [];
	});
}

describe('suppressedCells', () => {
	it.each([
		['nothing where every count is large enough', [40, 10, 12], []],
		['nothing for a count of none', [40, 0, 12], []],
		['the smallest other count beside a single small one', [40, 4, 12], ['all.1', 'all.2']],
		['two small ones that have enough people between them', [40, 4, 6], ['all.1', 'all.2']],
		['a third where two have too few between them', [40, 4, 2, 30], ['all.1', 'all.2', 'all.3']],
		['everything of a table of few', [4, 3], ['all', 'all.0', 'all.1']],
		['both parts of a sum of two', [40, 4], ['all.0', 'all.1']],
		[
			'a part of what it hides beside a small one',
			[[40, 20], [4], [15, 16]],
			['all.1', 'all.1.0', 'all.2', 'all.2.0'],
		],
		[
			'no more of what it hides where something is hidden there already',
			[[60], [4], [4, 8, 30]],
			['all.1', 'all.1.0', 'all.2', 'all.2.0', 'all.2.1'],
		],
		[
			'more below where a small part and a small neighbour have too few between them',
			[[4], [22, 3]],
			['all.0', 'all.0.0', 'all.1', 'all.1.0', 'all.1.1'],
		],
	] as const)('hides %s', (_, counts, hidden) => {
		expect(hiddenIn(counts)).toEqual(hidden);
	});

	it('hides nothing where nothing is to be hidden', () => {
		expect(hiddenIn([1, 2, 3], 0)).toEqual([]);
	});

	it('knows what a hidden value follows from: the check of the property below can fail', () => {
		const counts = table([[40, 20], [4], [15, 16]]);
		expect(solvable(counts, new Set(['all.1', 'all.1.0']))).toHaveLength(2);
		expect(solvable(counts, new Set(['all.1', 'all.1.0', 'all.2']))).toHaveLength(3);
	});

	it('leaves no hidden value that follows from the sums that are shown', () => {
		fc.assert(
			fc.property(anyTable, (counts) => {
				const all = table(counts);
				const hidden = suppressedCells(all, LIMIT);
				if (all.count < LIMIT) return;
				expect(solvable(all, hidden)).toEqual([]);
			}),
			{ numRuns: 1000 },
		);
	});

	it('hides every small count, leaves the people behind a shown sum many, and hides no more of all', () => {
		fc.assert(
			fc.property(anyTable, (counts) => {
				const all = table(counts);
				const hidden = suppressedCells(all, LIMIT);
				const isSmall = ({ count: n }: TableCell<string>): boolean => n > 0 && n < LIMIT;
				const behind = (cell: TableCell<string>): number =>
					cell.parts
						.filter(({ name }) => hidden.has(name))
						.reduce((sum, part) => sum + (part.parts.length > 0 ? behind(part) : part.count), 0);
				for (const cell of cellsOf(all)) {
					if (isSmall(cell)) expect(hidden.has(cell.name)).toBe(true);
					if (!hidden.has(cell.name) && behind(cell) > 0) {
						expect(behind(cell)).toBeGreaterThanOrEqual(LIMIT);
					}
				}
				expect(hidden.has(all.name)).toBe(isSmall(all));
				if (!cellsOf(all).some(isSmall)) expect(hidden.size).toBe(0);
			}),
			{ numRuns: 1000 },
		);
	});
});
