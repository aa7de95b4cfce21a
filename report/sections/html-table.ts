/** One column: its heading, and how a row is shown in it, both as HTML. */
export interface TableColumn<Row> {
	readonly heading: string;
	readonly number?: boolean;
	readonly strong?: boolean;
	readonly cell: (row: Row) => string;
}

/** Gives a table as HTML that scrolls by itself where the page is too narrow for it. */
export function htmlTable<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
	const kind = ({ number, strong }: TableColumn<Row>): string => {
		const names = [...(number ? ['number'] : []), ...(strong ? ['strong'] : [])];
		return names.length > 0 ? ` class="${names.join(' ')}"` : '';
	};
	const head = columns.map((column) => `<th scope="col"${kind(column)}>${column.heading}</th>`);
	const body = rows.map(
		(row) =>
			`<tr>${columns.map((column) => `<td${kind(column)}>${column.cell(row)}</td>`).join('')}</tr>`,
	);
	return (
		`<div class="wide"><table><thead><tr>${head.join('')}</tr></thead>` +
		`<tbody>${body.join('')}</tbody></table></div>`
	);
}

/** What stands in a field that has nothing to say. */
export const NOTHING = '<span class="none">–</span>';
