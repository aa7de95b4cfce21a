import type { RememberedExperience } from '../../journey/gaps/gap-analysis';
import { isolate } from '../escape-html';
import { segmentLabel } from '../labels';
import type { ReportContext } from '../report-context';
import { htmlTable, NOTHING } from './html-table';

/** Gives the peak–end view of whole journeys as HTML; nothing where no peak and end scores were given. */
export function rememberedSection({ analysis, language, texts, numbers }: ReportContext): string {
	if (analysis.remembered === null) return '';
	const { columns } = texts.report;
	const hiddenSign = `<span class="none">${texts.verdicts.hidden}</span>`;
	const table = htmlTable<RememberedExperience>(
		[
			{
				heading: columns.segment,
				cell: ({ segment }) =>
					`<span class="place">${isolate(segmentLabel(segment, language))}</span>`,
			},
			{
				heading: columns.remembered,
				number: true,
				strong: true,
				cell: ({ figures, hidden }) =>
					figures ? numbers.points(figures.mean) : hidden ? hiddenSign : NOTHING,
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
				heading: columns.journeys,
				number: true,
				cell: ({ figures }) => (figures ? numbers.count(figures.n) : NOTHING),
			},
		],
		analysis.remembered,
	);
	return (
		`<section><h2>${texts.report.rememberedHeading}</h2>` +
		`<p class="intro">${texts.report.rememberedIntroduction}</p>${table}</section>`
	);
}
