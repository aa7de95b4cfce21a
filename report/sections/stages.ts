import type { AnalyzedStage, GapCell } from '../../journey/gaps/gap-analysis';
import { promisedLivedSvg } from '../charts/promised-lived-svg';
import { verdictIcon } from '../charts/verdict-style';
import { isolate } from '../escape-html';
import { metricLabel, ownerLabel, stageLabel } from '../labels';
import type { ReportContext } from '../report-context';
import { verdictSentence } from '../verdict-sentence';
import { htmlTable, NOTHING } from './html-table';

/** Verdicts that need a word of explanation under the table; a gap below gets its own section. */
const REMARKED = ['above_target', 'lost_to_correction'];

function metricFigure({ figures }: GapCell, { numbers, texts }: ReportContext): string {
	if (figures?.nps) {
		const { nps, interval } = figures.nps;
		const range = texts.report.range(numbers.points(interval.low), numbers.points(interval.high));
		return `${numbers.points(nps)}<span class="under">${range}</span>`;
	}
	if (figures?.csat) {
		const { csat, interval } = figures.csat;
		const range = texts.report.range(numbers.share(interval.low), numbers.share(interval.high));
		return `${numbers.share(csat)}<span class="under">${range}</span>`;
	}
	return NOTHING;
}

/** Gives the section on promise and experience of each stage as HTML: chart, table, remarks. */
export function stagesSection(context: ReportContext): string {
	const { analysis, texts, numbers, language, place } = context;
	const { columns } = texts.report;
	const stage = new Map(analysis.stages.map((entry) => [entry.name, entry]));
	const cells = analysis.cells.filter((cell) => cell.level === 'stage' && stage.has(cell.stage));
	const stageOf = (cell: GapCell): AnalyzedStage => stage.get(cell.stage)!;
	const table = htmlTable<GapCell>(
		[
			{
				heading: columns.stage,
				cell: (cell) =>
					`<span class="place">${isolate(stageLabel(stageOf(cell), language))}</span>` +
					`<span class="under">${isolate(ownerLabel(stageOf(cell).owner, language))}</span>`,
			},
			{ heading: columns.measure, cell: (cell) => isolate(metricLabel(cell.metric, language)) },
			{
				heading: columns.promised,
				number: true,
				cell: ({ target }) => (target === null ? NOTHING : numbers.plain(target)),
			},
			{
				heading: columns.lived,
				number: true,
				strong: true,
				cell: ({ figures }) => (figures ? numbers.points(figures.mean) : NOTHING),
			},
			{
				heading: columns.interval,
				number: true,
				cell: ({ figures }) =>
					figures?.interval
						? texts.report.range(
								numbers.points(figures.interval.low),
								numbers.points(figures.interval.high),
							)
						: NOTHING,
			},
			{
				heading: columns.median,
				number: true,
				cell: ({ figures }) => (figures ? numbers.plain(figures.median) : NOTHING),
			},
			{ heading: columns.metricFigure, number: true, cell: (cell) => metricFigure(cell, context) },
			{
				heading: columns.answers,
				number: true,
				cell: ({ figures }) => (figures ? numbers.count(figures.n) : NOTHING),
			},
			{
				heading: columns.verdict,
				cell: ({ verdict }) => `${verdictIcon(verdict)} ${texts.verdicts[verdict]}`,
			},
		],
		cells,
	);
	const remarks = cells
		.filter((cell) => REMARKED.includes(cell.why.code))
		.map((cell) => {
			const sentence = verdictSentence(cell.why, analysis, language);
			return `<li>${verdictIcon(cell.verdict)}<span>${place(cell)}<br>${sentence}</span></li>`;
		});
	return (
		`<section><h2>${texts.report.stagesHeading}</h2>` +
		`<p class="intro">${texts.report.stagesIntroduction(numbers.share(analysis.options.confidence))}</p>` +
		`<div class="chart">${promisedLivedSvg(analysis, language)}</div>` +
		(cells.length > 0 ? table : '') +
		(remarks.length > 0 ? `<ul class="remarks">${remarks.join('')}</ul>` : '') +
		'</section>'
	);
}
