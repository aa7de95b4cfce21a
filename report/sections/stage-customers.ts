import { isolate } from '../escape-html';
import { cellStageLabel, segmentLabel } from '../labels';
import type { ReportContext, StageCustomers } from '../report-context';
import { htmlTable, NOTHING } from './html-table';

/** Gives how many customers came into each stage, are there and went on, as HTML; nothing where nobody was counted. */
export function stageCustomersSection(
	{ analysis, language, texts, numbers }: ReportContext,
	customers: readonly StageCustomers[],
): string {
	if (customers.length === 0) return '';
	const { columns } = texts.report;
	const order = analysis.stages.map(({ name }) => name);
	const position = ({ stage }: StageCustomers): number => {
		const index = order.indexOf(stage);
		return index < 0 ? order.length : index;
	};
	const rows = customers.toSorted(
		(a, b) =>
			position(a) - position(b) || (a.segment < b.segment ? -1 : a.segment > b.segment ? 1 : 0),
	);
	const beginsStage = (row: StageCustomers): boolean =>
		rows.find(({ stage }) => stage === row.stage) === row;
	const hidden = `<span class="none">${texts.verdicts.hidden}</span>`;
	const counted = (count: number | null): string =>
		count === null ? hidden : numbers.count(count);
	const severalSegments = new Set(rows.map(({ segment }) => segment)).size > 1;
	const table = htmlTable<StageCustomers>(
		[
			{
				heading: columns.stage,
				cell: (row) =>
					beginsStage(row)
						? `<span class="place">${isolate(cellStageLabel(row.stage, analysis.stages, language))}</span>`
						: '',
			},
			...(severalSegments
				? [
						{
							heading: columns.segment,
							cell: ({ segment }: StageCustomers) => isolate(segmentLabel(segment, language)),
						},
					]
				: []),
			{ heading: columns.entered, number: true, cell: ({ entered }) => counted(entered) },
			{ heading: columns.advanced, number: true, cell: ({ advanced }) => counted(advanced) },
			{ heading: columns.present, number: true, cell: ({ present }) => counted(present) },
			{
				heading: columns.medianStay,
				number: true,
				cell: ({ medianStayMs }) =>
					medianStayMs === null ? NOTHING : numbers.duration(medianStayMs),
			},
		],
		rows,
	);
	return (
		`<section><h2>${texts.report.figuresHeading}</h2>` +
		`<p class="intro">${texts.report.figuresIntroduction}</p>${table}</section>`
	);
}
