import type { RankedGap } from '../../journey/gaps/gap-analysis';
import { isolate } from '../escape-html';
import type { ReportContext } from '../report-context';
import { htmlTable, NOTHING } from './html-table';

/** A board reads a page, not a database; the rest is in the node's items. */
const SHOWN = 15;

/** Gives the ranked gaps as HTML, each with the factors of its priority. */
export function gapsSection({ analysis, texts, numbers, place }: ReportContext): string {
	const { columns } = texts.report;
	const shown = analysis.gaps.slice(0, SHOWN);
	const most = shown[0]?.priority ?? 0;
	const bar = (priority: number): string =>
		most > 0
			? `<span class="bar" style="inline-size:${Math.round((100 * priority) / most)}%"></span>`
			: '';
	const table = htmlTable<RankedGap>(
		[
			{ heading: columns.rank, number: true, cell: ({ rank }) => numbers.count(rank) },
			{ heading: columns.where, cell: ({ cell }) => place(cell) },
			{ heading: columns.promised, number: true, cell: ({ cell }) => numbers.plain(cell.target!) },
			{
				heading: columns.lived,
				number: true,
				strong: true,
				cell: ({ cell: { figures } }) => {
					const { low, high } = figures!.interval!;
					const range = texts.report.range(numbers.points(low), numbers.points(high));
					return `${numbers.points(figures!.mean)}<span class="under">${range}</span>`;
				},
			},
			{ heading: columns.gap, number: true, cell: ({ gap }) => numbers.points(gap) },
			{ heading: columns.reach, number: true, cell: ({ reach }) => numbers.share(reach) },
			{ heading: columns.importance, number: true, cell: (gap) => numbers.plain(gap.importance) },
			{ heading: columns.effort, number: true, cell: (gap) => numbers.plain(gap.effort) },
			{
				heading: columns.priority,
				number: true,
				strong: true,
				cell: ({ priority }) => `${numbers.hundredths(priority)}${bar(priority)}`,
			},
			{ heading: columns.lever, cell: ({ lever }) => (lever === null ? NOTHING : isolate(lever)) },
		],
		shown,
	);
	const more = analysis.gaps.length - shown.length;
	return (
		`<section><h2>${texts.report.gapsHeading}</h2>` +
		(shown.length === 0
			? `<p class="note">${texts.report.gapsNone}</p>`
			: `<p class="intro">${texts.report.gapsIntroduction}</p>${table}`) +
		(more > 0 ? `<p class="note">${texts.report.gapsMore(numbers.count(more))}</p>` : '') +
		'</section>'
	);
}
